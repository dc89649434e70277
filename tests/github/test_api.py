"""GitHub's manners and ours: limits, waits, moves, and one time for all."""

import time
from collections.abc import Mapping

import pytest

from slo_gate.github import api as module
from slo_gate.github.errors import ApiError, Failure
from slo_gate.transport import Deadline
from tests.support.github import running_github
from tests.support.github_api import connected
from tests.support.github_state import ISSUE, Answer, GitHub, error

USER = "/repos/acme/shop/collaborators/ana/permission"
COMMENTS = f"/repos/acme/shop/issues/{ISSUE}/comments"


def in_seconds(seconds: int) -> str:
    return str(int(time.time()) + seconds)


def limited(status: int, headers: Mapping[str, str]) -> Answer:
    return error(status, "API rate limit exceeded", headers)


@pytest.mark.parametrize(
    ("answer", "least", "most"),
    [
        pytest.param(limited(403, {"Retry-After": "7"}), 7, 7, id="F6 a secondary limit that says how long"),
        pytest.param(limited(403, {"Retry-After": "45"}), 45, 45, id="F6 one that fits into the time there is"),
        pytest.param(
            limited(403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": in_seconds(30)}),
            1,
            31,
            id="F5 a primary limit that ends soon",
        ),
        pytest.param(
            limited(403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": in_seconds(-30)}),
            1,
            1,
            id="F5 a primary limit that has just ended",
        ),
    ],
)
def test_a_wait_that_fits_is_waited_once(server: GitHub, answer: Answer, least: float, most: float) -> None:
    waits: list[float] = []
    server.plan("GET", USER, lambda _: answer)
    assert connected(server.url, waits.append).read(USER).words("permission") == "none"
    (wait,) = waits
    assert least <= wait <= most


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(limited(403, {"Retry-After": "61"}), id="F6 longer than a run waits"),
        pytest.param(error(403, "You have exceeded a secondary rate limit."), id="F6 without an end: a minute or more"),
        pytest.param(
            limited(403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": in_seconds(2_400)}), id="F5 for 40 minutes"
        ),
        pytest.param(limited(403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "soon"}), id="F5 for who knows"),
        pytest.param(limited(429, {"Retry-After": "99999"}), id="for a day"),
    ],
)
def test_a_longer_wait_is_not_waited(server: GitHub, answer: Answer) -> None:
    server.plan("GET", USER, lambda _: answer, times=9)
    with pytest.raises(ApiError) as raised:
        connected(server.url).read(USER)
    assert raised.value.failure is Failure.THROTTLED


def test_a_limit_that_goes_on_after_the_wait_is_told(server: GitHub) -> None:
    server.plan("GET", USER, lambda _: limited(403, {"Retry-After": "3"}), times=2)
    waits: list[float] = []
    with pytest.raises(ApiError) as raised:
        connected(server.url, waits.append).read(USER)
    assert (waits, raised.value.failure) == ([3.0], Failure.THROTTLED)


def test_one_time_holds_for_all_that_a_run_asks(server: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the first request waited for, the second no longer has."""
    monkeypatch.setattr(module, "Deadline", lambda _seconds: Deadline(10.0))
    api = connected(server.url)
    api.read(USER)
    server.plan("GET", USER, lambda _: limited(403, {"Retry-After": "11"}))
    with pytest.raises(ApiError) as raised:
        api.read(USER)
    assert raised.value.failure is Failure.THROTTLED


def test_writes_are_a_second_apart(server: GitHub) -> None:
    waits: list[float] = []
    api = connected(server.url, waits.append)
    for _ in range(3):
        api.call("POST", COMMENTS, {"body": "x"})
        api.read(USER)
    assert len(waits) == 2
    assert all(0.5 < wait <= 1 for wait in waits)


def test_f14_a_repository_that_moved_is_followed_once_and_within_its_server(server: GitHub) -> None:
    moved = Answer(301, error(301, "Moved Permanently").body, {"Location": f"{server.url}{USER}"})
    server.plan("GET", USER, lambda _: moved)
    assert connected(server.url).read(USER).words("permission") == "none"
    server.plan("GET", USER, lambda _: moved, times=2)
    with pytest.raises(ApiError) as raised:
        connected(server.url).read(USER)
    assert raised.value.failure is Failure.MOVED


@pytest.mark.parametrize(
    ("method", "status"),
    [
        pytest.param("GET", 307, id="to another server"),
        pytest.param("POST", 301, id="a write that would become another request"),
    ],
)
def test_f14_no_token_goes_where_a_move_leads(method: str, status: int) -> None:
    with running_github() as github, running_github() as other:
        target = github if method == "POST" else other
        moved = Answer(status, {"message": "Moved"}, {"Location": f"{target.url}{COMMENTS}"})
        github.plan(method, "/", lambda _: moved)
        with pytest.raises(ApiError) as raised:
            connected(github.url).call(method, COMMENTS, {"body": "x"} if method == "POST" else None)
        assert raised.value.failure is Failure.MOVED
        assert other.exchanges == []
        assert len(github.exchanges) == 1
