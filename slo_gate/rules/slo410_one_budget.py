from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Query, Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.queries import facts_of, ratios

ID = "SLO410"
PAGE = Page(
    "A ratio is one number, or says whose it is",
    "A selector that is not summed has a series for each server, path and code, and each of them gets an error budget of "
    "its own. Sum them for one budget, or sum them by the labels that shall each have one.",
    "good: {query: 'good_total{job=\"shop\"}'}\ntotal: {query: 'requests_total{job=\"shop\"}'}",
    "good: {query: 'sum(good_total{job=\"shop\"})'}\ntotal: {query: 'sum(requests_total{job=\"shop\"})'}",
    (Severity.NOTICE,),
)
_ONE_SERIES = frozenset({"vector", "absent", "absent_over_time", "scalar"})


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for ratio in ratios(slo):
            if _is_open(ratio.part) and _is_open(ratio.total):
                message = "neither query sums its series, so each of them has an error budget of its own"
                yield Found(ratio.part.location, message, "sum both: sum(…), or sum by (…) (…) for several budgets")


def _is_open(query: Query) -> bool:
    """Whether each series stays as it is; a format that makes the query sees to that itself."""
    facts = None if query.written else facts_of(query)
    if not facts or not facts.selectors or facts.groupings or not set("{[") & set(query.text):
        return False
    recorded = all(":" in one.name for one in facts.selectors)
    return not recorded and not any(call.name in _ONE_SERIES for call in facts.calls)
