"""Whatever an expression is, it is judged soon, and what is wrong is within it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.promql.parsing import MAX_LENGTH
from slo_gate.promql.re2 import judged
from slo_gate.promql.re2.wrong import Code, Wrong
from tests.support.properties import tried

SECONDS = 2
"""What a whole file may take. Measured: at most 0.04 on an idle machine."""
LETTERS = st.sampled_from(
    ["a", "é", "\n", r"\d", r"\x{41}", r"\pL", ".", "[a-z]", "[^[:alpha:]_]", r"\Q(\E", "^", r"\b", "{"]
)
SOUND = st.recursive(
    LETTERS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map("|".join).map("({})".format),
        st.builds("(?:{}){}".format, inner, st.sampled_from(["*", "+?", "?", "{2}", "{0,3}", "{1,}"])),
        st.builds("({}{})".format, st.sampled_from(["?i:", "?s-m:", "?P<n>", "?<n>", "?U)("]), inner),
    ),
    max_leaves=8,
)  # fmt: skip
PIECES = st.sampled_from(
    ["a", "(", ")", "(?", "(?P<", "(?<", ">", "[", "[^", "]", "[:", ":]", "|", "*", "+", "?", "{", "}", "{2}", "{1001}", "1", ",", "-",
    "\\", r"\p", r"\p{", r"\x", r"\Q", r"\E", "i", ":", "^", "$", ".", "\udcff", "é"]
)  # fmt: skip


@tried(300)
@given(SOUND)
def test_what_is_built_by_the_grammar_is_taken(expression: str) -> None:
    assert isinstance(judged(expression), bool)


@tried(500)
@given(st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=20)))
def test_whatever_the_text_is_the_fault_is_within_it(expression: str) -> None:
    verdict = judged(expression)
    if isinstance(verdict, Wrong):
        assert 0 <= verdict.start < verdict.end <= len(expression)


@tried(100)
@given(st.lists(PIECES, min_size=1, max_size=4).map("".join), st.lists(PIECES, max_size=3).map("".join))
def test_an_expression_of_any_length_is_judged_soon(piece: str, end: str) -> None:
    expression = piece * (MAX_LENGTH // len(piece)) + end
    begun = time.process_time()
    judged(expression)
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        pytest.param("(" * 999 + "a" + ")" * 999, None, id="999 groups"),
        pytest.param("(" * 1_000 + "a" + ")" * 1_000, Code.TOO_DEEP, id="1,000 groups"),
        pytest.param("(?:" * 2_000 + "a" + ")" * 2_000, None, id="groups that hold one thing alone"),
        pytest.param("(?:" * 2_000 + "a" + ")*" * 2_000, Code.TOO_DEEP, id="repetitions within repetitions"),
        pytest.param("(?:b" * 2_000 + "a*" + ")" * 2_000, None, id="sequences in sequences"),
        pytest.param("(?:" + "a*" * 1_118 + "){1000}", None, id="1,118 parts 1,000 times"),
        pytest.param("(?:" + "a*" * 1_119 + "){1000}", Code.TOO_LARGE, id="1,119 parts 1,000 times"),
        pytest.param("a{1000}" * 2_000, None, id="repetitions one after the other"),
    ],
)
def test_limits_are_those_of_go(expression: str, code: Code | None) -> None:
    verdict = judged(expression)
    assert (verdict.code if isinstance(verdict, Wrong) else None) is code
