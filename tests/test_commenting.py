"""A report that a run for a fork left, posted by a run that may write."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from slo_gate.core.language import Language
from slo_gate.outputs import json_v1
from slo_gate.outputs.style import Style
from tests.outputs.reports import GATE_REPORTS, spoken
from tests.support.github import running_github
from tests.support.github_events import HEAD, OTHER
from tests.support.github_project import Pull
from tests.support.github_state import TOKEN, GitHub
from tests.support.payloads import payload
from tests.support.program import Finished, acted, called
from tests.support.runner import outputs

REPORT = json_v1.render(GATE_REPORTS["fail"], Style())
EVES = Pull(8, HEAD, head_ref="patch-1", author="eve", repository="eve/shop")


@pytest.fixture
def github() -> Iterator[GitHub]:
    with running_github() as github:
        github.project.add_pull(Pull(**vars(EVES)))
        yield github
    assert github.violations == []


def after_a_fork(**changed: Any) -> dict[str, Any]:
    run = {
        "head_repository": {"full_name": "eve/shop", "owner": {"login": "eve"}},
        "head_branch": "patch-1",
        "head_sha": HEAD,
        "pull_requests": [],
    }
    return payload("workflow_run", workflow_run=run | changed, repository={"full_name": "acme/shop"})


def environ(folder: Path, github: GitHub, told: object, **inputs: str) -> dict[str, str]:
    (folder / "event.json").write_text(json.dumps(told))
    return {
        "PATH": os.environ["PATH"],
        "GITHUB_API_URL": github.url,
        "GITHUB_EVENT_NAME": "workflow_run",
        "GITHUB_EVENT_PATH": str(folder / "event.json"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_RUN_ID": "813",
        "GITHUB_SHA": OTHER,
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        **inputs,
    }


def act(folder: Path, github: GitHub, told: object, report: str = REPORT, **inputs: str) -> Finished:
    (folder / "slo-gate.json").write_text(report)
    said = {"INPUT_COMMAND": "comment", "INPUT_REPORT-FILE": "slo-gate.json", "INPUT_GITHUB-TOKEN": TOKEN} | inputs
    return acted(folder, environ(folder, github, told, **said))


def test_the_comment_is_written_on_the_pull_request_of_the_commit(tmp_path: Path, github: GitHub) -> None:
    done = act(tmp_path, github, after_a_fork())
    assert done.code == 0, done.out + done.err
    (comment,) = github.comments
    assert comment.issue == 8
    assert "checkout-availability" in comment.body
    assert f"/blob/{HEAD}/slo/checkout.yaml" in comment.body
    told = outputs((tmp_path / "output").read_text())
    assert (told["outcome"], told["blocked"]) == ("fail", "false")
    assert told["comment-url"].endswith(f"#issuecomment-{comment.id}")


@pytest.mark.parametrize(
    ("told", "inputs", "words"),
    [
        pytest.param(Language.ENGLISH, {}, "What you can do", id="that of the report"),
        pytest.param(Language.INDONESIAN, {}, "Yang dapat Anda lakukan", id="that of a report in Indonesian"),
        pytest.param(
            Language.ENGLISH, {"INPUT_LANG": "id"}, "Yang dapat Anda lakukan", id="the one that the step asks for"
        ),
    ],
)
def test_the_comment_is_in_the_language(
    tmp_path: Path, github: GitHub, told: Language, inputs: dict[str, str], words: str
) -> None:
    report = json_v1.render(spoken(GATE_REPORTS["fail"], told), Style())
    assert act(tmp_path, github, after_a_fork(), report, **inputs).code == 0
    assert words in github.comments[0].body


def test_a_second_report_edits_it(tmp_path: Path, github: GitHub) -> None:
    for name in ("fail", "pass"):
        assert act(tmp_path, github, after_a_fork(), json_v1.render(GATE_REPORTS[name], Style())).code == 0
    (comment,) = github.comments
    assert "within policy" in comment.body


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"head_sha": OTHER}, id="G4 a report of another commit than the head"),
        pytest.param({"head_branch": "patch-2"}, id="a branch without a pull request"),
    ],
)
def test_nothing_is_written_where_no_pull_request_has_the_commit(
    tmp_path: Path, github: GitHub, changed: dict[str, str]
) -> None:
    done = act(tmp_path, github, after_a_fork(**changed))
    assert done.code == 0, done.out + done.err
    assert "there is no open pull request with the commit of the report" in done.out
    assert github.comments == []


@pytest.mark.parametrize(
    ("report", "why"),
    [
        pytest.param("{", "the report cannot be used: it is not JSON", id="no JSON"),
        pytest.param(
            REPORT.replace('"fail"', '"fine"'), "`outcome` is not what slo-gate writes there", id="another outcome"
        ),
        pytest.param(" " * (1024 * 1024 + 1), "it has more than", id="too large"),
    ],
)
def test_a_report_that_is_none_is_invalid(tmp_path: Path, github: GitHub, report: str, why: str) -> None:
    done = act(tmp_path, github, after_a_fork(), report)
    assert done.code == 2
    assert why in done.out
    assert github.exchanges == []
    assert outputs((tmp_path / "output").read_text())["outcome"] == "invalid"


def test_a_report_outside_of_the_workspace_is_not_read(tmp_path: Path, github: GitHub) -> None:
    (tmp_path / "link.json").symlink_to("/etc/passwd")
    done = act(tmp_path, github, after_a_fork(), **{"INPUT_REPORT-FILE": "link.json"})
    assert done.code == 2
    assert "root:" not in done.out
    assert github.exchanges == []


def test_f1_a_token_that_may_not_write_fails_the_step_whose_only_task_it_is(tmp_path: Path, github: GitHub) -> None:
    github.read_only = True
    done = act(tmp_path, github, after_a_fork())
    assert done.code == 3
    assert "the job needs the permission `pull-requests: write`" in done.out


def test_the_step_needs_a_report(tmp_path: Path, github: GitHub) -> None:
    done = act(tmp_path, github, after_a_fork(), **{"INPUT_REPORT-FILE": ""})
    assert (done.code, "`command: comment` has no report" in done.out) == (2, True)


def test_the_command_line_does_the_same(tmp_path: Path, github: GitHub) -> None:
    (tmp_path / "r.json").write_text(REPORT)
    variables = environ(tmp_path, github, after_a_fork(), GITHUB_TOKEN=TOKEN)
    done = called("comment", "--report", "r.json", cwd=tmp_path, env=variables)
    assert done.code == 0, done.err
    assert done.out == f"https://github.com/acme/shop/pull/8#issuecomment-{github.comments[0].id}\n"
    again = called("comment", "--report", "r.json", "--lang", "id", cwd=tmp_path, env=variables)
    assert again.code == 0, again.err
    assert "Yang dapat Anda lakukan" in github.comments[0].body
    bare = called("comment", "--report", "r.json", cwd=tmp_path, env=variables | {"GITHUB_TOKEN": ""})
    assert (bare.code, bare.err) == (3, "slo-gate: no comment was written: no token was given\n")
    missing = called("comment", "--report", "none.json", cwd=tmp_path, env=variables)
    assert missing.code == 2


class TestCommitStatus:
    def test_a_gate_writes_it_where_it_is_asked_for(self, tmp_path: Path, github: GitHub) -> None:
        variables = environ(tmp_path, github, {}, GITHUB_EVENT_NAME="push", GITHUB_SHA=HEAD)
        inputs = {"INPUT_COMMAND": "gate", "INPUT_GITHUB-TOKEN": TOKEN, "INPUT_COMMIT-STATUS": "budgets"}
        done = acted(tmp_path, variables | inputs)
        (status,) = github.project.statuses
        assert done.code == 2, done.out
        assert (status["sha"], status["state"], status["context"]) == (HEAD, "error", "budgets")

    def test_one_that_cannot_be_written_changes_nothing(self, tmp_path: Path, github: GitHub) -> None:
        github.read_only = True
        variables = environ(tmp_path, github, {}, GITHUB_EVENT_NAME="push", GITHUB_SHA=HEAD)
        inputs = {
            "INPUT_COMMAND": "gate",
            "INPUT_CHANGE": "fix",
            "INPUT_GITHUB-TOKEN": TOKEN,
            "INPUT_COMMIT-STATUS": "x",
        }
        done = acted(tmp_path, variables | inputs)
        assert done.code == 0, done.out
        assert "no commit status was written" in done.out
