"""Files that are validated together, each by itself, know nothing of each other."""

from pathlib import Path

import pytest

from slo_gate import documents
from slo_gate.engine.validation import validate, validate_each
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES
from tests.engine.test_validation import SLO
from tests.support.corpus import ALONE, Corpus

TESTS = Path(__file__).parent.parent
CORPORA = sorted({path.parent.parent for path in TESTS.glob("*/**/invalid/*") if "corpus" in path.parts})


@pytest.mark.parametrize("folder", CORPORA, ids=lambda folder: folder.relative_to(TESTS).as_posix())
def test_each_is_told_what_it_is_told_alone(folder: Path) -> None:
    corpus = Corpus(folder)
    files = [documents.parse(path.read_bytes(), corpus.name(path)) for path in corpus.files()]
    alone = [validate([file], FORMATS, RULES, ALONE) for file in files]
    assert validate_each(files, FORMATS, RULES, ALONE) == alone
    assert any(one.report.findings for one in alone)


def test_not_even_that_they_measure_the_same() -> None:
    files = [documents.parse(SLO.replace("name: a", f"name: {name}").encode(), f"{name}.yaml") for name in ("a", "b")]
    assert [found.rule for found in validate(files, FORMATS, RULES, ALONE).report.findings] == ["SLO303"]
    assert [one.report.findings for one in validate_each(files, FORMATS, RULES, ALONE)] == [(), ()]
