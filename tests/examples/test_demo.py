"""`make demo`, as far as it goes without the set-up: what it shows, and what it does where the gate answers otherwise."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.program import SCRIPT
from tests.support.repository import ROOT

pytestmark = pytest.mark.xdist_group("demo")  # one worker runs what all of them look at


def demo(root: Path) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": f"{SCRIPT.parent}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    command = ["sh", str(root / "examples/demo.sh")]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def shown() -> subprocess.CompletedProcess[str]:
    return demo(ROOT)


def test_it_exits_0_and_states_the_exit_code_that_the_gate_returned(shown: subprocess.CompletedProcess[str]) -> None:
    assert shown.returncode == 0, shown.stderr
    assert "The gate returned exit code 1: a rule says no" in shown.stdout


@pytest.mark.parametrize("verdict", ["✓ pass", "! warn", "✗ fail"])
def test_it_shows_each_verdict(verdict: str, shown: subprocess.CompletedProcess[str]) -> None:
    assert f"\n{verdict}" in shown.stdout


@pytest.mark.parametrize("fact", ["the rule `a spent budget stops feature work` says fail", "measured", "recovers"])
def test_it_shows_reasons_evidence_and_recovery(fact: str, shown: subprocess.CompletedProcess[str]) -> None:
    assert fact in " ".join(shown.stdout.split())


def test_the_places_it_names_are_there(shown: subprocess.CompletedProcess[str]) -> None:
    _, _, places = shown.stdout.partition("Where to look next\n")
    named = [line.split()[0] for line in places.splitlines() if line.strip()]
    assert len(named) >= 4
    assert [name for name in named if not name.startswith(".venv/") and not (ROOT / name).exists()] == []


def test_it_fails_where_the_gate_answers_otherwise(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    config = tmp_path / "examples/.slo-gate.yaml"
    config.write_text(config.read_text().replace("remaining_at_most: 0%", "remaining_at_most: -90%"))
    assert demo(tmp_path).returncode == 1
