"""How much traffic a verdict of `fail` needs: where one bad event costs much of the budget, few say little.

With n events, one bad event costs 1 / (E n) of the budget. It may cost the share p: n >= 1 / (p E), which is a budget that
buys at least 1 / p bad events (after the low-traffic services of the Site Reliability Workbook, chapter 5).
"""

from decimal import Decimal

from slo_gate.core.budget import Budget
from slo_gate.core.slo import BudgetingMethod

SHARE = Decimal("0.1")
"""p: 1,000 events at 99 %, 10,000 at 99.9 %."""


def events_needed(minimum: int | None, method: BudgetingMethod, budget: Budget) -> Decimal:
    """How many events there must be for a `fail`; by the share where `minimum` is None.

    0 where slices are counted: a bad slice is a stretch of time, not one unlucky event. 0 for a target of all, too: there
    the first bad event is what was promised never to happen; and where no events are counted. A calendar window needs as much less as less of it has passed.
    """
    if method is not BudgetingMethod.OCCURRENCES:
        return Decimal(0)
    if minimum is not None:
        return Decimal(minimum)
    if budget.total is None or budget.allowed_bad is None or budget.allowed_bad <= 0:
        return Decimal(0)
    return budget.total / (SHARE * budget.allowed_bad)
