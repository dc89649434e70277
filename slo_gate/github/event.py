"""What started this run: the event's name, its payload and the runner's variables, read into one value. No I/O.

The payload is written by whoever caused the event. A pull request that cannot be told from it stops the run, since
all that is said about it would be a guess; any other event degrades to what the runner's own variables say.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from slo_gate.core.errors import UsageError
from slo_gate.github import payload as payloads
from slo_gate.github.payload import Payload, UnreadableError
from slo_gate.github.variables import COMMIT, LOGIN, REF, address, known, repository

_NUMBER = r"[0-9]{1,20}"
_ENVIRONMENT = r"[^\x00-\x1f\x7f\ud800-\udfff]{1,255}"
_FULL_NAME = r"[^\x00-\x20\x7f\ud800-\udfff]{1,300}"
_DEPENDABOT = "dependabot[bot]"
_HINT = "it is the file that GITHUB_EVENT_PATH names, written by the runner and mounted into the container"


class Kind(StrEnum):
    PULL_REQUEST = "pull_request"
    PULL_REQUEST_TARGET = "pull_request_target"
    PUSH = "push"
    WORKFLOW_DISPATCH = "workflow_dispatch"
    DEPLOYMENT = "deployment"
    SCHEDULE = "schedule"
    MERGE_GROUP = "merge_group"
    WORKFLOW_RUN = "workflow_run"
    OTHER = "other"

    @property
    def is_pull_request(self) -> bool:
        return self in {Kind.PULL_REQUEST, Kind.PULL_REQUEST_TARGET}


@dataclass(frozen=True, slots=True)
class Event:
    """Empty text stands for what is not known. No address ends in a slash.

    `name` is GitHub's, such as `deployment_status` where `kind` is OTHER. `sha` is what was checked out: on a pull request
    a merge commit that nobody wrote, and the default branch's after a run of a fork; `head_sha` is the one to show to
    people. `base_ref` and `head_ref` are branches; the author of a pull request names the latter, in the repository of
    `head_owner` where that is told. `base_sha` is the base's commit when the event happened; a run that is repeated gets
    the payload of the first, so what may have changed since is asked of GitHub. `before` is where a pushed branch stood.
    `fork`: the head is in another repository or a deleted one, or is not told. `environment` is a deployment's. `queued` is
    the pull request at the end of a merge group. `actor` caused the event, `triggering_actor` started this very run.
    """

    kind: Kind
    name: str
    repository: str
    server_url: str
    api_url: str
    sha: str = ""
    head_sha: str = ""
    ref: str = ""
    base_ref: str = ""
    base_sha: str = ""
    head_ref: str = ""
    head_owner: str = ""
    before: str = ""
    default_branch: str = ""
    pull_request: int | None = None
    queued: int | None = None
    fork: bool = False
    environment: str = ""
    actor: str = ""
    triggering_actor: str = ""
    run_id: str = ""
    run_attempt: str = ""
    notes: tuple[str, ...] = ()

    @property
    def dependabot(self) -> bool:
        """Dependabot caused the run, which has then no secrets of Actions, and a token that may only read."""
        return self.actor == _DEPENDABOT

    @property
    def run_url(self) -> str:
        """The page of this attempt of the run; empty outside a workflow."""
        run = f"{self.server_url}/{self.repository}/actions/runs/{self.run_id}"
        return f"{run}/attempts/{self.run_attempt or 1}" if self.run_id else ""


def parse(environ: Mapping[str, str], payload: bytes | None) -> Event:
    """The event that the runner's variables and the file at GITHUB_EVENT_PATH (None: there is none) describe.

    Raises UsageError for a repository or an address that no runner sets, and for a pull request that is not told.
    """
    name = known(environ, "GITHUB_EVENT_NAME", "[a-z_]{1,50}")
    kind = Kind(name) if name in list(Kind) else Kind.OTHER
    try:
        return _read(kind, name, environ, payloads.parse(payload))
    except UnreadableError as error:
        if kind.is_pull_request:
            raise UsageError(f"the payload of the {name} event cannot be used: {error}", _HINT) from None
        note = f"the payload of the event was left out: {error}"
        return _read(kind, name, environ, Payload({}), note)


def _read(kind: Kind, name: str, environ: Mapping[str, str], payload: Payload, *notes: str) -> Event:
    repo = repository(environ)
    sha = known(environ, "GITHUB_SHA", COMMIT)
    base, head = _base(payload), _head(kind, payload)
    return Event(
        kind=kind,
        name=name,
        repository=repo,
        server_url=address(environ, "GITHUB_SERVER_URL", "https://github.com"),
        api_url=address(environ, "GITHUB_API_URL", "https://api.github.com"),
        sha=sha,
        head_sha=head.sha or sha,
        ref=known(environ, "GITHUB_REF", REF),
        base_ref=base.ref,
        base_sha=base.sha,
        head_ref=head.ref or _branch(known(environ, "GITHUB_REF", REF)),
        head_owner=payload.text(LOGIN, "workflow_run", "head_repository", "owner", "login"),
        before=_before(payload),
        default_branch=payload.text(REF, "repository", "default_branch"),
        pull_request=_pull_request(kind, payload),
        queued=_queued(payload),
        fork=_is_fork(kind, payload, repo),
        environment=payload.text(_ENVIRONMENT, "deployment", "environment"),
        actor=known(environ, "GITHUB_ACTOR", LOGIN),
        triggering_actor=known(environ, "GITHUB_TRIGGERING_ACTOR", LOGIN),
        run_id=known(environ, "GITHUB_RUN_ID", _NUMBER),
        run_attempt=known(environ, "GITHUB_RUN_ATTEMPT", _NUMBER),
        notes=notes,
    )


@dataclass(frozen=True, slots=True)
class _Side:
    ref: str
    sha: str


def _base(payload: Payload) -> _Side:
    if payload.at("merge_group"):
        ref = payload.text(REF, "merge_group", "base_ref")
        return _Side(_branch(ref), payload.text(COMMIT, "merge_group", "base_sha"))
    return _side(payload, "base")


def _head(kind: Kind, payload: Payload) -> _Side:
    """The commits of a merge group are nobody's branch, and a run that follows another is about that one's commit."""
    if kind is Kind.WORKFLOW_RUN:
        ref = payload.text(REF, "workflow_run", "head_branch")
        return _Side(ref, payload.text(COMMIT, "workflow_run", "head_sha"))
    return _Side("", "") if payload.at("merge_group") else _side(payload, "head")


def _before(payload: Payload) -> str:
    """Empty where the branch is new: GitHub then writes zeros."""
    pushed = payload.at("before") is not None and payload.at("pull_request") is None
    before = payload.text(COMMIT, "before") if pushed else ""
    return before if before.strip("0") else ""


def _queued(payload: Payload) -> int | None:
    """The queue names its branch after the last pull request of the group: `…/main/pr-7-<commit>`."""
    last = payload.text(REF, "merge_group", "head_ref").rpartition("/")[2]
    found = re.fullmatch(rf"pr-([1-9][0-9]{{0,9}})-{COMMIT}", last)
    return int(found[1]) if found else None


def _side(payload: Payload, side: str) -> _Side:
    ref = payload.text(REF, "pull_request", side, "ref")
    return _Side(ref, payload.text(COMMIT, "pull_request", side, "sha"))


def _branch(ref: str) -> str:
    """`main` of `refs/heads/main`; empty for a tag or a merge."""
    return ref.removeprefix("refs/heads/") if ref.startswith("refs/heads/") else ""


def _pull_request(kind: Kind, payload: Payload) -> int | None:
    """A comment on a pull request is an event of an issue that says it is one."""
    number = payload.number("pull_request", "number")
    if number is None and payload.at("issue", "pull_request"):
        number = payload.number("issue", "number")
    if number is None and kind.is_pull_request:
        raise UnreadableError("it names no pull request")
    return number


def _is_fork(kind: Kind, payload: Payload, repo: str) -> bool:
    """A deployment by a run tells of that run too, and mostly not of its repository, which is then our own."""
    if payload.at("pull_request"):
        return _differs(payload, repo, "pull_request", "head", "repo")
    if kind is Kind.WORKFLOW_RUN or payload.at("workflow_run", "head_repository"):
        return _differs(payload, repo, "workflow_run", "head_repository")
    return bool(payload.at("issue", "pull_request"))


def _differs(payload: Payload, repo: str, *head: str) -> bool:
    return payload.text(_FULL_NAME, *head, "full_name").casefold() != repo.casefold()
