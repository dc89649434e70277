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
        "x{a='`',b=«\"»\n\",c=\"\\\\d\"}",
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
        'x{a=~"«(»"}',
        'x{a="(", b!~"ok|a«**»"}',
        r'x{a=~"a«\\y»"}',
        r"x{a=~'\x41\'\u00e9«[\\w»'}",
        r'x{a=~"\xc3\xa9é«\xff»"}',
        "x{a=~`5\\d«(?=»0)`}",
        "x{a=~ # the class\n `«[a»`}",
        'sum(x{a=~"«*»"})',
        'sum(rate(x{a=~"«*»"}))',
        'x{a=~"*" «y»}',
        '{a=~"«(»"}',
        '«{a=~"a*|b"}»',
        '«{a!~".+"}»',
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
    assert analysed(query) == (None, None)


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


@pytest.mark.parametrize(
    "query", ["x[nan]", "x offset -inf", "x[99999999999999999999]", "x offset 1e400", "x[1h:1e400]", "x[1h: inf]"]
)
def test_numbers_that_the_parser_panics_at_are_faults(query: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert analysed(query).fault
    assert capfd.readouterr().err == "", "a panic is told"


@pytest.mark.parametrize("query", ["x{a=~`5\\d\\d`}", 'x{a=~`"\\d"\n`, b="`c"}', "x{a=~`\\(`}"])
def test_backslashes_in_backticks_are_no_escapes(query: str) -> None:
    assert located(query) is None


@pytest.mark.parametrize(
    ("expression", "message", "hint"),
    [
        ("a\\\\y", r"takes: invalid escape sequence: `\y`", "remove the backslash"),
        ("(a)\\\\1", r"takes: invalid escape sequence: `\1`", "no references"),
        ("a{1001}", "takes: invalid repeat count: `{1001}`", "at most 1,000 times"),
        ("(a{1000}){1000}", "takes: invalid repeat count: `{1000}`", "at most 1,000 times"),
        ("(?!a)", "takes: invalid or unsupported Perl syntax: `(?!`", "neither ahead nor back"),
        ("(?<=a)b", "takes: invalid named capture: `(?<=a)b`", "neither ahead nor back"),
        ("\\xff", "takes: invalid UTF-8", "write characters"),
    ],
)
def test_a_wrong_expression_is_told_in_the_words_of_go(expression: str, message: str, hint: str) -> None:
    fault = located(f'x{{a=~"{expression}"}}')
    assert fault
    assert fault.message.endswith(message)
    assert hint in fault.help


@pytest.mark.parametrize(
    "expression",
    [
        r"[\\w.]{253}",
        "{{ .Values.code }}",
        "a{,5}",
        r"\\Q.\\E",
        "(?<n>a)",
        "[a&&b]",
        "[INF]",
        "offset inf",
        r"\\-\\_\\/",
    ],
)
def test_what_re2_takes_has_no_fault_whatever_the_parser_would_make_of_it(expression: str) -> None:
    assert analysed(f'x{{a=~"{expression}", b!~"{expression}"}}').facts


@pytest.mark.parametrize(
    "query",
    ['{a=~".+"}', '{a!~".*"}', '{a!~""}', '{a=~"|b", c="d"}', '{a=~"^$", b=~"b"}', '{__name__=~"(a)?b"}', 'x{a=~"", b!~".+"}'],
)  # fmt: skip
def test_a_selector_that_does_not_fit_everything_needs_no_name(query: str) -> None:
    assert analysed(query).fault is None


@pytest.mark.parametrize(
    "query", ['{a=~".*"}', '{a!~".+"}', '{a=~""}', '{a=~"a?|b", c=""}', r'{a=~"\\B"}', r'{a!~"\\b"}']
)
def test_a_selector_that_fits_everything_needs_a_name(query: str) -> None:
    fault = located(query)
    assert fault
    assert "at least one non-empty matcher" in fault.message


@tried(400)
@given(ANY)
def test_whatever_the_text_is_its_fault_is_within_it(query: str) -> None:
    fault = located(query)
    if fault:
        assert 0 <= fault.start <= fault.end <= len(query)
        assert fault.message
        assert fault.help
