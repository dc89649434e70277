"""A pull request, from its event to the comment: its base judges it, as GitHub's API has it, and no payload is believed."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.faults import reply, serving
from tests.support.github import running_github
from tests.support.github_change import files_of, propose, push
from tests.support.github_events import HEAD
from tests.support.github_project import MAIN
from tests.support.github_state import ISSUE, TOKEN, GitHub, error
from tests.support.payloads import payload
from tests.support.program import Finished, acted
from tests.support.repository import ROOT
from tests.support.runner import outputs

LATENCY = "examples/web-shop/slo/checkout-latency.yaml"
RATINGS = "examples/service-desk/slo/good-ratings.yaml"
CONFIG = "examples/.slo-gate.yaml"
OWN, FORK = "acme/shop", "eve/shop"


@pytest.fixture
def github() -> Iterator[GitHub]:
    with running_github() as github:
        yield github
        assert github.violations == []


class Change:
    """A pull request on the examples. What is edited after it was made is what it changes."""

    def __init__(self, folder: Path, github: GitHub, repository: str = OWN) -> None:
        self.folder = folder
        self.github = github
        self.repository = repository
        shutil.copytree(ROOT / "examples", folder / "examples")
        propose(github, folder, repository)

    def edit(self, name: str, before: str, after: str) -> None:
        path = self.folder / name
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after))
        push(self.github, self.folder, name)

    def act(self, event: str = "pull_request", **changed: str) -> Finished:
        push(self.github, self.folder, *(one.name for one in self.github.project.pulls[ISSUE].files))
        head = {"sha": HEAD, "ref": "faster", "repo": {"full_name": self.repository}}
        told = payload("pull_request", pull_request={"number": ISSUE, "head": head}, repository={"full_name": OWN})
        (self.folder / "event.json").write_text(json.dumps(told))
        environ = {
            "PATH": "/usr/bin:/bin",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTOR": "ana",
            "GITHUB_API_URL": self.github.url,
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_REPOSITORY": OWN,
            "GITHUB_RUN_ID": "812",
            "GITHUB_SHA": "f" * 40,
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "INPUT_CONFIG": CONFIG,
            "INPUT_SERVICE": "checkout\nit-service-desk",
            "INPUT_GITHUB-TOKEN": TOKEN,
            "INPUT_REPORT-FILE": "report.json",
        }
        return acted(self.folder, environ | changed)

    @property
    def report(self) -> Any:
        return json.loads((self.folder / "report.json").read_text())

    @property
    def outputs(self) -> dict[str, str]:
        return outputs((self.folder / "output").read_text())


@pytest.fixture
def change(tmp_path: Path, github: GitHub) -> Change:
    return Change(tmp_path / "workspace", github)


def rules(change: Change) -> list[str]:
    return [finding["rule"] for finding in change.report["findings"]]


def test_a_change_of_no_promise_is_told_of_the_budgets_and_blocked_by_none(change: Change, github: GitHub) -> None:
    change.edit(LATENCY, "description: 95 %", "description: Ninety-five")
    done = change.act()
    assert done.code == 0, done.out
    assert (change.report["outcome"], change.report["changes"]) == ("fail", [])
    assert change.report["policy"] == {"file": CONFIG, "ref": "main", "sha": MAIN}
    assert len(github.comments) == 1


def test_a_lower_target_fails_the_run_and_is_shown_at_its_line_with_what_it_does(
    change: Change, github: GitHub
) -> None:
    change.edit(LATENCY, "target: 0.95", "target: 0.9")
    done = change.act()
    assert done.code == 1, done.out
    assert rules(change) == ["SLO802"]
    (told,) = change.report["changes"]
    assert (told["weakens"], told["before"]["remaining"] < told["after"]["remaining"]) == (True, True)
    assert f"file={LATENCY},line=" in done.out
    (comment,) = github.comments
    assert "twice the budget" in comment.body
    assert "60.5" in comment.body


def test_files_that_are_checked_out_alike_are_not_fetched(change: Change, github: GitHub) -> None:
    change.edit(LATENCY, "target: 0.95", "target: 0.9")
    change.act()
    fetched = [target for target in github.asked("GET") if "/git/blobs/" in target]
    assert len(fetched) == 1


def test_what_came_to_the_base_since_is_none_of_the_changes(change: Change, github: GitHub) -> None:
    """The base has raised a target after the branch left it: the branch does not lower it."""
    left = "2" * 40
    github.project.keep(left, files_of(change.folder))
    github.project.branch_points[MAIN] = left
    newest = files_of(change.folder)
    newest[LATENCY] = newest[LATENCY]._replace(data=newest[LATENCY].data.replace(b"target: 0.95", b"target: 0.99"))
    github.project.keep(MAIN, newest)
    assert change.act().code == 0
    assert change.report["changes"] == []


def test_the_configuration_of_the_change_sends_no_query_elsewhere(change: Change, github: GitHub) -> None:
    with serving(reply(200)) as canary:
        source = f"type: prometheus\n    url: {canary.url}\n    auth: {{bearer: {{env: PATH}}}}\n  old:\n    type: sql\n    url: duckdb://"
        change.edit(CONFIG, "type: sql\n    url: duckdb://\n    stale_after", f"{source}\n    stale_after")
        done = change.act()
    assert (done.code, canary.requests) == (1, [])
    assert "SLO807" in rules(change)
    assert change.report["policy"]["sha"] == MAIN


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target"])
def test_a_weakened_promise_of_a_fork_is_told_and_fails(tmp_path: Path, github: GitHub, event: str) -> None:
    change = Change(tmp_path / "workspace", github, FORK)
    change.edit(LATENCY, "target: 0.95", "target: 0.9")
    done = change.act(event)
    assert done.code == 1, done.out
    assert rules(change) == ["SLO802"]


def test_a_fork_that_changes_no_promise_is_skipped_with_the_reason(tmp_path: Path, github: GitHub) -> None:
    change = Change(tmp_path / "workspace", github, FORK)
    done = change.act()
    assert (done.code, change.outputs["outcome"], change.report["objectives"]) == (0, "skipped", [])
    assert "queries of a change that may come from a fork are not run" in done.out


class TestAPullRequestTarget:
    """The workspace is the base's; the files of the head are read as data, and its queries are not run."""

    @pytest.fixture
    def change(self, tmp_path: Path, github: GitHub) -> Change:
        return Change(tmp_path / "workspace", github, FORK)

    def test_asks_no_query_of_the_head(self, change: Change) -> None:
        change.edit(LATENCY, "SUM(requests - slow) AS good", "SUM(requests) AS good")
        done = change.act("pull_request_target")
        assert done.code == 1, done.out
        told = next(one for one in change.report["changes"] if one["slo"] == "checkout-latency")
        assert told["after"]["no_data"] == "not-asked"
        latency = next(one for one in change.report["objectives"] if one["slo"] == "checkout-latency")
        assert (latency["at_base"], latency["verdict"]) == (True, "pass")

    def test_reads_no_file_of_the_head_from_the_workspace(self, change: Change) -> None:
        change.edit(LATENCY, "target: 0.95", "target: 0.9")
        done = change.act("pull_request_target")
        shutil.rmtree(change.folder / "examples/web-shop/slo")
        assert rules(change) == ["SLO802"], done.out

    def test_without_a_token_is_refused(self, change: Change) -> None:
        done = change.act("pull_request_target", **{"INPUT_GITHUB-TOKEN": ""})
        assert done.code == 2
        assert "without a token the action cannot read the files of this pull request" in done.out


