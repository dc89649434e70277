from collections.abc import Iterator, Sequence

from slo_gate.core.duration import spell
from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import BudgetingMethod, Objective, Slo
from slo_gate.core.validation import Validation

ID = "SLO112"
PAGE = Page(
    "Time slices divide the window",
    "A slice that is longer than the window never ends in it; one that does not divide it is cut at the end.",
    "timeWindow:\n  - duration: 1h\n    isRolling: true\n# …\ntimeSliceWindow: 2h",
    "timeWindow:\n  - duration: 1h\n    isRolling: true\n# …\ntimeSliceWindow: 1m",
    (Severity.ERROR, Severity.WARNING),
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        if slo.method is not BudgetingMethod.OCCURRENCES:
            for objective in slo.objectives:
                yield from _objective(slo, objective)


def _objective(slo: Slo, objective: Objective) -> Iterator[Found]:
    length, window = objective.slice_length, slo.window.duration.nominal
    if length is None:
        return
    location = objective.slice_location or objective.location
    if length > window:
        message = f"a time slice of {spell(length)} is longer than the window of {spell(window)}"
        yield Found(location, message, "use a slice such as 1m or 5m")
    elif window % length:
        message = f"time slices of {spell(length)} do not divide the window of {spell(window)}"
        hint = "the last slice would be cut; use a length that divides the window"
        yield Found(location, message, hint, severity=Severity.WARNING)
