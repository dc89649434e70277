"""What a query says is read with its places."""

import pytest

from slo_gate.promql.analysis import analysed
from slo_gate.promql.facts import Facts
from slo_gate.promql.matching import apart
from slo_gate.promql.sameness import same


def facts(query: str) -> Facts:
    found = analysed(query).facts
    assert found
    return found


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("sum by (le, job) (rate(x[5m]))", ["x"]),
        ("a + on (b) group_left (c) d", ["a", "d"]),
        ('{__name__="a", b="c"}', ['{__name__="a", b="c"}']),
        ("x offset 5m @ end()", ["x"]),
        ("topk(5, a{b='c'}) > bool 3", ["a{b='c'}"]),
        ("a[1h:1m] ", ["a"]),
        ("sum(x) by (y) + inf", ["x"]),
        ("count_values('v', build_info)", ["build_info"]),
        ("x[{{.window}}]", ["x"]),
    ],
)
def test_selectors(query: str, wanted: list[str]) -> None:
    assert [query[one.start : one.end] for one in facts(query).selectors] == wanted


def test_matchers_with_their_places() -> None:
    query = "x{a=\"1\", b=~`2|3`,c!='4'}"
    found = facts(query).selectors[0].matchers
    assert [query[one.start : one.end] for one in found] == ['a="1"', "b=~`2|3`", "c!='4'"]
    assert [(one.label, one.op, one.value) for one in found] == [("a", "=", "1"), ("b", "=~", "2|3"), ("c", "!=", "4")]


def test_a_label_may_have_the_name_of_an_operator() -> None:
    found = facts('x{or="1" or by="2"}').selectors[0].matchers
    assert [(one.label, one.op, one.value) for one in found] == [("or", "=", "1"), ("by", "=", "2")]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("sum(x)", [(False, set())]),
        ("sum by (a, b) (x)", [(False, {"a", "b"})]),
        ("sum(x) without (a)", [(True, {"a"})]),
        ("sum(sum by (a) (x))", [(False, set())]),
        ("sum by (a) (x) - sum by (b) (y)", [(False, {"a"}), (False, {"b"})]),
        ("x", []),
    ],
)
def test_outermost_groupings(query: str, wanted: list[tuple[bool, set[str]]]) -> None:
    assert [(one.without, set(one.labels)) for one in facts(query).groupings] == wanted


@pytest.mark.parametrize(
    ("query", "inner"),
    [
        ("increase(sum(x)[5m:])", ("increase", "sum", True)),
        ("increase((sum by (a) (x))[5m:])", ("increase", "sum", True)),
        ("increase(x[5m])", ("increase", "x", False)),
    ],
)
def test_calls_and_what_they_are_of(query: str, inner: tuple[str, str, bool]) -> None:
    assert facts(query).calls[0][:3] == inner


@pytest.mark.parametrize(
    ("one", "other", "are_apart"),
    [
        ('a="1"', 'a="2"', True),
        ('a="1"', 'a="1"', False),
        ('a=~"5.."', 'a="200"', True),
        ('a=~"5.."', 'a="503"', False),
        ('a=~"5.."', 'a=~"4..|50."', False),
        ('a=~"(1|2)"', 'a!~"1|2|3"', True),
        ('a=~"1.*"', 'a="2"', False),
        ('a!="1"', 'a="1"', True),
        ('a!="1"', 'a!="2"', False),
        ('a=~"1|23"', 'a!~"1|.3"', True),
        ('a=~"1|.3"', 'a!~"1|23"', False),
        pytest.param(f'a=~"{"|".join(["1"] * 300)}"', f'a=~"{"|".join(["2"] * 300)}"', True, id="many plain choices"),
        pytest.param(f'a=~"{"|".join(["1."] * 30)}"', f'a=~"{"|".join(["2."] * 30)}"', False, id="too many with dots"),
        pytest.param(f'a!~"{"|".join(["1."] * 30)}"', f'a=~"{"|".join(["12"] * 30)}"', True, id="many that are one"),
    ],
)
def test_matchers_that_no_value_fits_both_of(one: str, other: str, *, are_apart: bool) -> None:
    first, second = (facts(f"x{{{text}}}").selectors[0].matchers[0] for text in (one, other))
    assert apart(first, second) is apart(second, first) is are_apart


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("sum(x)", "sum( x )", True),
        ("sum by (a,b) (x)", "sum(x) by (b, a)", True),
        ("x{a='1',b='2'}", 'x{b="2", a="1"}', True),
        ("x # good", "x", True),
        ("clamp(x, 1, 2)", "clamp(x, 2, 1)", False),
        ("x{a='1'}", "x{a='2'}", False),
        ("x{a=~'1'}", "x{a='1'}", False),
        ("x{a=~'1*'}", "x{a!='1*'}", False),
        ("x{a=~'[\\\\w.]{253}'}", "x{ a=~'[\\\\w.]{253}' }", True),
        ("SELECT 1", "SELECT 1", True),
        ("SELECT 1", "SELECT  1", False),
        ("", "", False),
    ],
)
def test_queries_that_ask_the_same(one: str, other: str, *, are_same: bool) -> None:
    assert same(one, other) is same(other, one) is are_same
