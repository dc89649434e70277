"""The comments on one pull request, which GitHub keeps as those of an issue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from slo_gate.github.api import Api
from slo_gate.github.errors import ApiError, Failure

ACTIONS_LOGIN = "github-actions[bot]"
"""Who the token of a workflow stands for. GitHub does not tell that token so."""


@dataclass(frozen=True, slots=True)
class Comment:
    """`login` is empty where the account was deleted. `url` is the page that people see."""

    number: int
    login: str
    body: str
    url: str


class Thread:
    """Every method raises ApiError."""

    def __init__(self, api: Api, repository: str, pull_request: int) -> None:
        self._api = api
        self._issues = f"/repos/{repository}/issues"
        self._path = f"{self._issues}/{pull_request}/comments"

    def login(self) -> str:
        """The account behind the token."""
        try:
            answer = self._api.call("GET", "/user")
        except ApiError as error:
            if error.failure in {Failure.FORBIDDEN, Failure.NOT_FOUND}:
                return ACTIONS_LOGIN
            raise
        return _login(answer)

    def comments(self) -> Iterator[Comment]:
        """All of them, oldest first."""
        for page in self._api.pages(self._path):
            yield from map(_comment, page)

    def add(self, body: str) -> Comment:
        return _comment(self._api.call("POST", self._path, {"body": body}))

    def edit(self, number: int, body: str) -> Comment:
        return _comment(self._api.call("PATCH", f"{self._issues}/comments/{number}", {"body": body}))

    def delete(self, number: int) -> None:
        self._api.call("DELETE", f"{self._issues}/comments/{number}")


def _comment(value: object) -> Comment:
    if not isinstance(value, dict):
        raise ApiError(Failure.STRANGE)
    number, body, url = value.get("id"), value.get("body"), value.get("html_url")
    if type(number) is not int or number < 1:
        raise ApiError(Failure.STRANGE)
    shown = url if isinstance(url, str) and re.fullmatch(r"https?://[\x21-\x7e]{1,2000}", url) else ""
    return Comment(number, _login(value.get("user")), body if isinstance(body, str) else "", shown)


def _login(value: object) -> str:
    login = value.get("login") if isinstance(value, dict) else None
    return login if isinstance(login, str) else ""
