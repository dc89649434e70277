"""Statements, words and parameters of SQL are told from strings, names and comments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.sql import Fault, read
from tests.support.properties import tried


def texts(text: str) -> list[str]:
    return [one.text for one in read(text).tokens]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SELECT $start;", ["select", "$start", ";"]),
        ("'a;''b' \"c;\"\"d\" `e;`", []),
        ("E'it\\'s;' ;", [";"]),
        ("-- a; b\n;", [";"]),
        ("/* a /* b; */ c; */ ;", [";"]),
        ("$$a;$$ $t$ $$;$t$ $end", ["$end"]),
        ("a$b $1 x::int", ["a$b", "$1", "x", ":", ":", "int"]),
        ("price'x'", ["price"]),
        ("größe", ["größe"]),
    ],
)
def test_tokens(text: str, wanted: list[str]) -> None:
    assert texts(text) == wanted


@pytest.mark.parametrize(
    ("text", "place"),
    [("a 'b", 2), ('a "b', 2), ("a /* b /* */", 2), ("a $t$ $$", 2), ("a (b (c)", 2), ("a )", 2), ("( 'b", 2)],
)
def test_what_has_no_end_is_placed_where_it_begins(text: str, place: int) -> None:
    fault = read(text).fault
    assert isinstance(fault, Fault)
    assert fault.start == place


def test_depth_counts_parentheses() -> None:
    assert [one.depth for one in read("a (b (c) d)").tokens] == [0, 1, 1, 2, 2, 2, 1, 1]


@tried(100)
@given(
    st.text() | st.lists(st.sampled_from(["'", '"', "$", "$a$", "/*", "*/", "--", "(", ")", "\n", "a"])).map("".join)
)
def test_any_text_is_read(text: str) -> None:
    found = read(text)
    assert all(text[one.start : one.end].lower() == one.text.lower() for one in found.tokens)
