from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation

ID = "SLO114"
PAGE = Page(
    "Minutes are not months",
    "`1m` is one minute and `1M` one month. A window of a few minutes is nearly always a slip.",
    "timeWindow:\n  - duration: 1m\n    isRolling: true",
    "timeWindow:\n  - duration: 30d\n    isRolling: true",
    (Severity.WARNING,),
)
_FEW = 12
"""Up to so many, `m` was more likely meant to be months."""


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        length = slo.window.duration
        if slo.window_location and length.unit == "m" and length.number <= _FEW:
            message = f"the window is {length.number} {'minute' if length.number == 1 else 'minutes'} long"
            yield Found(slo.window_location, message, f"`m` counts minutes; months are `{length.number}M`")
