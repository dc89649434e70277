"""Every file of the corpus is told exactly what its own comments expect, to the column."""

import re
from pathlib import Path

import pytest

from slo_gate.core.pages import PAGES
from slo_gate.rulebook import RULEBOOK
from tests.formats.openslo.v1.files import CORPUS
from tests.support.corpus import FOLDERS

NAMED_TESTS = {
    "SLO006": "tests/test_files_refused.py: a link or a pipe is no file to read",
    "SLO007": "tests/engine/test_templates.py: only the gate wants templates rendered",
    "SLO203": "test_whole_set.py: an object that nothing uses",
}
"""Rules about what no text file can show, or what is no more than a notice, and the tests that show it."""


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
    assert len(reading.slos) == len(re.findall(rb"^[- ]*kind: SLO\b", path.read_bytes(), re.MULTILINE))


def test_every_slip_of_a_shape_but_a_wrong_type_has_its_way_out() -> None:
    assert CORPUS.helpless() == set()


def test_every_rule_of_all_formats_is_shown() -> None:
    shown = {rule for rule, _ in CORPUS.shown()}
    assert set(PAGES) <= shown | set(NAMED_TESTS) <= set(RULEBOOK)
    assert not shown & set(NAMED_TESTS)


def test_every_severity_of_every_rule_of_all_formats_is_shown() -> None:
    ruled = {(rule, str(severity)) for rule, page in PAGES.items() for severity in page.severities}
    assert ruled - CORPUS.shown() == {
        (rule, str(severity)) for rule in NAMED_TESTS for severity in PAGES[rule].severities
    }
