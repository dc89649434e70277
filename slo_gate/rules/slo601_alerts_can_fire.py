from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, Decimal

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Alert, Op, Slo
from slo_gate.core.validation import Validation

ID = "SLO601"
PAGE = Page(
    "A burn-rate alert can fire",
    "Where every event is bad, the burn rate is 1 / (1 - target), and never more: 10 at a target of 90 %. An alert with a "
    "threshold above that stays silent in an outage.",
    "# target: 0.9\ncondition:\n  kind: burnrate\n  op: gt\n  threshold: 14.4\n  lookbackWindow: 1h",
    "# target: 0.9\ncondition:\n  kind: burnrate\n  op: gt\n  threshold: 5\n  lookbackWindow: 1h",
    (Severity.WARNING,),
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        if slo.alerts:
            yield from _judge_all(slo)


def _judge_all(slo: Slo) -> Iterator[Found]:
    budgets = [objective.error_budget for objective in slo.objectives if objective.error_budget > 0]
    for alert in slo.alerts if budgets else ():
        yield from _judge(slo, alert, min(budgets))


def _judge(slo: Slo, alert: Alert, budget: Decimal) -> Iterator[Found]:
    fires = {Op.GT: alert.threshold * budget < 1, Op.GTE: alert.threshold * budget <= 1}
    if not fires.get(alert.op, True):
        target = f"{((1 - budget) * 100).normalize():f} %"
        message = (
            f"a burn rate of {alert.threshold} is never reached: with the target {target} of `{slo.name[:80]}` "
            f"the largest is {_shown(1 / budget)}, when every event is bad"
        )
        yield Found(
            alert.location, message, "lower the threshold; it follows from the share of the budget and the lookback"
        )


def _shown(rate: Decimal) -> str:
    """Rounded down, in at most two decimals."""
    return f"{rate.quantize(Decimal('0.01'), ROUND_DOWN).normalize():f}"
