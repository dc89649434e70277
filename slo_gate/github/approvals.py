"""Who approved that a run goes on to an environment."""

from collections.abc import Iterator
from typing import NamedTuple

from slo_gate.github.answer import Answer
from slo_gate.github.api import Api
from slo_gate.github.errors import ApiError, Failure


class Approval(NamedTuple):
    """`comment` is foreign text."""

    login: str
    comment: str
    environments: frozenset[str]


def approvals(api: Api, run: str) -> Iterator[Approval]:
    """Those of a run, by its path in the API. GitHub shows all at once. Raises ApiError."""
    listed = api.call("GET", f"{run}/approvals")
    if not isinstance(listed, list):
        raise ApiError(Failure.STRANGE)
    for answer in map(Answer.of, listed):
        if answer.words("state") == "approved":
            environments = frozenset(one.words("name") for one in answer.list("environments"))
            yield Approval(answer.login("user"), answer.words("comment").strip(), environments)
