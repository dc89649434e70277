"""Every file of the corpus is told exactly what its own comments expect, to the column."""

from pathlib import Path

import pytest

from slo_gate.formats.slo_generator.pages import PAGES
from tests.formats.slo_generator.files import CORPUS
from tests.support.corpus import FOLDERS, Expected, read_set, told


@pytest.mark.parametrize("path", [path for path in CORPUS.files() if path.suffix != ".json"], ids=CORPUS.name)
def test_a_file_is_told_what_it_expects_and_nothing_else(path: Path) -> None:
    assert CORPUS.unexpected(path) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_holds_what_its_name_says(folder: str) -> None:
    assert CORPUS.files(folder)
    assert CORPUS.misplaced(folder) == []


@pytest.mark.parametrize("path", CORPUS.files("valid"), ids=CORPUS.name)
def test_every_slo_of_a_valid_file_is_read(path: Path) -> None:
    reading = CORPUS.read(path)
    assert reading.report.objects == 1
    assert len(reading.slos) == (b"ServiceLevelObjective" in path.read_bytes())


def test_every_slip_of_a_shape_but_a_wrong_type_has_its_way_out() -> None:
    assert CORPUS.helpless() == set()


def test_every_severity_of_every_rule_of_the_format_is_shown() -> None:
    ruled = {(rule, str(severity)) for rule, page in PAGES.items() for severity in page.severities}
    assert ruled <= CORPUS.shown()


def test_items_of_a_list_are_documents_of_one_file() -> None:
    """JSON has no comments to say what is expected."""
    path = CORPUS.root / "invalid/two-slos-in-a-list.json"
    (finding,) = CORPUS.read(path).report.findings
    assert Expected("error SLO729 19:5", "passes over a list").meets(finding)


SEVERAL = [
    pytest.param("a: 1\n---\n", 1, id="another tool's document before it"),
    pytest.param("# nothing\n---\n", 0, id="a comment before it"),
]


@pytest.mark.parametrize(("before", "count"), SEVERAL)
def test_a_document_is_told_where_it_is_not_the_first_of_its_file(before: str, count: int) -> None:
    text = (CORPUS.root / "valid/a-ratio-of-good-and-valid-events.yaml").read_text(encoding="utf-8")
    findings = read_set({"slo.yaml": before + text}).report.findings
    assert [told(finding) for finding in findings] == ["error SLO729 3:1"] * count
