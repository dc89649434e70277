from collections.abc import Iterator, Sequence

from slo_gate.core.alerting import MISDIRECTED, doubts
from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation

ID = MISDIRECTED
PAGE = Page(
    "A burn-rate alert fires when the budget burns",
    "With `lte` or `lt`, an alert fires while all is well and is silent in an outage. With a threshold of 0 or less, it "
    "fires always or never: no burn rate is below 0.",
    "condition:\n  kind: burnrate\n  op: lte\n  threshold: 2\n  lookbackWindow: 1h",
    "condition:\n  kind: burnrate\n  op: gte\n  threshold: 2\n  lookbackWindow: 1h",
    (Severity.WARNING,),
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for alert in slo.alerts:
            yield from (Found(alert.location, message, hint) for message, hint in doubts(alert.op, alert.threshold))
