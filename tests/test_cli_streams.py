"""Whoever reads, or does not read, what is printed: the verdict is the same, and files are written."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.program import SCRIPT
from tests.support.repository import ROOT

FULL = "standard output was not written: No space left on device"


def shell(text: str) -> subprocess.CompletedProcess[str]:
    """In a shell of its own; nothing is written before it is flushed, whatever the tests' own environment says."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(["bash", "-c", text], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        pytest.param('{} >&-; exit "$?"', "", id="stdout is closed"),
        pytest.param('{} 2>&- >/dev/null; exit "$?"', "", id="stderr is closed"),
        pytest.param('{} | true; exit "${{PIPESTATUS[0]}}"', "", id="the reader goes away"),
        pytest.param('{} >/dev/null; exit "$?"', "", id="nobody looks"),
        pytest.param('{} >/dev/full; exit "$?"', f"slo-gate: {FULL}\n", id="stdout is on a full disk"),
        pytest.param('{} >/dev/full 2>/dev/full; exit "$?"', "", id="both are on a full disk"),
    ],
)
def test_exit_status_and_files_do_not_depend_on_a_reader(tmp_path: Path, printed: str, told: str) -> None:
    report = tmp_path / "report.json"
    gate = f"{SCRIPT} gate --config examples/.slo-gate.yaml --output json={report}"
    done = shell(printed.format(gate))
    assert done.returncode == 1, done.stderr
    assert done.stderr == told
    assert '"outcome": "fail"' in report.read_text()


@pytest.mark.parametrize("stderr", ["2>&-", "2>/dev/full"], ids=["closed", "on a full disk"])
@pytest.mark.parametrize(
    "command",
    ["gate --config nowhere.yaml", "validate nowhere", "gate --config examples/.slo-gate.yaml --replay nowhere"],
)
def test_a_run_that_stops_is_not_failed_for_what_it_could_not_say(command: str, stderr: str) -> None:
    assert shell(f"{SCRIPT} {command} >/dev/null {stderr}").returncode == 2


@pytest.mark.parametrize(
    "command",
    [
        "schema",
        "schema config.v1.json",
        "explain",
        "explain SLO110",
        "gate --config examples/.slo-gate.yaml --explain-plan",
    ],
)
def test_what_is_only_shown_and_was_not_is_told(command: str) -> None:
    done = shell(f"{SCRIPT} {command} >/dev/full")
    assert (done.returncode, done.stderr) == (2, f"slo-gate: {FULL}\n")
    assert shell(f'{SCRIPT} {command} | true; exit "${{PIPESTATUS[0]}}"').returncode == 0
