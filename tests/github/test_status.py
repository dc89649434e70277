"""The commit status that a workflow may ask for."""

from dataclasses import replace

import pytest

from slo_gate.core.verdict import Outcome
from slo_gate.github.status import publish_status
from tests.support.github_api import connected
from tests.support.github_events import HEAD, PUSH
from tests.support.github_state import Answer, GitHub, bad_gateway, error

SUMMARY = "1 of 4 error budgets is spent (1 fail, 3 pass)"


def write(github: GitHub, outcome: Outcome, summary: str = SUMMARY, *, blocked: bool = True) -> str:
    return publish_status(connected(github.url), PUSH, "slo-gate", outcome, summary, blocked=blocked)


@pytest.mark.parametrize(
    ("outcome", "blocked", "state"),
    [
        (Outcome.PASS, False, "success"),
        (Outcome.WARN, False, "success"),
        (Outcome.OVERRIDDEN, False, "success"),
        (Outcome.FAIL, True, "failure"),
        (Outcome.FAIL, False, "success"),
        (Outcome.UNKNOWN, True, "error"),
        (Outcome.INVALID, True, "error"),
    ],
)
def test_state_is_that_of_the_step(server: GitHub, outcome: Outcome, blocked: bool, state: str) -> None:
    assert write(server, outcome, blocked=blocked) == ""
    assert server.project.statuses == [
        {
            "sha": HEAD,
            "state": state,
            "context": "slo-gate",
            "description": SUMMARY,
            "target_url": "https://github.com/acme/shop/actions/runs/812/attempts/1",
        }
    ]


@pytest.mark.parametrize(
    "text", ["x" * 141, "é" * 200, "🔥" * 150, "a\n::error::b" * 20], ids=["ascii", "é", "fire", "command"]
)
def test_a_long_description_is_cut(server: GitHub, text: str) -> None:
    assert write(server, Outcome.FAIL, text) == ""
    described = server.project.statuses[0]["description"]
    assert len(described) == 140
    assert described.endswith("…")
    assert "\n" not in described


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        pytest.param(error(401, "Bad credentials"), "GitHub does not accept the token", id="F2"),
        pytest.param(
            error(404, "Not Found"), "GitHub finds no such commit, or does not show it to this token", id="F3"
        ),
        pytest.param(
            error(403, "You have exceeded a secondary rate limit"), "GitHub allows no more requests for now", id="F6"
        ),
        pytest.param(bad_gateway(), "GitHub is not available", id="F7"),
    ],
)
def test_what_goes_wrong_becomes_a_note(server: GitHub, answer: Answer, why: str) -> None:
    server.plan("POST", "/statuses/", lambda _: answer)
    assert write(server, Outcome.FAIL) == f"no commit status was written: {why}"


def test_f1_a_token_that_may_only_read_is_told_its_permission(server: GitHub) -> None:
    server.read_only = True
    assert write(server, Outcome.PASS, blocked=False).endswith("the job needs the permission `statuses: write`")


def test_nothing_is_sent_without_a_token_or_a_commit(server: GitHub) -> None:
    assert publish_status(None, PUSH, "x", Outcome.PASS, "", blocked=False).endswith("no token was given")
    bare = replace(PUSH, head_sha="")
    assert publish_status(connected(server.url), bare, "x", Outcome.PASS, "", blocked=False).endswith("is not known")
    assert server.exchanges == []
