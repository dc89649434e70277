from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Ratio, Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Facts, Matcher, Selector
from slo_gate.promql.matching import apart, family
from slo_gate.promql.queries import asked, facts_asked

ID = "SLO403"
PAGE = Page(
    "Good or bad events are among all events",
    "Each event that is counted as good or bad must be counted in the total too, or the ratio says nothing. Where the "
    "labels of the two exclude each other, or the total is limited to less than its part, one of them is wrong; often they "
    "were swapped.",
    'good: {query: \'sum(http_requests_total{job="shop", code="200"})\'}\n'
    "total: {query: 'sum(http_requests_total{job=\"desk\"})'}",
    'good: {query: \'sum(http_requests_total{job="shop", code="200"})\'}\n'
    "total: {query: 'sum(http_requests_total{job=\"shop\"})'}",
    (Severity.ERROR, Severity.WARNING),
)
_ADDING = frozenset({"+", "or", "by", "without"})
_SPLITTING = frozenset({"le"})
"""The labels of one event's several series: the buckets it falls into."""


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for ratio, part, _ in asked(slo).ratios:
            total = facts_asked(ratio.total)
            if part and total and _is_sum(part) and _is_sum(total):
                for selector in part.selectors:
                    yield from _judge(ratio, selector, total.selectors)


def _is_sum(facts: Facts) -> bool:
    """What is subtracted, divided or filtered may stand outside the total."""
    return facts.signs <= _ADDING


def _judge(ratio: Ratio, selector: Selector, totals: Sequence[Selector]) -> Iterator[Found]:
    kin = family(selector.name)
    related = [one for one in totals if family(one.name) == kin]
    compared = related or totals
    contradictions = [_contradiction(selector, one) for one in compared]
    known = [pair for pair in contradictions if pair]
    if known and len(known) == len(contradictions):
        own, other = known[0]
        yield _excluded(ratio, own, other, Severity.ERROR if related else Severity.WARNING)
    elif related and all(_limits(one, selector) for one in related):
        yield _too_narrow(ratio, selector, _limits(related[0], selector)[0])


def _contradiction(selector: Selector, total: Selector) -> tuple[Matcher, Matcher] | None:
    others: dict[str, list[Matcher]] = {}
    for other in total.matchers:
        others.setdefault(other.label, []).append(other)
    for own in selector.matchers:
        for other in others.get(own.label, ()) if own.label not in _SPLITTING else ():
            if apart(own, other):
                return own, other
    return None


def _limits(total: Selector, selector: Selector) -> list[Matcher]:
    """What the total is limited by, and its part is not."""
    labels = {one.label for one in selector.matchers} | _SPLITTING
    return [one for one in total.matchers if one.label not in labels]


def _excluded(ratio: Ratio, own: Matcher, other: Matcher, severity: Severity) -> Found:
    message = (
        f"{_name(ratio)} events have {_shown(own)} and the total has {_shown(other)}, so the total counts none of them"
    )
    return Found(ratio.part.at(own.start, own.end), message, "count the same events in both", severity=severity)


def _too_narrow(ratio: Ratio, selector: Selector, limit: Matcher) -> Found:
    message = f"the total is limited to {_shown(limit)} and the {_name(ratio)} events are not"
    hint = f"add {_shown(limit)} here, or remove it from the total; or were the two queries swapped?"
    return Found(ratio.part.at(selector.start, selector.end), message, hint, severity=Severity.WARNING)


def _name(ratio: Ratio) -> str:
    return "good" if ratio.good else "bad"


def _shown(matcher: Matcher) -> str:
    return f'`{matcher.label}{matcher.op}"{matcher.value[:60]}"`'
