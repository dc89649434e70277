"""The image, run as the runner runs it, against the stand-in for GitHub: each outcome that a workflow can see."""

import json
import shutil

import pytest

from tests.support.docker import PULL_REQUEST, SHA, Action, Result
from tests.support.github_change import propose
from tests.support.github_state import ACTIONS, TOKEN, GitHub
from tests.support.repository import ROOT

pytestmark = pytest.mark.xdist_group("docker")
CONFIG = "examples/.slo-gate.yaml"


@pytest.fixture
def action(step: Action, github: GitHub) -> Action:
    """The step over a workspace that holds the examples, as the base of its pull request does."""
    shutil.copytree(ROOT / "examples", step.workspace / "examples")
    propose(github, step.workspace, head=SHA)
    return step


def on_pull_request(action: Action) -> Result:
    return action.run({"config": CONFIG, "report-file": "report.json"}, "pull_request", PULL_REQUEST)


def test_the_first_run_creates_the_comment_and_the_second_edits_it(action: Action, github: GitHub) -> None:
    first = on_pull_request(action)
    assert first.code == 0, first.log
    assert first.outputs["outcome"] == "fail"
    assert first.outputs["blocked"] == "false", "a pull request is advised, not blocked"
    assert [comment.login for comment in github.comments] == [ACTIONS]
    assert first.outputs["comment-url"]
    before = github.comments[0].body
    assert "checkout-availability" in before
    rules = action.workspace / CONFIG
    rules.write_text(rules.read_text().replace("name: a spent budget stops feature work", "name: spent is spent"))
    propose(github, action.workspace, head=SHA)
    second = on_pull_request(action)
    assert len(github.comments) == 1
    assert "spent is spent" in github.comments[0].body
    assert second.outputs["comment-url"] == first.outputs["comment-url"]
    assert len(github.asked("POST")) == len(github.asked("PATCH")) == 1


def test_outputs_summary_and_report_agree(action: Action) -> None:
    result = action.run({"command": "gate", "config": CONFIG, "report-file": "report.json"})
    assert result.code == 1, result.log
    assert result.outputs["outcome"] == "fail"
    assert result.outputs["blocked"] == "true"
    assert json.loads(result.outputs["exhausted"]) == ["checkout-availability"]
    assert result.outputs["recovers-at"] == "2026-11-26T12:00:00Z"
    report = json.loads((action.workspace / result.outputs["report-file"]).read_text())
    assert (report["outcome"], report["exit_code"]) == ("fail", 1)
    assert "checkout-availability" in result.summary
    assert "::error file=examples/web-shop/slo/checkout-availability.yaml,line=46" in result.log


def test_the_token_is_masked_and_nowhere_else(action: Action) -> None:
    result = on_pull_request(action)
    assert result.log.startswith(f"::add-mask::{TOKEN}\n")
    elsewhere = [result.log.partition("\n")[2], result.summary, (action.workspace / "report.json").read_text()]
    assert not any(TOKEN in text for text in elsewhere)


@pytest.mark.parametrize(
    ("inputs", "code", "outcome"),
    [
        pytest.param({"config": CONFIG, "service": "it-service-desk"}, 0, "warn", id="low budgets warn and exit 0"),
        pytest.param({"config": CONFIG}, 1, "fail", id="a spent budget exits 1"),
        pytest.param({"config": CONFIG, "service": "no-such"}, 2, "invalid", id="an unknown service exits 2"),
        pytest.param({"config": "nowhere.yaml"}, 2, "invalid", id="a missing configuration exits 2"),
        pytest.param({"config": CONFIG, "change": "rollback"}, 0, "overridden", id="a rollback passes"),
        pytest.param({"config": CONFIG, "shadow": "true"}, 0, "fail", id="a shadow run blocks nothing"),
        pytest.param(
            {"config": CONFIG, "on-unknown": "perhaps"}, 2, "invalid", id="an input with another value exits 2"
        ),
    ],
)
def test_exit_status(action: Action, inputs: dict[str, str], code: int, outcome: str) -> None:
    result = action.run({"command": "gate"} | inputs)
    assert (result.code, result.outputs["outcome"]) == (code, outcome), result.log


def test_a_dead_source_is_unknown_and_exits_3(action: Action) -> None:
    config = action.workspace / CONFIG
    text = config.read_text().replace("stale_after: 1h", "stale_after: 1m")
    config.write_text(text)
    result = action.run({"command": "gate", "config": CONFIG, "service": "checkout"})
    assert (result.code, result.outputs["outcome"]) == (3, "unknown"), result.log


@pytest.mark.parametrize(
    "token", [pytest.param(TOKEN, id="a token that may only read"), pytest.param("", id="no token")]
)
def test_a_fork_is_validated_and_not_measured(action: Action, github: GitHub, token: str) -> None:
    github.read_only = True
    head = PULL_REQUEST["pull_request"] | {"head": {"sha": SHA, "ref": "change", "repo": {"full_name": "eve/shop"}}}
    inputs = {"config": CONFIG, "comment": "always", "github-token": token}
    result = action.run(inputs, "pull_request", {"pull_request": head})
    assert (result.code, result.outputs["outcome"]) == (0, "skipped"), result.log
    assert github.comments == []
    assert "no comment was written" in result.log
    assert (action.workspace / result.outputs["comment-file"]).read_text().count("\n### ") == 1
