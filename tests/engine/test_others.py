"""Of files that hold no SLO, as most of a repository's do, nothing is kept but how many documents they had."""

from collections.abc import Iterator
from weakref import WeakSet

import pytest

from slo_gate import documents
from slo_gate.core.node import START, Entry, Mapping, Scalar
from slo_gate.core.ports import Document, Parsed
from slo_gate.engine.sorting import without_others
from slo_gate.engine.validation import validate
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES
from tests.support.corpus import ALONE

SERVICE = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\n"
DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n"
TEMPLATE = "apiVersion: '{{ .Values.version }}'\nkind: SLO\nmetadata: {name: shop}\n"


class Tree(Mapping):
    __slots__ = ("__weakref__",)


def test_the_trees_of_other_things_are_not_kept() -> None:
    alive: WeakSet[Tree] = WeakSet()
    most = 0

    def files() -> Iterator[Parsed]:
        nonlocal most
        for number in range(20):
            tree = Tree(START, {"kind": Entry(Scalar("kind", "kind", START), Scalar("Pod", "Pod", START))})
            alive.add(tree)
            most = max(most, len(alive))
            yield Parsed(f"{number}.yaml", (Document(f"{number}.yaml", 0, tree),), (), named=False)
            del tree

    report = validate(files(), FORMATS, RULES, ALONE).report
    assert (report.files, report.documents, report.objects) == (20, 20, 0)
    assert most <= 2


def parsed(text: str, *, named: bool) -> Parsed:
    return documents.parse(text.encode(), "file.yaml")._replace(named=named)


@pytest.mark.parametrize(
    ("text", "named", "kept"),
    [
        pytest.param(DEPLOYMENT, False, 0, id="another thing"),
        pytest.param(f"{DEPLOYMENT}---\n{DEPLOYMENT}", False, 0, id="two other things"),
        pytest.param("- 1\n- 2\n", False, 0, id="a list of something"),
        pytest.param("# nothing\n", False, 0, id="nothing at all"),
        pytest.param("a: 1\na: 2\n", False, 0, id="another thing with a key twice"),
        pytest.param("a: 1 # slo-gate: ignore SLO101 -- why\n", False, 0, id="another thing with a suppression"),
        pytest.param(DEPLOYMENT, True, 1, id="another thing that somebody named"),
        pytest.param(SERVICE, False, 1, id="an object of a format"),
        pytest.param(f"{DEPLOYMENT}---\n{SERVICE}", False, 2, id="an object behind another thing"),
        pytest.param(f"- {SERVICE}".replace("\n", "\n  "), False, 1, id="an object in a list"),
        pytest.param(TEMPLATE, False, 1, id="an object whose format is filled in later"),
    ],
)
def test_a_file_says_the_same_without_them(text: str, named: bool, kept: int) -> None:
    file = parsed(text, named=named)
    left = without_others(file, FORMATS)
    assert len(left.documents) == kept
    assert validate([left], FORMATS, RULES, ALONE) == validate([file], FORMATS, RULES, ALONE)
