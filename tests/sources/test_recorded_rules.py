"""The rules that tests read are what the tools still generate."""

import os
import subprocess
from pathlib import Path

import pytest

from bench.peers import CACHE, of_go
from tests.support.recording import FOLDER, RULES, rules_of
from tests.support.require import require


def test_sloth_still_generates_them(tmp_path: Path) -> None:
    """Building Sloth takes minutes: only where everything is required, or where it was built before."""
    if os.environ.get("SLO_GATE_REQUIRE") != "all":
        require((CACHE / "go/sloth").exists(), "Sloth is not built: `SLO_GATE_REQUIRE=all` builds it")
    if of_go("sloth") is None:
        pytest.skip("Go is missing, or cannot fetch Sloth")
    written = tmp_path / "sloth.rules.yaml"
    command = [str(CACHE / "go/sloth"), "generate", "--input", str(FOLDER / "sloth.yaml"), "--out", str(written)]
    subprocess.run(command, check=True, capture_output=True)
    assert written.read_text() == (FOLDER / "sloth.rules.yaml").read_text()


def test_every_file_with_slos_has_its_rules() -> None:
    wanted = {path.with_suffix(".rules.yaml") for path in FOLDER.rglob("*.yaml") if ".rules" not in path.name}
    assert set(RULES) == wanted
    assert rules_of(RULES)
