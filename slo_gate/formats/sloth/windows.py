"""Alert windows: their shape, and what holds between their lengths.

Sources: https://github.com/slok/sloth, `pkg/prometheus/alertwindows/v1`, `internal/alert/window.go`.
"""

from collections.abc import Iterator
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Scalar
from slo_gate.core.prometheus_duration import MEANING, PATTERN, parse
from slo_gate.core.scalar_shapes import Number, Text
from slo_gate.core.shape import Field, Record
from slo_gate.formats.sloth.pages import WINDOW_ORDER
from slo_gate.formats.sloth.recognising import WINDOWS as KIND
from slo_gate.formats.sloth.shapes import resource

_LENGTH = Text(pattern=rf"^(?=.*[1-9]){PATTERN[1:]}", meaning=f"{MEANING}, and longer than nothing")
_WINDOW = Record(
    {
        "errorBudgetPercent": Field(
            Number(meaning="a percentage above 0 and at most 100", above=Decimal(0), maximum=Decimal(100)),
            required=True,
            doc="The part of the period's budget that is spent within the long window where the alert fires.",
        ),
        "shortWindow": Field(_LENGTH, required=True, doc="How soon the alert ends after the trouble, such as 5m."),
        "longWindow": Field(_LENGTH, required=True, doc="Over how long the budget is spent, such as 1h."),
    }
)
_PAIR = Record(
    {
        "quick": Field(_WINDOW, required=True, doc="The windows for much spent in a short time."),
        "slow": Field(_WINDOW, required=True, doc="The windows for less spent over a longer time."),
    }
)
ALERT_WINDOWS = resource(
    KIND,
    {
        "spec": Field(
            Record(
                {
                    "sloPeriod": Field(_LENGTH, required=True, doc="The period of the SLOs, such as 30d."),
                    "page": Field(_PAIR, required=True, doc="The windows of the alert that wakes somebody."),
                    "ticket": Field(_PAIR, required=True, doc="The windows of the alert that can wait."),
                }
            ),
            required=True,
            doc="The period, and the windows of its alerts.",
        )
    },
)


def check_order(file: str, root: node.Mapping) -> Iterator[Finding]:
    """Findings about alert windows that fit their shape."""
    period = root.text("spec", "sloPeriod")
    for path in (("spec", alert, pace) for alert in ("page", "ticket") for pace in ("quick", "slow")):
        short, long = root.get(*path, "shortWindow"), root.get(*path, "longWindow")
        assert isinstance(short, Scalar)
        assert isinstance(long, Scalar)
        name = ".".join(path)
        if parse(short.text) >= parse(long.text):
            message = f"`{name}.shortWindow` is {short.text}, not shorter than the `longWindow` of {long.text}"
            hint = "make it shorter, usually a twelfth of the long one"
            yield Finding(WINDOW_ORDER, Severity.ERROR, Location(file, short.span), message, hint)
        if parse(long.text) > parse(period):
            message = f"`{name}.longWindow` is {long.text}, longer than the `sloPeriod` of {period}"
            hint = "choose a window within the period"
            yield Finding(WINDOW_ORDER, Severity.WARNING, Location(file, long.span), message, hint)
