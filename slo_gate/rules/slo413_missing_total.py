from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Query, Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Facts
from slo_gate.promql.queries import asked

ID = "SLO413"
PAGE = Page(
    "A missing total is not hidden",
    "`or vector(0)` makes a number of events that cannot be found 0. For bad events that can be right: there were none. "
    "For the total it turns a dead exporter into a quiet day.",
    "total: {query: sum(http_requests_total) or vector(0)}",
    "total: {query: sum(http_requests_total)}",
    (Severity.WARNING,),
)
_ADDING = frozenset({"+", "-"})
"""A total of several numbers may need a 0 for one of them."""


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for ratio, _, total in asked(slo).ratios:
            if total and "or" in total.signs and total.signs.isdisjoint(_ADDING):
                yield from _judge(ratio.total, total)


def _judge(total: Query, facts: Facts) -> Iterator[Found]:
    for call in facts.calls:
        if call.name == "vector" and call.inner == "0":
            message = "`or vector(0)` on the total hides that its series are missing"
            yield Found(total.at(call.start, call.end), message, "remove it here; for bad events it may stay")
