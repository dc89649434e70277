from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.analysis import located
from slo_gate.promql.queries import asked

ID = "SLO401"
PAGE = Page(
    "A query of a Prometheus is PromQL",
    "A server refuses what it cannot parse, and the promise is then not measured. Brackets, strings, durations, functions "
    "and their arguments are judged. Placeholders such as `{{.window}}` and `$__range` count as durations; a query that "
    "holds other ones is left alone. What VictoriaMetrics understands beyond PromQL is left alone where "
    "the file says `type: victoriametrics`.",
    "query: sum(rate(http_requests_total{code=~200}[5m])",
    'query: sum(rate(http_requests_total{code=~"200"}[5m]))',
    (Severity.ERROR, Severity.WARNING),
)


MOST = 20_000
"""How many characters of queries are searched for mistakes: of those beyond, the query is named alone."""


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    searched = 0
    for slo in slos:
        for query, vague in asked(slo).faults:
            searched += len(query.original) if vague.vague else 0
            fault = (located(query.original) or vague) if searched <= MOST else vague
            severity = Severity.WARNING if fault.of_metricsql else Severity.ERROR
            yield Found(query.at(fault.start, fault.end), fault.message, fault.help, severity=severity)
