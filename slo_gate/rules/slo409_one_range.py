from collections.abc import Iterator, Sequence

from slo_gate.core.duration import spell
from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Query, Ratio, Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Facts, Range
from slo_gate.promql.queries import asked

ID = "SLO409"
PAGE = Page(
    "Everything is counted over the same range",
    "Where a query counts one thing over five minutes and the other over the window, or good events over another range "
    "than all events, their ratio is none of one stretch of time.",
    "good: {query: 'sum(increase(good_total[5m]))'}\ntotal: {query: 'sum(increase(requests_total[1h]))'}",
    "good: {query: 'sum(increase(good_total[5m]))'}\ntotal: {query: 'sum(increase(requests_total[5m]))'}",
    (Severity.WARNING,),
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for query, facts in asked(slo).sound:
            if facts.ranges:
                yield from _within(query, facts)
        for ratio, part, total in asked(slo).ratios:
            if part and total and part.ranges and total.ranges:
                yield from _between(ratio, part, total)


def _within(query: Query, facts: Facts) -> Iterator[Found]:
    first, other = _two(facts)
    if first and other:
        yield _found(query, other, first, "in the same query")


def _two(facts: Facts) -> tuple[Range | None, Range | None]:
    """A range and one that differs, the window's first. What a subquery goes over is no range of the whole."""
    if facts.has_subquery or not facts.ranges:
        return None, None
    first = next((one for one in facts.ranges if one.length is None), facts.ranges[0])
    return first, next((one for one in facts.ranges if one.length != first.length), None)


def _between(ratio: Ratio, part: Facts, total: Facts) -> Iterator[Found]:
    (mine, odd), (its, strange) = _two(part), _two(total)
    if mine and its and not odd and not strange and mine.length != its.length:
        yield _found(ratio.total, its, mine, "for its part")


def _found(query: Query, odd: Range, usual: Range, where: str) -> Found:
    message = f"the range is {_shown(odd)} here, and {_shown(usual)} {where}"
    return Found(query.at(odd.start, odd.end), message, "count both over the same range")


def _shown(one: Range) -> str:
    return spell(one.length) if one.length else "the window"
