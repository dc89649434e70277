"""The stand-in for GitHub: that it keeps state, and that nothing undescribed passes it."""

import http.client
import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.support.github import running_github
from tests.support.github_state import ISSUE, TOKEN, Answer, GitHub, bad_gateway

COMMENTS = f"/repos/acme/shop/issues/{ISSUE}/comments"
POLITE = {
    "Authorization": f"Bearer {TOKEN}",
    "Accept": "application/vnd.github+json",
    "X-GitHub-Api-Version": "2022-11-28",
    "User-Agent": "slo-gate/test",
}


class Seen(NamedTuple):
    status: int
    link: str
    body: Any


@pytest.fixture
def github() -> Iterator[GitHub]:
    with running_github() as github:
        yield github


def ask(github: GitHub, method: str, target: str, body: object = None, **headers: str) -> Seen:
    data = None if body is None else json.dumps(body)
    kind = {"Content-Type": "application/json"} if data else {}
    connection = http.client.HTTPConnection(urlsplit(github.url).netloc, timeout=5)
    connection.request(method, target, data, POLITE | kind | headers)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    parsed = json.loads(content) if content.startswith((b"{", b"[")) else content
    return Seen(response.status, response.headers.get("Link", ""), parsed)


def test_comment_lives_from_creation_to_deletion(github: GitHub) -> None:
    created = ask(github, "POST", COMMENTS, {"body": "one"}).body
    at = f"/repos/acme/shop/issues/comments/{created['id']}"
    assert ask(github, "PATCH", at, {"body": "two"}).body["body"] == "two"
    assert [comment["body"] for comment in ask(github, "GET", COMMENTS).body] == ["two"]
    assert ask(github, "DELETE", at).status == 204
    assert ask(github, "PATCH", at, {"body": "three"}).status == 404
    assert [exchange.status for exchange in github.exchanges] == [201, 200, 200, 204, 404]
    assert github.violations == []


def test_pages_link_to_each_other(github: GitHub) -> None:
    for number in range(205):
        github.add(str(number))
    assert len(ask(github, "GET", COMMENTS).body) == 30
    second = ask(github, "GET", f"{COMMENTS}?per_page=100&page=2")
    assert [second.body[0]["body"], len(second.body)] == ["100", 100]
    at = f"<{github.url}/repositories/1296269/issues/{ISSUE}/comments?per_page=100&page="
    assert second.link == f'{at}1>; rel="prev", {at}3>; rel="next", {at}3>; rel="last", {at}1>; rel="first"'
    last = ask(github, "GET", f"/repositories/1296269/issues/{ISSUE}/comments?per_page=100&page=3")
    assert ([comment["body"] for comment in last.body], "next" in last.link) == (
        ["200", "201", "202", "203", "204"],
        False,
    )
    assert github.violations == []


@pytest.mark.parametrize(
    ("method", "target", "body", "violation"),
    [
        pytest.param("POST", COMMENTS, {}, "'body' is a required property", id="a comment without a body"),
        pytest.param("POST", COMMENTS, {"body": 1}, "1 is not of type 'string'", id="a body that is no text"),
        pytest.param("POST", COMMENTS, {"body": "x", "bodi": 1}, "`bodi` is not described", id="a misspelled key"),
        pytest.param("GET", f"{COMMENTS}?per_page=all", None, "per_page", id="a parameter of a wrong type"),
        pytest.param("GET", f"{COMMENTS}?perpage=100", None, "`perpage` is not described", id="a misspelled parameter"),
        pytest.param("GET", "/repos/acme/shop/issues/x/comments", None, "issue_number", id="a number that is none"),
        pytest.param("PUT", COMMENTS, None, "is not described", id="a method that the path does not have"),
        pytest.param(
            "GET", "/repos/acme/shop/milestones", None, "is not described", id="an operation that nobody uses"
        ),
    ],
)
def test_undescribed_request_is_a_violation(
    github: GitHub, method: str, target: str, body: object, violation: str
) -> None:
    assert ask(github, method, target, body).status in {400, 404}
    assert len(github.violations) == 1
    assert violation in github.violations[0]


@pytest.mark.parametrize("header", ["Accept", "X-GitHub-Api-Version", "User-Agent"])
def test_request_without_manners_is_a_violation(github: GitHub, header: str) -> None:
    ask(github, "GET", COMMENTS, **{header: "x"})
    assert len(github.violations) == 1


def test_undescribed_answer_is_a_violation(github: GitHub) -> None:
    github.plan("GET", "/comments", lambda _: Answer(200, [{"id": 1}]))
    ask(github, "GET", COMMENTS)
    assert "'node_id' is a required property" in github.violations[0]


def test_planned_answer_comes_once_before_or_after_the_deed(github: GitHub) -> None:
    github.plan("POST", "/comments", lambda _: bad_gateway())
    github.plan("POST", "/comments", lambda _: bad_gateway(), when="after")
    statuses = [ask(github, "POST", COMMENTS, {"body": body}).status for body in ("lost", "kept", "answered")]
    assert statuses == [502, 502, 201]
    assert [comment.body for comment in github.comments] == ["kept", "answered"]


def test_account_is_told_to_persons_and_not_to_bots(github: GitHub) -> None:
    assert ask(github, "GET", "/user").status == 403
    github.login = "ana"
    assert ask(github, "GET", "/user").body["login"] == "ana"
    assert ask(github, "GET", "/user", Authorization="Bearer x").status == 401
    assert github.violations == []


def test_body_above_the_limit_is_refused(github: GitHub) -> None:
    assert ask(github, "POST", COMMENTS, {"body": "x" * 65_536}).status == 201
    assert ask(github, "POST", COMMENTS, {"body": "x" * 65_537}).status == 422
    assert github.violations == []
