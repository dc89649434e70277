from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Query, Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Facts
from slo_gate.promql.queries import asked
from slo_gate.promql.words import COUNTING

ID = "SLO414"
PAGE = Page(
    "`counter: true` stands beside counters",
    "It says that the numbers only ever grow, so that a tool takes their increase. A rate goes up and down: of it, the "
    "increase is nonsense. slo-gate looks at the query and counts either rightly; other tools believe the file.",
    "counter: true\ngood: {query: 'sum(rate(good_total[5m]))'}\ntotal: {query: 'sum(rate(requests_total[5m]))'}",
    "counter: true\ngood: {query: sum(good_total)}\ntotal: {query: sum(requests_total)}",
    (Severity.NOTICE,),
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        if slo.format.startswith("openslo"):
            for ratio, _, total in asked(slo).ratios:
                if ratio.counter and total:
                    yield from _judge(ratio.total, total)


def _judge(total: Query, facts: Facts) -> Iterator[Found]:
    for call in facts.calls:
        if call.name in COUNTING:
            message = f"`counter` is true, and `{call.name}` makes of the counter a number that goes up and down"
            yield Found(total.at(call.start, call.end), message, "write `counter: false`, or the counter alone")
            return
