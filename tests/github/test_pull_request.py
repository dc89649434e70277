"""Which pull request a run is about, as GitHub has it now."""

from dataclasses import replace

import pytest

from slo_gate.github.errors import ApiError, Failure
from slo_gate.github.event import Event
from slo_gate.github.pull_request import find
from tests.support.github import running_github
from tests.support.github_api import connected
from tests.support.github_events import AFTER_A_FORK, HEAD, OTHER, PULL_REQUEST, PUSH, QUEUE
from tests.support.github_project import Pull
from tests.support.github_state import Answer, GitHub, bad_gateway, error, forbidden

OURS = Pull(7, HEAD)
EVES = Pull(8, HEAD, head_ref="patch-1", author="eve", repository="eve/shop")


@pytest.mark.parametrize(
    ("event", "pulls", "number"),
    [
        pytest.param(PULL_REQUEST, [OURS, EVES], 7, id="the payload names it"),
        pytest.param(QUEUE, [OURS, EVES], 7, id="the merge queue's branch names it"),
        pytest.param(AFTER_A_FORK, [OURS, EVES], 8, id="a run after a fork's has its branch"),
        pytest.param(AFTER_A_FORK, [replace(EVES, head_sha=OTHER)], None, id="a fork that has pushed more since"),
        pytest.param(AFTER_A_FORK, [replace(EVES, state="closed")], None, id="a fork's that is closed"),
        pytest.param(AFTER_A_FORK, [OURS], None, id="a fork without one"),
        pytest.param(
            AFTER_A_FORK,
            [EVES, replace(EVES, number=9, base_ref="next")],
            None,
            id="one branch of a fork in two: neither is taken",
        ),
        pytest.param(PUSH, [OURS], 7, id="a commit that was pushed is the head of one"),
        pytest.param(PUSH, [replace(OURS, state="closed", merged=True)], 7, id="a commit whose pull request is merged"),
        pytest.param(PUSH, [replace(OURS, state="closed")], None, id="a commit whose pull request was given up"),
        pytest.param(
            PUSH, [replace(OURS, base_repository="eve/shop")], None, id="a pull request into another repository"
        ),
        pytest.param(
            PUSH, [OURS, replace(OURS, number=9, state="closed", merged=True)], 7, id="the open one goes first"
        ),
        pytest.param(PUSH, [], None, id="a commit without one"),
    ],
)
def test_pull_request(server: GitHub, event: Event, pulls: list[Pull], number: int | None) -> None:
    for pull in pulls:
        server.project.add_pull(replace(pull))
    found = find(connected(server.url), event)
    assert (found.number if found else None) == number


def test_it_is_told_as_it_is_now(server: GitHub) -> None:
    """A payload of an earlier run knows neither the label nor the newer head."""
    server.project.add_pull(Pull(7, OTHER, labels=["slo-gate:override"], base_ref="next"))
    found = find(connected(server.url), PULL_REQUEST)
    assert found
    assert (found.head_sha, found.base_ref, found.labels) == (OTHER, "next", frozenset({"slo-gate:override"}))
    assert (found.head_repository, found.author, found.open) == ("acme/shop", "ana", True)


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        pytest.param(error(404, "Not Found"), Failure.NOT_FOUND, id="F3 it is not there, or not shown"),
        pytest.param(error(401, "Bad credentials"), Failure.CREDENTIALS, id="F2 a bad token"),
        pytest.param(forbidden(), Failure.FORBIDDEN, id="F1 a token without permission"),
        pytest.param(bad_gateway(), Failure.OUTAGE, id="F7 an outage"),
        pytest.param(Answer(200, {"number": "7"}), Failure.STRANGE, id="a number in quotes"),
        pytest.param(Answer(200, {"number": 7, "head": {"sha": "main"}}), Failure.STRANGE, id="a branch for a commit"),
        pytest.param(Answer(200, []), Failure.STRANGE, id="a list"),
    ],
)
def test_what_github_does_not_tell_is_an_error_where_the_event_names_one(answer: Answer, failure: Failure) -> None:
    with running_github() as github:
        github.plan("GET", "/pulls/7", lambda _: answer, times=9)
        with pytest.raises(ApiError) as raised:
            find(connected(github.url), PULL_REQUEST)
        assert raised.value.failure is failure


def test_deleted_accounts_and_repositories_are_empty() -> None:
    """GitHub answers with null there, which its description does not say."""
    side = {"ref": "x", "sha": HEAD, "repo": None}
    pull: dict[str, object] = {"number": 7, "user": None, "head": side, "base": side, "labels": [], "state": "closed"}
    with running_github() as github:
        github.plan("GET", "/pulls/7", lambda _: Answer(200, pull))
        found = find(connected(github.url), PULL_REQUEST)
    assert found
    assert (found.head_repository, found.author, found.open, found.changed_files) == ("", "", False, None)


def test_a_commit_that_github_does_not_have_has_no_pull_request(server: GitHub) -> None:
    server.plan("GET", "/commits/", lambda _: error(422, "No commit found for SHA"))
    assert find(connected(server.url), PUSH) is None
