"""A gate over one SLO, whose secret is in the environment and nowhere else."""

from pathlib import Path

import pytest

from tests.faults.gating import Gate
from tests.faults.running import CANARY, SLO, put


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gate:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("slo_gate.transport._PAUSE", 0.0)
    monkeypatch.setenv("PROM_TOKEN", CANARY)
    put(tmp_path, {"slo/web.yaml": SLO})
    return Gate(tmp_path, capsys)
