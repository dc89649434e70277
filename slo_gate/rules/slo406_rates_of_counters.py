import re
from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Call, Facts
from slo_gate.promql.queries import asked
from slo_gate.promql.words import COUNTING

ID = "SLO406"
PAGE = Page(
    "Rates are taken of counters",
    "`rate` and `increase` take every fall of a number for a restart. Of a gauge, such as a queue's length or the use of "
    "memory, they make nonsense. A counter's name ends with `_total`, `_count`, `_sum` or `_bucket`.",
    "query: sum(rate(queue_length[5m]))",
    "query: sum(rate(jobs_processed_total[5m]))",
    (Severity.WARNING,),
)
_GAUGE = re.compile(
    r"up|.*_(?:up|info|ratio|percent|percentage|usage|utili[sz]ation|celsius|temperature|length|depth|size|current|active"
    r"|in_flight|inflight|in_progress|inprogress|pending|limit|capacity|free|available|used|replicas|ready|healthy"
    r"|timestamp_seconds|timestamp|age|age_seconds|load1|load5|load15|threads|goroutines|memory_bytes|score|rating)"
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for query, facts in asked(slo).sound:
            for call in facts.calls:
                if call.name in COUNTING and _is_of_gauge(call, facts):
                    message = f"`{call.name}` is taken of `{call.inner[:80]}`, whose name is that of a gauge"
                    hint = "count with a counter; of a gauge, take avg_over_time, or compare it"
                    yield Found(query.at(call.start, call.end), message, hint)


def _is_of_gauge(call: Call, facts: Facts) -> bool:
    named = any(one.name == call.inner for one in facts.selectors)
    return named and _GAUGE.fullmatch(call.inner) is not None
