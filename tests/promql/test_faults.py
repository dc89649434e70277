"""Where a query stops being PromQL is found to the character, and never outside the query."""

import pytest
from hypothesis import given

from slo_gate.promql.analysis import analysed, located
from slo_gate.promql.parsing import MAX_DEPTH, MAX_LENGTH, MAX_OPERATORS
from tests.promql.queries import ANY, SOUND
from tests.support.properties import tried


def marked(query: str) -> str:
    """The query with what is wrong with it in angle quotes."""
    fault = located(query)
    return query if fault is None else f"{query[: fault.start]}«{query[fault.start : fault.end]}»{query[fault.end :]}"


@pytest.mark.parametrize(
    "wanted",
    [
        "sum«(»rate(x[5m])",
        "sum(rate(x[5m]))«)»",
        'x«{»a="b"',
        "x«[»5m",
        'x{a=«"»b}',
        "x{a=«'»b}\n",
        "x «y»",
        "x{a=«b»}",
        "x{a=~«5..»}",
        'x{«,»a="b"}',
        'x{a="b" «c»="d"}',
        'x{a="b"}«{»c="d"}',
        "x[«-»5m]",
        "x[5 «m»]",
        "x[«1mo»]",
        "x[«5m5h»]",
        "x[«]»",
        "x[«0s»]",
        "x[1h:1m«:»]",
        "«1.2.3»",
        "x «&» y",
        "x «/»",
        "x / «/» y",
        "x «offset»",
        "sum(x) «by»",
        "sum by (a «b») (x)",
        "sum by «x»",
        "x == «bool»",
        "«increse»(x[5m])",
        "sum(«rate»(x))",
        "«sum»(x[5m])",
        "«quantile»(0.9)",
        'x{a=~«"("»}',
        'x{a=«"\\d"»}',
        "a + sum(b,«)»",
        "# y\nx «y»",
        "x[{{.window}}] «y»",
        "sum(rate(x[$__range])) by «(»",
    ],
)  # fmt: skip
def test_a_fault_is_placed(wanted: str) -> None:
    assert marked(wanted.replace("«", "").replace("»", "")) == wanted


@pytest.mark.parametrize("query", SOUND)
def test_a_sound_query_has_no_fault(query: str) -> None:
    analysis = analysed(query)
    assert analysis.fault is None
    assert analysis.facts


@pytest.mark.parametrize("query", ["rate(x[$range])", "x{{ labels }}", "${metric} + 1", "holt_winters(x[5m], 1, 1)"])
def test_a_template_and_what_the_parser_cannot_know_is_not_judged(query: str) -> None:
    assert analysed(query) == (None, None, ())


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("x" * (MAX_LENGTH + 1), id="too long"),
        pytest.param("(" * (MAX_DEPTH + 1) + "x" + ")" * (MAX_DEPTH + 1), id="too deep"),
        pytest.param("+".join("x" * (MAX_OPERATORS + 2)), id="too many operators"),
        pytest.param("-" * 10_000 + "x", id="signs that would end the process"),
    ],
)
def test_an_excessive_query_is_refused_before_it_is_parsed(query: str) -> None:
    fault = located(query)
    assert fault
    assert "too long to be judged" in fault.message


@pytest.mark.parametrize("query", ["x[nan]", "x offset -inf", "x[99999999999999999999]", "x offset 1e400"])
def test_numbers_that_the_parser_panics_at_are_faults(query: str) -> None:
    assert analysed(query).fault


@pytest.mark.parametrize("query", ["x{a=~`5\\d\\d`}", 'x{a=~`"\\d"\n`, b="`c"}', "x{a=~`\\(`}"])
def test_backslashes_in_backticks_are_no_escapes(query: str) -> None:
    assert located(query) is None


def test_a_regular_expression_that_would_take_the_parser_long_is_refused() -> None:
    fault = located('x{a=~"(a{1000}){1000}"}')
    assert fault
    assert "repeats something more than" in fault.message
    assert located('x{a=~"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}"}') is None


@tried(400)
@given(ANY)
def test_whatever_the_text_is_its_fault_is_within_it(query: str) -> None:
    fault = located(query)
    if fault:
        assert 0 <= fault.start <= fault.end <= len(query)
        assert fault.message
        assert fault.help