NOW = datetime.now(UTC).replace(microsecond=0)
OVERRIDES = "overrides: {label: let-it-through, allowed: [maintain]}\n"


class TestAnOverride:
    @pytest.fixture
    def change(self, tmp_path: Path, github: GitHub) -> Change:
        change = Change(tmp_path / "workspace", github)
        config = change.folder / CONFIG
        config.write_text(config.read_text() + OVERRIDES)
        propose(github, change.folder)
        github.project.roles |= {"li": "maintain", "eve": "triage"}
        return change

    @pytest.mark.parametrize(
        ("who", "expected"),
        [
            pytest.param("li", (0, "overridden", "li"), id="of who may lets the change through"),
            pytest.param("eve", (1, "fail", ""), id="of who may not is told and lets nothing through"),
        ],
    )
    def test_label(self, change: Change, github: GitHub, who: str, expected: tuple[int, str, str]) -> None:
        github.project.label(ISSUE, "let-it-through", who, at=NOW)
        github.add("slo-gate override: the fix of OPS-7 must go out", who)
        done = change.act(INPUT_COMMAND="gate")
        assert (done.code, change.outputs["outcome"], change.outputs["override-by"]) == expected, done.out
        assert who in done.out

    def test_a_change_that_adds_overrides_cannot_use_them(self, tmp_path: Path, github: GitHub) -> None:
        change = Change(tmp_path / "other", github)
        github.project.roles["li"] = "maintain"
        change.edit(CONFIG, "rules:", f"{OVERRIDES}rules:")
        github.project.label(ISSUE, "let-it-through", "li", at=NOW)
        github.add("slo-gate override: because", "li")
        assert change.act(INPUT_COMMAND="gate").code == 1

    def test_what_it_weakens_stays_to_be_seen(self, change: Change, github: GitHub) -> None:
        change.edit(LATENCY, "target: 0.95", "target: 0.9")
        github.project.label(ISSUE, "let-it-through", "li", at=NOW)
        github.add("slo-gate override: agreed with the customer", "li")
        done = change.act(INPUT_COMMAND="gate")
        assert (done.code, change.report["outcome"]) == (0, "overridden"), done.out
        assert [one["weakens"] for one in change.report["changes"]] == [True]
        assert "agreed with the customer" in github.comments[-1].body


