"""The image, run as the runner runs it, against the stand-in for GitHub: each outcome that a workflow can see."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.docker import SHA, Action, Result, built_image
from tests.support.github import running_github
from tests.support.github_state import ACTIONS, ISSUE, TOKEN, GitHub
from tests.support.repository import ROOT

pytestmark = pytest.mark.xdist_group("docker")
CONFIG = "examples/.slo-gate.yaml"
PULL_REQUEST = {
    "pull_request": {
        "number": ISSUE,
        "head": {"sha": SHA, "ref": "change", "repo": {"full_name": "acme/shop"}},
        "base": {"sha": "6" * 40, "ref": "main"},
    }
}


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    with built_image() as name:
        yield name


@pytest.fixture
def github() -> Iterator[GitHub]:
    with running_github() as github:
        yield github
        assert github.violations == []


@pytest.fixture
def action(image: str, tmp_path: Path, github: GitHub) -> Action:
    shutil.copytree(ROOT / "examples", tmp_path / "workspace" / "examples")
    return Action(image, tmp_path, github.url)


def on_pull_request(action: Action) -> Result:
    inputs = {
        "command": "auto",
        "config": CONFIG,
        "comment": "auto",
        "github-token": TOKEN,
        "report-file": "report.json",
    }
    return action.run(inputs, "pull_request", PULL_REQUEST)


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


def test_a_fork_is_validated_and_not_measured(action: Action, github: GitHub) -> None:
    head = PULL_REQUEST["pull_request"] | {"head": {"sha": SHA, "ref": "change", "repo": {"full_name": "eve/shop"}}}
    result = action.run({"config": CONFIG, "comment": "always"}, "pull_request", {"pull_request": head})
    assert (result.code, result.outputs["outcome"]) == (0, "skipped"), result.log
    assert github.exchanges == []
    assert result.outputs["comment-file"]
