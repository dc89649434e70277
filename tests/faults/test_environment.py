"""What surrounds a command: the place it runs in, its locale and its terminal. The ids name the lines of the fault table."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from tests.support.program import Finished, run
from tests.support.repository import ROOT
from tests.support.runner import Log

CONFIG = "examples/.slo-gate.yaml"
CHECKOUT = ("gate", "--config", CONFIG, "--service", "checkout", "--format")


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@cache
def plain(form: str) -> Finished:
    """What the program answers in an environment without anything of its own."""
    return run(*CHECKOUT, form, cwd=ROOT)


def test_g7_outside_of_a_workflow_nothing_is_a_command(examples: Path) -> None:
    done = run("gate", "--config", CONFIG, cwd=examples)
    assert done.code == 1
    assert Log().read(done.out + done.err).obeyed == []


@pytest.mark.parametrize(
    "environ",
    [
        pytest.param({"LC_ALL": "C"}, id="G10 the C locale"),
        pytest.param({"LC_ALL": "", "LANG": "C"}, id="G10 the C locale by LANG"),
        pytest.param({"LC_ALL": "POSIX"}, id="G10 the POSIX locale"),
        pytest.param({"NO_COLOR": "1"}, id="G10 no colour"),
        pytest.param({"TERM": "dumb"}, id="G10 a dumb terminal"),
        pytest.param({"LC_ALL": "tr_TR.UTF-8"}, id="a locale that is not installed"),
        pytest.param({"TZ": "Pacific/Chatham"}, id="a zone of its own"),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_the_bytes_are_the_same_everywhere(environ: dict[str, str], form: str) -> None:
    """Not on a terminal, of which each has its own."""
    assert run(*CHECKOUT, form, cwd=ROOT, env=environ) == plain(form)
