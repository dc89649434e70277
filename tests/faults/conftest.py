"""A gate over one SLO, whose secret is in the environment and nowhere else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.gating import Gate
from tests.faults.running import CANARY, SLO, put
from tests.support.github import running_github
from tests.support.github_state import GitHub


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gate:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("slo_gate.transport._PAUSE", 0.0)
    monkeypatch.setenv("PROM_TOKEN", CANARY)
    put(tmp_path, {"slo/web.yaml": SLO})
    return Gate(tmp_path, capsys)


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """One that waits for nobody."""
    monkeypatch.setattr("slo_gate.transport._PAUSE", 0.0)
    monkeypatch.setattr("slo_gate.github.api.BETWEEN_WRITES", 0.0)
    with running_github() as github:
        yield github
