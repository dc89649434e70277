"""Every file of the corpus is told exactly what its own comments expect, to the column."""

import re
from pathlib import Path

import pytest

from slo_gate.formats.sloth.pages import PAGES
from tests.formats.sloth.files import CORPUS
from tests.support.corpus import FOLDERS


@pytest.mark.parametrize("path", CORPUS.files(), ids=CORPUS.name)
def test_a_file_is_told_what_it_expects_and_nothing_else(path: Path) -> None:
    assert CORPUS.unexpected(path) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_holds_what_its_name_says(folder: str) -> None:
    assert CORPUS.files(folder)
    assert CORPUS.misplaced(folder) == []


@pytest.mark.parametrize("path", CORPUS.files("valid"), ids=CORPUS.name)
def test_every_slo_of_a_valid_file_is_read(path: Path) -> None:
    reading = CORPUS.read(path)
    assert reading.report.objects > 0
    assert len(reading.slos) == len(re.findall(rb'\bobjective"?:', path.read_bytes()))


def test_every_slip_of_a_shape_but_a_wrong_type_has_its_way_out() -> None:
    assert CORPUS.helpless() == set()


def test_every_rule_of_sloth_is_shown_in_every_severity() -> None:
    ruled = {(rule, str(severity)) for rule, page in PAGES.items() for severity in page.severities}
    assert ruled <= CORPUS.shown()
