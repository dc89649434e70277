"""slo-generator reads one document of a file, the first; items of a list are documents too (test_corpora.py)."""

import pytest

from tests.formats.slo_generator.subject import CORPUS
from tests.support.corpus import read_set, told

SEVERAL = [
    pytest.param("a: 1\n---\n", 1, id="another tool's document before it"),
    pytest.param("# nothing\n---\n", 0, id="a comment before it"),
]


@pytest.mark.parametrize(("before", "count"), SEVERAL)
def test_a_document_is_told_where_it_is_not_the_first_of_its_file(before: str, count: int) -> None:
    text = (CORPUS.root / "valid/a-ratio-of-good-and-valid-events.yaml").read_text(encoding="utf-8")
    findings = read_set({"slo.yaml": before + text}).report.findings
    assert [told(finding) for finding in findings] == ["error SLO729 3:1"] * count
