from collections.abc import Iterator, Sequence

from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.queries import asked
from slo_gate.promql.words import AGGREGATIONS, COUNTING

ID = "SLO405"
PAGE = Page(
    "Counters are counted before they are summed",
    "A restart resets one counter, not their sum. Taken of a sum, `rate` and `increase` see every restart of one server as "
    "a reset of all, and count everything anew: hundreds of times too much.",
    "query: increase(sum(http_requests_total)[1h:1m])",
    "query: sum(increase(http_requests_total[1h]))",
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for query, facts in asked(slo).sound:
            for call in facts.calls:
                if call.name in COUNTING and call.inner_is_call and call.inner.lower() in AGGREGATIONS:
                    message = f"`{call.name}` of `{call.inner}` takes a restart of one counter for one of them all"
                    hint = f"turn them round: {call.inner}({call.name}(…[5m]))"
                    yield Found(query.at(call.start, call.end), message, hint)
