"""What the action does with an event: where it may pass without a measurement, and where it may not."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.repository import ROOT

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
    environ = {"GITHUB_ACTOR": actor, "GITHUB_EVENT_NAME": event, "INPUT_COMMAND": "gate", "INPUT_CONFIG": config}
    done = run_action(tmp_path, environ)
    assert done.returncode == code, done.stdout + done.stderr
    assert f"\n{outcome}\n" in (tmp_path / "output").read_text()
    assert (tmp_path / "summary").read_text()


def test_a_template_among_the_slos_is_nothing_to_gate_by(tmp_path: Path) -> None:
    done = with_a_template(tmp_path, "gate")
    assert done.returncode == 2, done.stdout + done.stderr
    assert "the file is a template, so its promises are not known" in done.stdout


def test_a_template_is_skipped_with_a_note_where_files_are_validated(tmp_path: Path) -> None:
    done = with_a_template(tmp_path, "validate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped examples/web-shop/slo/checkout-latency.yaml: a template" in done.stdout


def with_a_template(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    write_workspace(folder, {})
    slo = folder / "examples/web-shop/slo/checkout-latency.yaml"
    slo.write_text(slo.read_text().replace("service: checkout", "service: '{{ .Values.service }}'"))
    return run_action(folder, {"INPUT_COMMAND": command})


def write_workspace(folder: Path, payload: object) -> None:
    shutil.copytree(ROOT / "examples", folder / "examples")
    (folder / "secret.yaml").write_text(SECRET_MISSING)
    (folder / "event.json").write_text(json.dumps(payload))


def run_action(folder: Path, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
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
    command = [sys.executable, "-m", "slo_gate.action"]
    return subprocess.run(command, cwd=folder, env={**base, **environ}, capture_output=True, text=True, check=False)


class TestSarifFile:
    @pytest.mark.parametrize("command", ["validate", "gate"])
    def test_it_holds_the_findings_and_their_rules(self, tmp_path: Path, command: str) -> None:
        write_workspace(tmp_path, {})
        wrong = tmp_path / "examples/web-shop/slo/checkout-latency.yaml"
        wrong.write_text(wrong.read_text().replace("description:", "descripton:"))
        done = run_action(tmp_path, {"INPUT_COMMAND": command, "INPUT_SARIF-FILE": "slo-gate.sarif"})
        assert done.returncode == 2, done.stdout + done.stderr
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
        assert done.returncode == code, done.stdout + done.stderr
        assert not (tmp_path / "slo-gate.sarif").exists()
        assert "slo-gate.sarif was not written: no SLO file was looked at" in done.stdout

    def test_none_is_written_outside_of_the_workspace(self, tmp_path: Path) -> None:
        workspace = tmp_path / "workspace"
        workspace.mkdir()
        write_workspace(workspace, {})
        done = run_action(workspace, {"INPUT_COMMAND": "validate", "INPUT_SARIF-FILE": "../slo-gate.sarif"})
        assert done.returncode == 0, done.stdout + done.stderr
        assert not (tmp_path / "slo-gate.sarif").exists()
        assert "it leads out of the workspace" in done.stdout
