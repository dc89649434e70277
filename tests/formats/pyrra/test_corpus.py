"""Every file of the corpus is told exactly what its own comments expect, to the column."""

from pathlib import Path

import pytest

from slo_gate.formats.pyrra.pages import PAGES
from slo_gate.rules import RULES
from tests.formats.pyrra.files import CORPUS
from tests.support.corpus import FOLDERS

OWN = dict(PAGES) | {rule.ID: rule.PAGE for rule in RULES if rule.ID.startswith("SLO71")}


@pytest.mark.parametrize("path", CORPUS.files(), ids=CORPUS.name)
def test_a_file_is_told_what_it_expects_and_nothing_else(path: Path) -> None:
    assert CORPUS.unexpected(path) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_holds_what_its_name_says(folder: str) -> None:
    assert CORPUS.files(folder)
    assert CORPUS.misplaced(folder) == []


@pytest.mark.parametrize("path", [*CORPUS.files("valid"), *CORPUS.files("doubtful")], ids=CORPUS.name)
def test_every_objective_without_an_error_is_read(path: Path) -> None:
    assert len(CORPUS.read(path).slos) == path.read_text("utf-8").count("\nkind: ServiceLevelObjective\n")


def test_every_slip_of_a_shape_but_a_wrong_type_has_its_way_out() -> None:
    assert CORPUS.helpless() == set()


def test_every_severity_of_every_rule_of_pyrra_is_shown() -> None:
    ruled = {(rule, str(severity)) for rule, page in OWN.items() for severity in page.severities}
    assert {rule for rule, _ in ruled} == {f"SLO{number}" for number in range(710, 720)}
    assert ruled <= CORPUS.shown()
