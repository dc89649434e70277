"""Levels and dialects by path, and where the characters of a text stand in its file."""

import pytest

from slo_gate import documents
from slo_gate.core import node
from slo_gate.core.dialect import Dialect
from slo_gate.core.finding import Severity
from slo_gate.core.node import Span, span_within
from slo_gate.core.validation import PathSettings, Validation

OLD = PathSettings(("old/**",), Dialect.LEGACY, {"SLO101": Severity.WARNING})
OLDEST = PathSettings(("old/est/*.yaml",), rules={"SLO101": None, "SLO102": None})
SETTINGS = Validation(rules={"SLO101": Severity.NOTICE, "SLO103": None}, paths=(OLD, OLDEST))


@pytest.mark.parametrize(
    ("rule", "file", "level"),
    [
        pytest.param("SLO104", "new.yaml", Severity.ERROR, id="nobody says otherwise"),
        pytest.param("SLO101", "new.yaml", Severity.NOTICE, id="for all files"),
        pytest.param("SLO103", "new.yaml", None, id="off"),
        pytest.param("SLO101", "old/a.yaml", Severity.WARNING, id="a path wins over all files"),
        pytest.param("SLO101", "old/est/a.yaml", None, id="a later path wins"),
        pytest.param("SLO103", "old/a.yaml", None, id="a path that says nothing of the rule"),
    ],
)
def test_level(rule: str, file: str, level: Severity | None) -> None:
    assert SETTINGS.level(rule, file, Severity.ERROR) is level


@pytest.mark.parametrize(
    ("file", "dialect"),
    [("new.yaml", Dialect.SPEC), ("old/a.yaml", Dialect.LEGACY), ("old/est/a.yaml", Dialect.LEGACY)],
)
def test_dialect(file: str, dialect: Dialect) -> None:
    assert SETTINGS.dialect_of(file) is dialect


def test_globs_start_in_the_configurations_folder() -> None:
    assert Validation(paths=(OLD,), base="team").dialect_of("team/old/a.yaml") is Dialect.LEGACY


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        pytest.param("q: sum(here)", "here", (1, 8, 1, 12), id="plain"),
        pytest.param('q: "sum(here)"', "here", (1, 9, 1, 13), id="in double quotes"),
        pytest.param("q: 'sum(here)'", "here", (1, 9, 1, 13), id="in single quotes"),
        pytest.param("q: |\n  sum(\n    here\n  )\n", "here", (3, 5, 3, 9), id="in a block"),
        pytest.param("q: |\n\n  sum(here)\n", "here", (3, 7, 3, 11), id="in a block after an empty line"),
        pytest.param("q: |2\n    sum(here)\n", "here", (2, 9, 2, 13), id="in a block with blanks of its own"),
        pytest.param("q: |-\n  sum(\n  here)", "here", (3, 3, 3, 7), id="in a block without a last line break"),
        pytest.param("q: >\n  sum(here)\n", "here", (2, 7, 2, 11), id="in a folded block of one line"),
        pytest.param("q: >\n  sum(\n  here)\n", "here", (1, 4, 4, 1), id="in a folded block: the whole"),
        pytest.param('q: "\\tsum(here)"', "here", (1, 4, 1, 17), id="behind an escape: the whole"),
        pytest.param("q: sum(\n  here)", "here", (1, 4, 2, 8), id="in a plain text of two lines: the whole"),
    ],
)
def test_where_a_word_of_a_text_stands(text: str, word: str, place: tuple[int, int, int, int]) -> None:
    (document,) = documents.parse(text.encode(), "slo.yaml").documents
    assert isinstance(document.root, node.Mapping)
    scalar = document.root.get("q")
    assert isinstance(scalar, node.Scalar)
    start = scalar.text.index(word)
    assert span_within(scalar.text, scalar.span, scalar.indent, start, start + len(word)) == Span(*place)
