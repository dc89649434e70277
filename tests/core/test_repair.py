"""Edits of a text: at their places, and nowhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.finding import Edit
from slo_gate.core.node import Span
from slo_gate.core.repair import apart, apply, within
from tests.support.properties import tried


def edit(line: int, column: int, end: int, text: str = "new") -> Edit:
    return Edit(Span(line, column, line, end), text)


@pytest.mark.parametrize(
    ("text", "edits", "after"),
    [
        pytest.param("a: old\n", [edit(1, 4, 7)], "a: new\n", id="one line"),
        pytest.param("a: old", [edit(1, 4, 7)], "a: new", id="no final break"),
        pytest.param("#\r\na: old\r\nb\r\n", [edit(2, 4, 7)], "#\r\na: new\r\nb\r\n", id="CRLF"),
        pytest.param("#\ra: old\rb", [edit(2, 4, 7)], "#\ra: new\rb", id="CR"),
        pytest.param("#\n\ra: old\r\n\n", [edit(3, 4, 7)], "#\n\ra: new\r\n\n", id="all of them"),
        pytest.param("ü𝄞: old", [edit(1, 5, 8)], "ü𝄞: new", id="columns count code points"),
        pytest.param("é\u2028\u0085\x0b\x0c: old", [edit(1, 8, 11)], "é\u2028\u0085\x0b\x0c: new", id="other breaks are characters"),
        pytest.param("ab cd", [edit(1, 4, 6, "x"), edit(1, 1, 3, "long")], "long x", id="two in a line, in any order"),
        pytest.param("abcd", [edit(1, 1, 3, "x"), edit(1, 3, 5, "y")], "xy", id="two that touch"),
        pytest.param("abc", [], "abc", id="none"),
        pytest.param("abc\ndef", [Edit(Span(1, 2, 2, 2), "-")], "a-ef", id="over a break"),
    ],
)  # fmt: skip
def test_edits_are_applied(text: str, edits: list[Edit], after: str) -> None:
    assert apply(text, edits) == after


def test_of_edits_that_meet_the_first_stays() -> None:
    first, inside, behind = edit(1, 1, 5), edit(1, 2, 4), edit(1, 5, 6)
    assert apart([behind, inside, first]) == [first, behind]
    assert apart([first, edit(2, 1, 3)]) == [first, edit(2, 1, 3)]


@pytest.mark.parametrize(
    ("span", "inside"),
    [
        (Span(1, 4, 1, 7), True),
        (Span(1, 1, 3, 1), True),
        (Span(1, 5, 1, 9), False),
        (Span(1, 1, 1, 6), False),
        (Span(2, 1, 2, 9), False),
    ],
)
def test_an_edit_is_within_a_span_that_holds_all_of_it(span: Span, inside: bool) -> None:
    assert within(edit(1, 4, 7), [span]) is inside


@tried(100)
@given(
    st.lists(st.tuples(st.text("ab é𝄞:#\t", max_size=6), st.text("xyz", min_size=1, max_size=3)), max_size=8), st.data()
)
def test_what_stands_outside_stays_to_the_character(pieces: list[tuple[str, str]], data: st.DataObject) -> None:
    """Kept and replaced pieces by turns, over lines that end in every way."""
    text, after, edits = "", "", []
    for kept, old in pieces:
        ends = data.draw(st.sampled_from(["", "\n", "\r\n", "\r"]))
        text, after = text + kept + ends, after + kept + ends
        lines = re.split("\r\n|\r|\n", text)
        span = Span(len(lines), len(lines[-1]) + 1, len(lines), len(lines[-1]) + 1 + len(old))
        text, after = text + old, after + "NEW"
        edits.append(Edit(span, "NEW"))
    assert apply(text, edits) == after
