"""The pull request that a run is about, as it is now: a run that is repeated still has the payload of the first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from slo_gate.github.answer import Answer
from slo_gate.github.api import Api
from slo_gate.github.errors import ApiError, Failure
from slo_gate.github.event import Event
from slo_gate.github.variables import REF

_FULL_NAME = r"[^\x00-\x20\x7f\ud800-\udfff]{1,300}"


class PullRequest(NamedTuple):
    """`author` is empty where the account was deleted, and so is `head_repository` where that was. Branches and labels are
    foreign text. `changed_files` is None where GitHub did not count.
    """

    number: int
    author: str
    head_sha: str
    head_ref: str
    head_repository: str
    base_ref: str
    base_sha: str
    labels: frozenset[str]
    open: bool
    merged: bool
    changed_files: int | None = None


def find(api: Api, event: Event) -> PullRequest | None:
    """The pull request of an event; None where there is none, which is no error. Raises ApiError."""
    number = event.pull_request or event.queued
    if number:
        return read(api, event.repository, number)
    if event.head_owner and event.head_ref:
        return _of_branch(api, event)
    return _of_commit(api, event) if event.head_sha else None


def read(api: Api, repository: str, number: int) -> PullRequest:
    """Raises ApiError."""
    return _pull_request(api.read(f"/repos/{repository}/pulls/{number}"))


def _of_branch(api: Api, event: Event) -> PullRequest | None:
    """Of the run that this one follows. GitHub does not tell it where the branch is a fork's.

    Only one whose head is still the commit of that run: what was found out there is about no other.
    """
    query = {"head": f"{event.head_owner}:{event.head_ref}", "state": "open"}
    return _only(one for one in _listed(api, event, "pulls", query) if one.head_sha == event.head_sha)


def _of_commit(api: Api, event: Event) -> PullRequest | None:
    """Of a commit that was pushed or is deployed: open with that very head, else the only one that has it."""
    try:
        found = _listed(api, event, f"commits/{event.head_sha}/pulls")
    except ApiError as error:
        if error.failure in {Failure.NOT_FOUND, Failure.REJECTED}:
            return None
        raise
    alive = [one for one in found if one.open or one.merged]
    return _only(one for one in alive if one.open and one.head_sha == event.head_sha) or _only(alive)


def _only(found: Iterable[PullRequest]) -> PullRequest | None:
    """Where there are several, to take one would be a guess."""
    several = list(found)
    return several[0] if len(several) == 1 else None


def _listed(api: Api, event: Event, path: str, query: Mapping[str, str] | None = None) -> Sequence[PullRequest]:
    """Those into this repository: a commit may also be part of one into a fork."""
    answers = map(Answer.of, api.first(f"/repos/{event.repository}/{path}", query))
    ours = event.repository.casefold()
    return [_pull_request(one) for one in answers if _repository(one, "base").casefold() == ours]


def _pull_request(answer: Answer) -> PullRequest:
    number = answer.number("number")
    if number is None:
        raise ApiError(Failure.STRANGE)
    return PullRequest(
        number=number,
        author=answer.login("user"),
        head_sha=answer.commit("head", "sha"),
        head_ref=answer.text(REF, "head", "ref"),
        head_repository=_repository(answer, "head"),
        base_ref=answer.text(REF, "base", "ref"),
        base_sha=answer.commit("base", "sha"),
        labels=frozenset(label.words("name") for label in answer.list("labels")),
        open=answer.words("state") == "open",
        merged=bool(answer.words("merged_at")),
        changed_files=answer.count("changed_files"),
    )


def _repository(answer: Answer, side: str) -> str:
    return answer.text(_FULL_NAME, side, "repo", "full_name")


def page(event: Event, pull: PullRequest) -> str:
    """The address that people see."""
    return f"{event.server_url}/{event.repository}/pull/{pull.number}"
