"""Sets of files that are validated together know nothing of each other."""

from pathlib import Path

import pytest

from slo_gate import documents
from slo_gate.core.ports import Parsed
from slo_gate.engine.validation import validate, validate_each
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES
from tests.support.corpus import ALONE, Corpus

TESTS = Path(__file__).parent.parent
CORPORA = sorted({path.parent.parent for path in TESTS.glob("*/**/invalid/*") if "corpus" in path.parts})


def sets_of(corpus: Corpus) -> list[list[Parsed]]:
    """Each file by itself, and the first half of all and the second."""
    every = [documents.parse(path.read_bytes(), corpus.name(path)) for path in corpus.files()]
    half = len(every) // 2
    return [*([one] for one in every), every[:half], every[half:]]


@pytest.mark.parametrize("folder", CORPORA, ids=lambda folder: folder.relative_to(TESTS).as_posix())
def test_each_is_told_what_it_is_told_alone(folder: Path) -> None:
    sets = sets_of(Corpus(folder))
    alone = [validate(each, FORMATS, RULES, ALONE) for each in sets]
    assert validate_each(sets, FORMATS, RULES, ALONE) == alone
    assert len({len(one.report.findings) for one in alone}) > 1
