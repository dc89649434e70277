"""What slo-generator can make a query of Prometheus of.

Source: google/slo-generator v2, `backends/prometheus.py`, `_fmt_query`.
"""

from collections.abc import Iterator

from slo_gate.core.declared import Declared
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Scalar
from slo_gate.formats.slo_generator import indicators, pages
from slo_gate.formats.slo_generator.classes import class_of
from slo_gate.formats.slo_generator.selector import calls, has_window, selector_of
from slo_gate.formats.slo_generator.values import has_variable

FILTERS = ("filter_good", "filter_bad", "filter_valid")
_SLI = "service_level_indicator"


def check_queries(slo: Declared) -> Iterator[Finding]:
    if class_of(slo.spec.text("backend")) != "prometheus":
        return
    match slo.spec.text("method"):
        case indicators.QUERY_SLI:
            yield from _ratio(slo)
        case indicators.GOOD_BAD_RATIO if slo.spec.get(_SLI, "operators") is None:
            for key in FILTERS:
                yield from _filter(slo, key)
        case indicators.DISTRIBUTION_CUT:
            yield from _distribution(slo)


def _written(slo: Declared, key: str) -> Scalar | None:
    """What is in the file; None where a variable may put anything into it."""
    found = slo.spec.get(_SLI, key)
    return found if isinstance(found, Scalar) and found.text and not has_variable(found) else None


def _ratio(slo: Declared) -> Iterator[Finding]:
    expression = _written(slo, "expression")
    if expression and not has_window(expression.text):
        message = "`expression` has no `[window]`, so slo-generator writes the window behind all of it"
        yield _error(slo, pages.NO_WINDOW, expression, message, "write `[window]` where the range belongs")


def _filter(slo: Declared, key: str) -> Iterator[Finding]:
    found = _written(slo, key)
    if found and calls(found.text):
        message = f"`{key}` is more than a selector, and slo-generator puts `sum(increase(…))` around it"
        hint = 'write the counter alone, such as `requests_total{code="200"}`; or use `method: query_sli`'
        yield _error(slo, pages.NO_WINDOW, found, message, hint)


def _distribution(slo: Declared) -> Iterator[Finding]:
    found = _written(slo, "expression")
    selector = selector_of(found.text) if found else None
    if not found or not selector:
        return
    matchers = (selector.matchers or "").strip()
    if selector.matchers is None:
        message = "`expression` has no braces, so slo-generator never adds the bucket: all of them are summed as good"
    elif not matchers:
        message = "`expression` has empty braces, and slo-generator makes `{, le=…}` of them"
    elif "le" in selector.labels:
        message = "`expression` has a matcher of `le`, and slo-generator adds another"
    else:
        return
    hint = f'write a matcher that is not of `le`, such as `{selector.name or "latency_bucket"}{{job="web"}}`'
    yield _error(slo, pages.NO_BUCKET, found, message, hint)


def _error(slo: Declared, rule: str, at: Scalar, message: str, hint: str) -> Finding:
    return Finding(rule, Severity.ERROR, Location(slo.file, at.span), message, hint)
