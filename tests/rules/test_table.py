"""A rule is one file and one line: the table holds every module of the folder, in the order of their ids."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest

from slo_gate import rules
from slo_gate.core.page import Page
from slo_gate.core.ports import Found, Rule
from slo_gate.rules import RULES

FOLDER = Path(rules.__file__).parent


def name(rule: Rule) -> str:
    return rule.ID


def test_every_module_of_the_folder_is_listed_in_order() -> None:
    listed = [rule.__name__.rpartition(".")[2] for rule in RULES]  # type: ignore[attr-defined]  # each is a module
    assert listed == sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_module_is_named_after_its_rule(rule: Rule) -> None:
    module: str = rule.__name__.rpartition(".")[2]  # type: ignore[attr-defined]  # it is a module
    assert module.startswith(f"{rule.ID.lower()}_")


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_module_is_a_rule_by_the_types_that_it_states(rule: Rule) -> None:
    wanted, stated = get_type_hints(Rule.check), get_type_hints(rule.check)
    assert list(stated.values())[:-1] == list(wanted.values())[:-1]
    assert stated["return"] in {wanted["return"], Iterator[Found]}
    assert [type(rule.ID), type(rule.PAGE)] == [str, Page]


def test_no_id_is_given_twice() -> None:
    assert len({rule.ID for rule in RULES}) == len(RULES)
