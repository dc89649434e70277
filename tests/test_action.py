"""What the action does with an event: where it may pass without a measurement, and where it may not."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.program import Finished, acted, called, run
from tests.support.repository import ROOT
from tests.support.runner import outputs

SECRET_MISSING = """
version: 1
slos: ["examples/web-shop/slo/*.yaml"]
sources: {web-shop: {type: prometheus, url: "https://127.0.0.1:9", auth: {bearer: {env: PROM_TOKEN}}}}
"""
FORK = {"number": 7, "head": {"repo": {"full_name": "eve/shop"}}}
OWN = {"number": 7, "head": {"repo": {"full_name": "acme/shop"}}}
COMMENTED = {"issue": {"number": 7, "pull_request": {"url": "x"}}}
DEPENDABOT = "dependabot[bot]"


@pytest.mark.parametrize(
    ("event", "payload", "actor", "config", "expected"),
    [
        pytest.param("push", {}, "ana", "examples/.slo-gate.yaml", (1, "fail"), id="a push is gated"),
        pytest.param(
            "pull_request",
            {"pull_request": FORK},
            "eve",
            "examples/.slo-gate.yaml",
            (0, "skipped"),
            id="a fork is skipped",
        ),
        pytest.param(
            "issue_comment",
            COMMENTED,
            "eve",
            "examples/.slo-gate.yaml",
            (2, "invalid"),
            id="a comment deploys nothing unmeasured",
        ),
        pytest.param("push", {}, "ana", "secret.yaml", (2, "invalid"), id="a push without its secret is invalid"),
        pytest.param("push", {}, DEPENDABOT, "secret.yaml", (2, "invalid"), id="so is a push by Dependabot"),
        pytest.param(
            "pull_request",
            {"pull_request": OWN},
            DEPENDABOT,
            "secret.yaml",
            (0, "skipped"),
            id="its pull request is skipped",
        ),
    ],
)
def test_event(tmp_path: Path, event: str, payload: object, actor: str, config: str, expected: tuple[int, str]) -> None:
    code, outcome = expected
    write_workspace(tmp_path, payload)
    if isinstance(payload, dict) and "pull_request" in payload:
        base = {"sha": committed(tmp_path), "ref": "main"}
        (tmp_path / "event.json").write_text(json.dumps({"pull_request": payload["pull_request"] | {"base": base}}))
    environ = {"GITHUB_ACTOR": actor, "GITHUB_EVENT_NAME": event, "INPUT_COMMAND": "gate", "INPUT_CONFIG": config}
    done = run_action(tmp_path, environ)
    assert done.code == code, done.out + done.err
    assert f"\n{outcome}\n" in (tmp_path / "output").read_text()
    assert (tmp_path / "summary").read_text()


def test_a_template_among_the_slos_is_nothing_to_gate_by(tmp_path: Path) -> None:
    done = with_a_template(tmp_path, "gate")
    assert done.code == 2, done.out + done.err
    assert "the file is a template, so its promises are not known" in done.out


def test_a_template_is_skipped_with_a_note_where_files_are_validated(tmp_path: Path) -> None:
    done = with_a_template(tmp_path, "validate")
    assert done.code == 0, done.out + done.err
    assert "skipped examples/web-shop/slo/checkout-latency.yaml: a template" in done.out


def with_a_template(folder: Path, command: str) -> Finished:
    write_workspace(folder, {})
    slo = folder / "examples/web-shop/slo/checkout-latency.yaml"
    slo.write_text(slo.read_text().replace("service: checkout", "service: '{{ .Values.service }}'"))
    return run_action(folder, {"INPUT_COMMAND": command})


def committed(folder: Path) -> str:
    """The commit of all that is in a folder, which is then a repository."""
    git = ["git", "-c", "user.name=Ana", "-c", "user.email=ana@example.com"]
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "State"]):
        subprocess.run([*git, *command], cwd=folder, check=True)
    return subprocess.run(
        [*git, "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def write_workspace(folder: Path, payload: object) -> None:
    shutil.copytree(ROOT / "examples", folder / "examples")
    (folder / "secret.yaml").write_text(SECRET_MISSING)
    (folder / "event.json").write_text(json.dumps(payload))


def environment(folder: Path, environ: Mapping[str, str]) -> dict[str, str]:
    base = {
        "PATH": os.environ["PATH"],
        "GITHUB_ACTOR": "ana",
        "GITHUB_EVENT_NAME": "push",
        "GITHUB_EVENT_PATH": str(folder / "event.json"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_SHA": "a" * 40,
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "INPUT_COMMENT": "never",
        "INPUT_CONFIG": "examples/.slo-gate.yaml",
    }
    return {**base, **environ}


def run_action(folder: Path, environ: Mapping[str, str]) -> Finished:
    return acted(folder, environment(folder, environ))


def test_a_process_of_its_own_answers_as_the_other_tests_are_answered(tmp_path: Path) -> None:
    answers = []
    for answer in (acted, started):
        folder = tmp_path / answer.__name__
        write_workspace(folder, {})
        done = answer(folder, environment(folder, {"INPUT_COMMAND": "gate"}))
        answers.append((without_tokens(done), outputs((folder / "output").read_text())))
    assert answers[0] == answers[1]
    assert answers[0][0].code == 1


def started(folder: Path, environ: Mapping[str, str]) -> Finished:
    return run("-m", "slo_gate.action", cwd=folder, program=Path(sys.executable), env=environ)


def test_a_log_that_cannot_be_written_changes_no_verdict(tmp_path: Path) -> None:
    write_workspace(tmp_path, {})
    environ = environment(tmp_path, {"INPUT_COMMAND": "gate"})
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "slo_gate.action"]
        done = subprocess.run(command, cwd=tmp_path, env=environ, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, outputs((tmp_path / "output").read_text())["outcome"]) == (1, "fail")
    assert done.stderr == b"slo-gate: standard output was not written: No space left on device\n"


def without_tokens(done: Finished) -> Finished:
    """What ends the part of a log without commands is another word in each run."""
    return replace(done, out=re.sub("(?<=::)[0-9a-f]{32}", "token", done.out))


class TestSarifFile:
    @pytest.mark.parametrize("command", ["validate", "gate"])
    def test_it_holds_the_findings_and_their_rules(self, tmp_path: Path, command: str) -> None:
        write_workspace(tmp_path, {})
        wrong = tmp_path / "examples/web-shop/slo/checkout-latency.yaml"
        wrong.write_text(wrong.read_text().replace("description:", "descripton:"))
        done = run_action(tmp_path, {"INPUT_COMMAND": command, "INPUT_SARIF-FILE": "slo-gate.sarif"})
        assert done.code == 2, done.out + done.err
        (run,) = json.loads((tmp_path / "slo-gate.sarif").read_text())["runs"]
        (result,) = run["results"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert place == "examples/web-shop/slo/checkout-latency.yaml"
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "SLO101"

    def test_it_is_empty_where_nothing_is_wrong(self, tmp_path: Path) -> None:
        write_workspace(tmp_path, {})
        run_action(tmp_path, {"INPUT_COMMAND": "validate", "INPUT_SARIF-FILE": "slo-gate.sarif"})
        (run,) = json.loads((tmp_path / "slo-gate.sarif").read_text())["runs"]
        assert run["results"] == []

    @pytest.mark.parametrize(
        ("inputs", "code"),
        [
            pytest.param({"INPUT_COMMAND": "gate", "INPUT_CHANGE": "rollback"}, 0, id="a repair passes unseen"),
            pytest.param({"INPUT_COMMAND": "validate", "INPUT_FILES": "nowhere"}, 2, id="the run stopped"),
        ],
    )
    def test_none_is_written_where_no_file_was_looked_at(
        self, tmp_path: Path, inputs: dict[str, str], code: int
    ) -> None:
        """An empty one would close every alert."""
        write_workspace(tmp_path, {})
        done = run_action(tmp_path, inputs | {"INPUT_SARIF-FILE": "slo-gate.sarif"})
        assert done.code == code, done.out + done.err
        assert not (tmp_path / "slo-gate.sarif").exists()
        assert "slo-gate.sarif was not written: no SLO file was looked at" in done.out

    def test_none_is_written_outside_of_the_workspace(self, tmp_path: Path) -> None:
        workspace = tmp_path / "workspace"
        workspace.mkdir()
        write_workspace(workspace, {})
        done = run_action(workspace, {"INPUT_COMMAND": "validate", "INPUT_SARIF-FILE": "../slo-gate.sarif"})
        assert done.code == 0, done.out + done.err
        assert not (tmp_path / "slo-gate.sarif").exists()
        assert "it leads out of the workspace" in done.out


class TestRecordFile:
    def test_it_holds_what_the_sources_answered(self, tmp_path: Path) -> None:
        write_workspace(tmp_path, {})
        done = run_action(tmp_path, {"INPUT_COMMAND": "gate", "INPUT_RECORD-FILE": "recording.json"})
        assert done.code == 1, done.out + done.err
        replay = called("gate", "--config", "examples/.slo-gate.yaml", "--replay", "recording.json", cwd=tmp_path)
        assert replay.code == 1, replay.out + replay.err

    def test_none_is_written_where_nothing_was_measured_or_outside_of_the_workspace(self, tmp_path: Path) -> None:
        workspace = tmp_path / "workspace"
        workspace.mkdir()
        write_workspace(workspace, {})
        repair = {"INPUT_COMMAND": "gate", "INPUT_CHANGE": "fix", "INPUT_RECORD-FILE": "recording.json"}
        assert "recording.json was not written: nothing was measured" in run_action(workspace, repair).out
        outside = run_action(workspace, {"INPUT_COMMAND": "gate", "INPUT_RECORD-FILE": "../recording.json"})
        assert outside.code == 1
        assert "it leads out of the workspace" in outside.out
        assert list(tmp_path.rglob("recording.json")) == []
