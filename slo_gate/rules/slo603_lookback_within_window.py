from collections.abc import Iterator, Sequence

from slo_gate.core.duration import spell
from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation

ID = "SLO603"
PAGE = Page(
    "An alert looks back over no more than the window",
    "A burn rate over more than the window counts events that the budget has forgotten.",
    "# timeWindow: 7d\ncondition:\n  kind: burnrate\n  op: gt\n  threshold: 1\n  lookbackWindow: 30d",
    "# timeWindow: 7d\ncondition:\n  kind: burnrate\n  op: gt\n  threshold: 1\n  lookbackWindow: 1d",
    (Severity.WARNING,),
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for alert in slo.alerts:
            window = slo.window.duration.nominal
            if alert.lookback > window:
                message = (
                    f"the alert looks back over {spell(alert.lookback)}, longer than the window of {spell(window)} "
                    f"of `{slo.name[:80]}`"
                )
                yield Found(alert.location, message, "look back over a part of the window, such as 1h")
