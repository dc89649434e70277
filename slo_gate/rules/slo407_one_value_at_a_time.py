from collections.abc import Iterator, Sequence

from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo, distinct_queries
from slo_gate.core.validation import Validation
from slo_gate.promql.parsing import Kind
from slo_gate.promql.queries import facts_asked

ID = "SLO407"
PAGE = Page(
    "A query has one value at a time",
    "What is measured is an instant vector: for each series one number, at one instant. A range vector, a scalar and a "
    "string are none, and no tool can make a rule of them.",
    "query: http_requests_total[5m]",
    "query: sum(increase(http_requests_total[5m]))",
)
_WAY_OUT = {
    Kind.RANGE: "take its rate or increase; or, of a counter, leave the range out",
    Kind.SCALAR: "name a metric; a constant is written vector(1)",
    Kind.STRING: "name a metric, without quotes around the query",
}


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for query in distinct_queries(slo):
            facts = facts_asked(query)
            if facts and facts.kind in _WAY_OUT:
                message = f"the query is {facts.kind}; it must be {Kind.VECTOR}"
                yield Found(query.location, message, _WAY_OUT[facts.kind])
