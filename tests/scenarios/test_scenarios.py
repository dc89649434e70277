"""Every scenario file: what is there, what is typed, and what must come of it."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.program import called, run
from tests.support.repository import ROOT, load_file

FOLDER = Path(__file__).parent
SCENARIOS = sorted(FOLDER.glob("*.yaml"))


def load(path: Path) -> Any:
    return load_file(str(path.relative_to(ROOT)))


def put(folder: Path, scenario: dict[str, Any]) -> None:
    """The examples, changed as the scenario says: files written, and words in files replaced."""
    if scenario.get("examples", True):
        shutil.copytree(ROOT / "examples", folder, dirs_exist_ok=True)
    for name, text in scenario.get("files", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for name, words in scenario.get("replace", {}).items():
        text = (folder / name).read_text()
        for old, new in words.items():
            assert old in text, f"{name} has no {old!r}"
            text = text.replace(old, new)
        (folder / name).write_text(text)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenario(path: Path, tmp_path: Path) -> None:
    scenario = load(path)
    put(tmp_path, scenario)
    done = called(*scenario["run"].split(), cwd=tmp_path)
    assert done.code == scenario["exit"], done.out + done.err
    for fragment in scenario.get("stdout", []):
        assert fragment in " ".join(done.out.split()), done.out
    for fragment in scenario.get("stderr", []):
        assert fragment in done.err
    for key, value in scenario.get("json", {}).items():
        assert json.loads(done.out)[key] == value
    for name, fragments in scenario.get("left", {}).items():
        text = (tmp_path / name).read_text()
        assert all(fragment in text for fragment in fragments), text
    assert "Traceback" not in done.err


@pytest.mark.parametrize("status", [0, 1, 2, 3])
def test_a_process_of_its_own_answers_as_the_scenarios_are_answered(status: int, tmp_path: Path) -> None:
    """Scenarios are played within the tests' own process; this one is played in both."""
    scenario = next(scenario for scenario in map(load, SCENARIOS) if scenario["exit"] == status)
    answers = []
    for play in (called, run):
        folder = tmp_path / play.__name__
        put(folder, scenario)
        answers.append(play(*scenario["run"].split(), cwd=folder))
    assert answers[0] == answers[1]
    assert answers[1].code == status


def test_scenarios_cover_each_exit_status_of_a_run() -> None:
    assert {load(path)["exit"] for path in SCENARIOS} == {0, 1, 2, 3}


def test_a_bug_exits_4_and_tells_no_secret(tmp_path: Path) -> None:
    wrapper = tmp_path / "broken"
    wrapper.write_text(
        f"#!{sys.executable}\n"
        "import sys\nfrom slo_gate import cli, validating\n"
        "def broken(request):\n    raise RuntimeError('hunter2')\n"
        "validating.run_validation = broken\nsys.exit(cli.main())\n"
    )
    wrapper.chmod(0o755)
    done = run("validate", cwd=tmp_path, program=wrapper)
    assert done.code == 4
    assert "RuntimeError" in done.err
    assert "hunter2" not in done.out + done.err
