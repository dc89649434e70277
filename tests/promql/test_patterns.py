"""Queries are read by their patterns, and say what each says by itself."""

import importlib
import pkgutil
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import slo_gate.promql
from slo_gate.promql.analysis import analysed, analysed_alone
from slo_gate.promql.parsing import RejectedError, marked, sound_marks
from slo_gate.promql.patterns import pattern
from slo_gate.promql.skeletons import parse
from slo_gate.promql.tokens import filled
from tests.promql.queries import ANY, PIECES
from tests.support.properties import tried

VALUES: tuple[str, ...] = (
    "",
    "a",
    "shop-1",
    "5..",
    "(",
    "{",
    "}",
    "#",
    "a\\\\d",
    "\\n",
    '\\"',
    "\n",
    "'",
    "`",
    "{{.window}}",
    "$job",
    "$__range",
)
VALUES += ("offset inf", "[window", "1.0", "le", "a, b", "x=~", "é", "\x00", "\ud800", "__name__", "or", "/pay?a=b")
LABELS = ("job", "le", "__name__", '"a"', "or", "by", "é")

STRINGS = st.builds(lambda quote, value: quote + value + quote, st.sampled_from('"""\'`'), st.sampled_from(VALUES))
MATCHERS = st.one_of(
    st.builds(
        "".join, st.tuples(st.sampled_from(LABELS), st.sampled_from(["=", " = ", "!=", "=~", "!~", "=="]), STRINGS)
    ),
    STRINGS,
)
SELECTORS = st.builds(
    lambda name, matchers, end: f"{name}{{{','.join(matchers)}}}{end}",
    st.sampled_from(["x", "x_total", "", "sum"]),
    st.lists(MATCHERS, max_size=3),
    st.sampled_from(["", "[5m]", "[{{.window}}]", " offset 1m", ' # "b"', '\n# a="b', ' == "a"']),
)
TERMS = (
    "{}",
    "sum by (a) (rate({}[5m]))",
    'label_replace({}, "a", "b", "c", "d")',
    'count_values("v", {})',
    '{} / y{{a="b"}}',
)
QUERIES = st.one_of(
    st.builds(str.format, st.sampled_from(TERMS), SELECTORS),
    st.builds(lambda one, piece, other: f"{one} {piece} {other}", SELECTORS, st.sampled_from(PIECES), SELECTORS),
    ANY,
)


@tried(600)
@given(QUERIES)
@example('x{a="b",c=~"{{.window}}"}')
@example('x{a="b",c="\\d"}')
def test_a_query_says_what_it_says_by_itself(query: str) -> None:
    assert analysed(query) == analysed_alone(query)


@tried(600)
@given(QUERIES.map(lambda query: filled(query).plain))
@example('x{a!="b",c=~"d|"}')
@example('{a="b"} or x{"c"}')
@example('x{a="b"} + "c"')
@example('x{a="b"} + unknown_function(y{a="b"})')
def test_a_query_is_parsed_as_by_itself(query: str) -> None:
    assert told(lambda: parse(query)) == told(lambda: marked(query, sound_marks(query)))


def told(parsing: Callable[[], object]) -> str:
    """What was parsed, as the parser writes it, or why it is refused."""
    try:
        return str(parsing())
    except RejectedError as error:
        return f"refused: {error}"


@tried(300)
@given(QUERIES)
def test_a_pattern_is_a_query_of_that_length_and_its_own_pattern(query: str) -> None:
    assert len(pattern(query)) == len(query)
    assert pattern(pattern(query)) == pattern(query)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('sum(x{job="shop-1",code!="200"})', 'sum(x{job="desk-2",code!="404"})'),
        ('rate(x{path = "/pay"}[5m])', 'rate(x{path = "/buy"}[5m])'),
    ],
)
def test_queries_that_differ_in_values_alone_have_one_pattern(one: str, other: str) -> None:
    assert pattern(one) == pattern(other) != one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param('x{a="bb"}', 'x{a="b"}', id="in length"),
        pytest.param('x{a=~"b"}', 'x{a=~"c"}', id="in an expression"),
        pytest.param('{__name__="b"}', '{__name__="c"}', id="in a name"),
        pytest.param('{"b",a="b"}', '{"c",a="b"}', id="in a name in quotes"),
        pytest.param('count_values("b", x)', 'count_values("c", x)', id="in an argument"),
        pytest.param('x # "\n + y{a="b"}', 'x # "\n + y{a="c"}', id="behind a comment"),
        pytest.param('x{a="$b"}', 'x{a="$c"}', id="in what may be filled in"),
    ],
)
def test_queries_that_differ_elsewhere_have_two(one: str, other: str) -> None:
    assert pattern(one) != pattern(other)


def test_whatever_is_remembered_of_queries_has_a_bound() -> None:
    names = [one.name for one in pkgutil.walk_packages(slo_gate.promql.__path__, "slo_gate.promql.")]
    made = [value for name in names for value in vars(importlib.import_module(name)).values()]
    sizes = [value.cache_info().maxsize for value in made if hasattr(value, "cache_info")]
    assert sizes
    assert None not in sizes
