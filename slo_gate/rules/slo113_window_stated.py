from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation

ID = "SLO113"
PAGE = Page(
    "The window is stated",
    "The format lets it out, and says nothing of what then holds. The default of the configuration is used, "
    "30 days unless it says otherwise; other tools may choose another.",
    "spec:\n  service: web\n  budgetingMethod: Occurrences",
    "spec:\n  service: web\n  budgetingMethod: Occurrences\n  timeWindow:\n    - duration: 30d\n      isRolling: true",
    (Severity.WARNING,),
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        if slo.window_location is None and slo.can_state_window:
            message = f"the SLO has no `timeWindow`; {slo.window.duration} rolling is used, by default"
            hint = f"say so: timeWindow: [{{duration: {slo.window.duration}, isRolling: true}}]"
            yield Found(slo.location, message, hint)
