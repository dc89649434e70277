from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Selector
from slo_gate.promql.matching import matches_all
from slo_gate.promql.queries import asked

ID = "SLO412"
PAGE = Page(
    "Selectors name a metric",
    "A selector without one takes every metric with these labels, and adds seconds to bytes. It is also the dearest thing "
    "that a server can be asked.",
    "query: 'sum({job=\"shop\"})'",
    "query: 'sum(http_requests_total{job=\"shop\"})'",
    (Severity.WARNING,),
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for query, facts in asked(slo).sound:
            for selector in facts.selectors:
                if _is_open(selector):
                    message = "the selector names no metric, so it takes all of them"
                    yield Found(query.at(selector.start, selector.end), message, "write the metric before the brace")


def _is_open(selector: Selector) -> bool:
    return not selector.name and all(matches_all(one) for one in selector.matchers if one.label == "__name__")
