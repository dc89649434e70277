"""The queries that a source is asked: those of the file, values with all their escapes."""

from datetime import timedelta

import promql_parser as promql
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.promql import events
from slo_gate.promql.parsing import RejectedError
from slo_gate.promql.selectors import NotUnderstoodError, vector_selectors
from tests.support.properties import tried

BUCKET = timedelta(minutes=5)
VALUES = st.text(st.sampled_from("ab\\\"{},=~ \n'`é}"), max_size=12)


def quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def matchers(text: str) -> list[tuple[str, str, str]]:
    (selector,) = vector_selectors(promql.parse(text))
    return [(one.name, str(one.op), one.value) for one in selector.matchers.matchers]


@pytest.mark.parametrize(
    ("query", "counted"),
    [
        pytest.param(r'x_total{a=~"5\\d"}', r'increase(x_total{a=~"5\\d"}[300s])', id="a class of a regular expression"),
        pytest.param(r"x_total{a=~`5\d`}", r'increase(x_total{a=~"5\\d"}[300s])', id="the same in backticks"),
        pytest.param(r'x_total{a="b\",c=\"d"}', r'increase(x_total{a="b\",c=\"d"}[300s])', id="quotes that would end the value"),
        pytest.param(r'x_total{a!="\n"}', r'increase(x_total{a!="\n"}[300s])', id="a line feed"),
        pytest.param(r'{__name__="x_total",a="\\"}', r'increase({__name__="x_total",a="\\"}[300s])', id="a name among the labels"),
        pytest.param('x_total{a="b"}', 'increase(x_total{a="b"}[300s])', id="nothing to escape"),
        pytest.param(r'x_total{a=~"[\\w.]{253}"}', r'increase(x_total{a=~"[\\w.]{253}"}[300s])', id="what RE2 takes and the parser does not"),
        pytest.param('x_total{a=~"b*",c!~"d|e",f!=""}', 'increase(x_total{a=~"b*",c!~"d|e",f!=""}[300s])', id="all operators"),
        pytest.param('x_total{a="~b",c="^",d!="=",e=~"!"}', 'increase(x_total{a="~b",c="^",d!="=",e=~"!"}[300s])', id="values that begin as marks do"),
        pytest.param('{"x_total",a=~"b"}', 'increase({__name__="x_total",a=~"b"}[300s])', id="a name in quotes"),
        pytest.param('{"~x"}', 'increase({__name__="~x"}[300s])', id="a name in quotes that begins as a mark does"),
        pytest.param('x_total{a=""}', 'increase(x_total{a=""}[300s])', id="an empty value"),
        pytest.param("x_total", "increase(x_total{}[300s])", id="nothing at all"),
    ],
)  # fmt: skip
def test_a_value_keeps_its_escapes(query: str, counted: str) -> None:
    assert events.counted(query, BUCKET) == counted
    assert events.newest(query) == counted.replace("increase(", "max(timestamp(").replace("[300s]", ")")


def test_a_wrong_expression_is_not_asked() -> None:
    with pytest.raises(RejectedError, match=r"regular expression .* missing closing \)"):
        events.newest('x{a=~"("}')


@tried(300)
@given(VALUES, VALUES)
def test_whatever_a_value_holds_it_is_asked_for(first: str, second: str) -> None:
    query = f"x_total{{a={quoted(first)},b!={quoted(second)}}}"
    wanted = [("a", "MatchOp.Equal", first), ("b", "MatchOp.NotEqual", second)]
    assert matchers(events.counted(query, BUCKET)) == matchers(events.newest(query)) == wanted


def test_an_offset_stays_behind_a_value_with_escapes() -> None:
    assert events.newest(r'x{a="\\"} offset 5m') == r'max(timestamp(x{a="\\"} offset 5m))'


@pytest.mark.parametrize("ask", [lambda query: events.counted(query, BUCKET), events.newest])
def test_alternatives_within_braces_are_not_understood(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(NotUnderstoodError, match="`or` within braces"):
        ask('x_total{a="b" or c="d"}')
