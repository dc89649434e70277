"""action.yml, README.md and the code name the same inputs and outputs."""

import re

import pytest

from slo_gate.action import INPUTS, OUTPUTS
from tests.support.repository import ROOT, load_file

ACTION = load_file("action.yml")


def readme_table(name: str) -> list[str]:
    """The names in the first column of the table between the two markers."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    between = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", text, re.DOTALL)
    assert between, f"README.md has no table of {name}"
    return re.findall(r"^\| `([a-z-]+)` \|", between[1], re.MULTILINE)


def test_inputs_are_those_of_the_code() -> None:
    declared = [(name, item["description"], item["default"]) for name, item in ACTION["inputs"].items()]
    assert declared == [(item.name, item.description, item.default) for item in INPUTS]


def test_outputs_are_those_of_the_code() -> None:
    declared = [(name, item["description"]) for name, item in ACTION["outputs"].items()]
    assert declared == [(item.name, item.description) for item in OUTPUTS]


@pytest.mark.parametrize("table", ["inputs", "outputs"])
def test_readme_lists_what_the_action_file_declares(table: str) -> None:
    assert readme_table(table) == list(ACTION[table])


def test_no_input_has_a_default_that_would_beat_the_config() -> None:
    with_default = {name for name, item in ACTION["inputs"].items() if item["default"]}
    assert with_default == {"command", "comment", "github-token"}


def test_no_input_is_passed_on_the_command_line() -> None:
    assert set(ACTION["runs"]) == {"using", "image"}, "arguments of a container are printed in the log"