def test_only_the_services_that_the_changed_files_concern_are_judged(tmp_path: Path, github: GitHub) -> None:
    change = Change(tmp_path / "workspace", github)
    config = change.folder / CONFIG
    scope = (
        "scope:\n  - {paths: 'services/desk/**', services: [it-service-desk]}\n  - {paths: 'docs/**', services: []}\n"
    )
    config.write_text(config.read_text() + scope)
    propose(github, change.folder)
    push(github, change.folder, "services/desk/app.py", "docs/page.md")
    done = change.act()
    assert {one["service"] for one in change.report["objectives"]} == {"it-service-desk"}, done.out
    assert "2 changed files concern it-service-desk" in done.out


def test_a_commit_that_github_does_not_know_is_compared_with_the_base_as_it_is(change: Change, github: GitHub) -> None:
    """Some step has made it; the payload's own commit is not known either, as after a force push."""
    github.plan("GET", "/compare/", lambda _: error(404, "Not Found"), times=2)
    change.edit(LATENCY, "target: 0.95", "target: 0.9")
    done = change.act()
    assert (done.code, rules(change)) == (1, ["SLO802"])
    assert "GitHub does not know the commit that is looked at" in done.out


class TestWithoutItsBase:
    def test_a_pull_request_is_unknown_and_blocked_by_nothing(self, change: Change, github: GitHub) -> None:
        github.project.branches.clear()
        done = change.act()
        assert (done.code, change.outputs["outcome"]) == (0, "unknown"), done.out
        assert "the base of the change cannot be read" in done.out

    def test_a_gate_is_unknown_and_blocks(self, change: Change, github: GitHub) -> None:
        github.project.branches.clear()
        assert change.act(INPUT_COMMAND="gate").code == 3


def test_a_base_that_is_named_judges(change: Change, github: GitHub) -> None:
    github.project.branches["release"] = "3" * 40
    older = files_of(change.folder)
    older[RATINGS] = older[RATINGS]._replace(data=older[RATINGS].data.replace(b"target: 0.9", b"target: 0.8"))
    github.project.keep("3" * 40, older)
    change.act(INPUT_BASE="release")
    assert change.report["policy"]["ref"] == "release"
    assert [one["slo"] for one in change.report["changes"]] == ["good-ratings"]
