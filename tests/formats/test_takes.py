"""What a shape says quickly is what it says at length, of every file that a format has as an example."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from slo_gate import documents
from slo_gate.core.checking import Place, Shape
from slo_gate.core.node import Node
from slo_gate.formats.nobl9.kinds import KINDS as NOBL9
from slo_gate.formats.openslo import v1, v2alpha
from slo_gate.formats.openslo.v1alpha.shapes import KINDS as V1ALPHA
from slo_gate.formats.pyrra.shapes import OBJECT as PYRRA
from slo_gate.formats.sloth.shapes import SPEC as SLOTH

FOLDER = Path(__file__).parent
SHAPES: dict[str, Sequence[Shape]] = {
    "openslo/v1": list(v1.KINDS.values()),
    "openslo/v1alpha": list(V1ALPHA.values()),
    "openslo/v2alpha": list(v2alpha.KINDS.values()),
    "nobl9": list(NOBL9.shapes.values()),
    "pyrra": [PYRRA],
    "sloth": [SLOTH],
}


def roots(folder: Path) -> Iterator[Node]:
    for file in sorted(folder.rglob("*.yaml")):
        yield from (document.root for document in documents.parse(file.read_bytes(), file.name).documents)


@pytest.mark.parametrize("name", SHAPES)
def test_takes_what_check_finds_nothing_wrong_with(name: str) -> None:
    answers = {True: 0, False: 0}
    for root in roots(FOLDER / name / "corpus"):
        for shape in SHAPES[name]:
            taken = shape.takes(root)
            answers[taken] += 1
            assert taken is (next(shape.check(root, Place("", root.span)), None) is None), root.span
    assert all(answers.values()), answers
