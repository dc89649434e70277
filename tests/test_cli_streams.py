"""Whoever reads, or does not read, what is printed: the verdict is the same, and files are written."""

import subprocess
from pathlib import Path

import pytest

from tests.support.program import SCRIPT
from tests.support.repository import ROOT


@pytest.mark.parametrize(
    "shell",
    [
        pytest.param('{} >&-; exit "$?"', id="stdout is closed"),
        pytest.param('{} | true; exit "${{PIPESTATUS[0]}}"', id="the reader goes away"),
        pytest.param('{} >/dev/null; exit "$?"', id="nobody looks"),
    ],
)
def test_exit_status_and_files_do_not_depend_on_a_reader(tmp_path: Path, shell: str) -> None:
    report = tmp_path / "report.json"
    gate = f"{SCRIPT} gate --config examples/.slo-gate.yaml --output json={report}"
    done = subprocess.run(["bash", "-c", shell.format(gate)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert done.stderr == ""
    assert '"outcome": "fail"' in report.read_text()
