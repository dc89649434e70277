"""Sums of which one is a part of another, and which regular expressions tell them apart here."""

import pytest

from slo_gate.promql.selectors import Matcher
from slo_gate.promql.sums import fitting, sum_of


@pytest.mark.parametrize(
    ("expression", "one", "other"),
    [
        pytest.param("5..", "503", "200", id="any characters"),
        pytest.param("(4|5)00|503", "400", "4003", id="choices"),
        pytest.param("2.*", "2\n", "12", id="whatever follows"),
        pytest.param("[45][0-9]+", "499", "399", id="classes in brackets"),
        pytest.param("", "", "x", id="nothing"),
    ],
)
def test_a_series_fits_as_the_server_would_say(expression: str, one: str, other: str) -> None:
    test = fitting(frozenset({Matcher("code", "=~", expression)}))
    assert test
    assert test({"code": one})
    assert not test({"code": other})


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param(r"5\d\d", id="a class of RE2's own"),
        pytest.param("(?i)get", id="a flag"),
        pytest.param("(a|b)*", id="a repeated group"),
        pytest.param(".*" * 12 + "x", id="repetitions that Python would try against each other"),
        pytest.param("(a|aa)" * 30 + "b", id="groups that it would, too"),
        pytest.param("a?" * 30 + "a" * 30, id="what may be left out, thirty times"),
        pytest.param("|".join(map(str, range(100))), id="very many choices"),
    ],
)
def test_what_python_might_read_otherwise_or_slowly_is_left_to_the_server(expression: str) -> None:
    assert fitting(frozenset({Matcher("code", "=~", expression)})) is None


@pytest.mark.parametrize(
    "query",
    [
        "requests_total",
        "avg(requests_total)",
        "sum without (a) (x_total)",
        "sum(x_total offset 5m)",
        "sum(a_total + b_total)",
    ],
)
def test_what_is_no_plain_sum_is_not_looked_into(query: str) -> None:
    assert sum_of(query) is None
