from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Query, Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Facts
from slo_gate.promql.queries import asked

ID = "SLO410"
PAGE = Page(
    "A ratio is one number, or says whose it is",
    "A selector that is not summed has a series for each server, path and code, and each of them gets an error budget of "
    "its own. Sum them for one budget, or sum them by the labels that shall each have one.",
    "good: {query: 'good_total{job=\"shop\"}'}\ntotal: {query: 'requests_total{job=\"shop\"}'}",
    "good: {query: 'sum(good_total{job=\"shop\"})'}\ntotal: {query: 'sum(requests_total{job=\"shop\"})'}",
    (Severity.NOTICE,),
)
_BRACKETED = frozenset("{[")
_ONE_SERIES = frozenset({"vector", "absent", "absent_over_time", "scalar"})


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for ratio, part, total in asked(slo).ratios:
            if part and total and _is_open(ratio.part, part) and _is_open(ratio.total, total):
                message = "neither query sums its series, so each of them has an error budget of its own"
                yield Found(ratio.part.location, message, "sum both: sum(…), or sum by (…) (…) for several budgets")


def _is_open(query: Query, facts: Facts) -> bool:
    """Whether each series stays as it is; a format that makes the query sees to that itself."""
    if query.written or facts.groupings or not facts.selectors or _BRACKETED.isdisjoint(query.text):
        return False
    recorded = all(":" in one.name for one in facts.selectors)
    return not recorded and not any(call.name in _ONE_SERIES for call in facts.calls)
