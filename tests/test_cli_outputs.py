"""Every output of a command: chosen by name, written beside others, and without a say in the exit status."""

import re
import shutil
from pathlib import Path

import pytest

from slo_gate.outputs import GATE_OUTPUTS, VALIDATION_OUTPUTS
from tests.support.program import called
from tests.support.repository import ROOT

SLO = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: checkout}\nspec: {}\n"
SUPPRESSED = SLO.replace("spec: {}", "spec: {}\nowner: me # slo-gate: ignore SLO101 -- the catalogue reads it")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One file of each outcome, and a broken configuration."""
    texts = {"sound": SLO, "wrong": SLO.replace("name:", "nmae:"), "suppressed": SUPPRESSED, "config": "version: 2\n"}
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", VALIDATION_OUTPUTS)
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["sound.yaml"], 0, id="sound"),
        pytest.param(["suppressed.yaml"], 0, id="suppressed"),
        pytest.param(["wrong.yaml"], 1, id="wrong"),
        pytest.param(["nowhere.yaml"], 2, id="nothing matched"),
        pytest.param(["--config", "config.yaml", "sound.yaml"], 2, id="a wrong configuration"),
    ],
)
def test_the_form_of_validate_does_not_change_its_exit(
    folder: Path, arguments: list[str], code: int, name: str
) -> None:
    printed = called("validate", *arguments, "--format", name, cwd=folder)
    written = called("validate", *arguments, "--output", f"{name}=report", cwd=folder)
    assert (printed.code, written.code) == (code, code), printed.err + written.err
    assert (folder / "report").exists()


@pytest.mark.parametrize("name", GATE_OUTPUTS)
def test_the_form_of_gate_does_not_change_its_exit(tmp_path: Path, name: str) -> None:
    shutil.copytree(ROOT / "examples", tmp_path, dirs_exist_ok=True)
    for change, code in (("feature", 1), ("rollback", 0)):
        done = called("gate", "--service", "checkout", "--format", name, "--change", change, cwd=tmp_path)
        assert done.code == code, done.err


def test_one_run_writes_every_form(folder: Path) -> None:
    outputs = [f"--output={name}={name}.out" for name in VALIDATION_OUTPUTS]
    assert called("validate", "wrong.yaml", *outputs, cwd=folder).code == 1
    assert all((folder / f"{name}.out").read_text() for name in VALIDATION_OUTPUTS)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("text", "no findings, 1 suppressed in 1 file (1 object), exit 0", id="text"),
        pytest.param("json", '"suppressed": 1,', id="json"),
        pytest.param("sarif", '"results": []', id="sarif lists none of them"),
        pytest.param("junit", 'tests="1" failures="0"', id="junit has a sound file"),
    ],
)
def test_what_is_suppressed_is_counted_and_not_listed(folder: Path, name: str, told: str) -> None:
    done = called("validate", "suppressed.yaml", "--format", name, cwd=folder)
    assert told in done.out
    assert not re.search(r"SLO101.*owner", done.out)
