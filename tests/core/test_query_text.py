"""Two texts of a query are the same where nothing but blanks tells them apart."""

import pytest

from slo_gate.core.query_text import normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sum(rate(x[5m]))", " sum( rate( x[5m] ) )\n"),
        ('sum by (job) (x{a="b", c="d"})', 'sum by(job)(x{a="b",c="d"})'),
        ("select a\n  from t", "select a from t"),
    ],
)
def test_blanks_and_line_ends_make_no_difference(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param('x{a="b c"}', 'x{a="b  c"}', id="blanks in a text"),
        pytest.param('x{a="(b)"}', 'x{a="( b )"}', id="blanks beside a sign in a text"),
        pytest.param("x # or\nor y", "x # or or y", id="a line that a comment swallows"),
        pytest.param("select a -- b\n, c", "select a -- b , c", id="one that SQL's does"),
        pytest.param("select '\\' || 'a  b'", "select '\\' || 'a b'", id="an escape that is none"),
        pytest.param("select $$a  b$$", "select $$a b$$", id="blanks in a text in dollars"),
        pytest.param("select $t$a ( b$t$", "select $t$a(b$t$", id="a sign in one with a tag"),
        pytest.param("a b", "ab", id="two words for one"),
        pytest.param("x", "y", id="another word"),
    ],
)
def test_what_may_differ_is_not_the_same(one: str, other: str) -> None:
    assert normal(one) != normal(other)
