"""What the stand-in for GitHub knows: its comments and its repository, what went over the wire, and what is to go wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from tests.support.github_description import Asked
from tests.support.github_project import Project

REPOSITORY, REPOSITORY_ID, ISSUE = "acme/shop", 1296269, 7
ACTIONS = "github-actions[bot]"
TOKEN = "ghs_canary0123456789secret"  # the only one that is accepted
_DOCS = "https://docs.github.com/rest"
START = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)

Effect = Callable[["GitHub"], "Answer | None"]


@dataclass
class Comment:
    id: int
    issue: int
    login: str
    body: str
    updated: datetime


class Answer(NamedTuple):
    """`body` is bytes as they are, or what becomes JSON; None sends nothing."""

    status: int
    body: object = None
    headers: Mapping[str, str] = {}


class Exchange(NamedTuple):
    """`headers` are the request's, with names in lower case. `sent` is its body, parsed."""

    method: str
    target: str
    headers: Mapping[str, str]
    sent: object
    status: int


def error(status: int, message: str, headers: Mapping[str, str] | None = None, **more: object) -> Answer:
    body = {"message": message, "documentation_url": _DOCS, "status": str(status), **more}
    return Answer(status, body, headers or {})


def forbidden(permissions: str = "issues=write; pull_requests=write") -> Answer:
    """What a token of a fork's run is told."""
    needed = {"X-Accepted-GitHub-Permissions": permissions}
    return error(403, "Resource not accessible by integration", needed)


def bad_gateway() -> Answer:
    return Answer(502, b"<html><title>Unicorn!</title></html>", {"Content-Type": "text/html"})


@dataclass
class _Planned:
    method: str
    fragment: str
    effect: Effect
    when: Literal["before", "after"]
    times: int


@dataclass
class GitHub:
    """`url` is what GITHUB_API_URL would be. `login` is who the token stands for; a bot may not ask who it is.

    `violations` names every exchange that GitHub's description does not allow; tests hold it to be empty.
    """

    url: str
    login: str = ACTIONS
    comments: list[Comment] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    read_only: bool = False
    locked: bool = False
    project: Project = field(default_factory=Project)
    _planned: list[_Planned] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: iter(range(1001, 100_000)))

    def add(self, body: str, login: str = "ana", issue: int = ISSUE) -> Comment:
        number = next(self._ids)
        comment = Comment(number, issue, login, body, START + timedelta(seconds=number))
        self.comments.append(comment)
        return comment

    def remove(self, number: int) -> None:
        self.comments[:] = [comment for comment in self.comments if comment.id != number]

    def plan(
        self,
        method: str,
        fragment: str,
        effect: Effect,
        *,
        when: Literal["before", "after"] = "before",
        times: int = 1,
    ) -> None:
        """At the next `times` requests of `method` with `fragment` in their target: `effect`, whose answer wins."""
        self._planned.append(_Planned(method, fragment, effect, when, times))

    def asked(self, method: str) -> list[str]:
        """The targets that were asked for with `method`."""
        return [exchange.target for exchange in self.exchanges if exchange.method == method]

    def interfere(self, asked: Asked, when: Literal["before", "after"]) -> Answer | None:
        for planned in self._planned:
            hit = planned.method == asked.method and planned.fragment in asked.target and planned.when == when
            if hit and planned.times > 0:
                planned.times -= 1
                return planned.effect(self)
        return None
