"""A string of PromQL means what Prometheus reads in it, and each character is at its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.promql.strings import meaning
from tests.support.properties import tried


@pytest.mark.parametrize(
    ("string", "text", "places"),
    [
        pytest.param('"ab"', "ab", [1, 2, 3], id="nothing to escape"),
        pytest.param('""', "", [1], id="nothing at all"),
        pytest.param(r"`\d`", r"\d", [1, 2, 3], id="backticks"),
        pytest.param(r'"a\\d"', r"a\d", [1, 2, 4, 5], id="a backslash"),
        pytest.param(r"'\''", "'", [1, 3], id="a quote"),
        pytest.param(r'"\a\b\f\n\r\t\v"', "\a\b\f\n\r\t\v", [1, 3, 5, 7, 9, 11, 13, 15], id="control characters"),
        pytest.param(r'"\101\x41\u00e9\U0001F600\U0010ffff."', "AAé😀\U0010ffff.", [1, 5, 9, 15, 25, 35, 36], id="numbers"),
        pytest.param(r'"\xc3\xa9b"', "éb", [1, 9, 10], id="bytes of one character"),
        pytest.param(r'"\303\251"', "é", [1, 9], id="the same in octal numbers"),
        pytest.param(r'"a\xffé\xc3"', "a\udcffé\udcc3", [1, 2, 6, 7, 11], id="bytes of none"),
        pytest.param(r'"\y\ud800\U00110000\777\8"', r"\y\ud800\U00110000\777\8", [*range(1, 26)], id="what is no escape"),
    ],
)  # fmt: skip
def test_a_string_means(string: str, text: str, places: list[int]) -> None:
    found = meaning(string)
    assert (found.text, [*found.places]) == (text, places)


@tried(200)
@given(st.text(max_size=12))
def test_what_is_escaped_is_read_again(text: str) -> None:
    quoted = json.dumps(text, ensure_ascii=False).replace("\\/", "/")
    found = meaning(quoted)
    assert found.text == text
    assert len(found.places) == len(text) + 1
    assert found.places[-1] == len(quoted) - 1
