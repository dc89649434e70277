"""The error budget of ratios that a source has recorded: there are no buckets to count, and no more is said than is known.

Notation: e error ratio over the window, E = 1 - T, n total events.
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from slo_gate.core.budget import OVERCOUNT, Budget, share
from slo_gate.core.measurement import Recorded
from slo_gate.core.numerics import ONE, TOLERANCE, ZERO
from slo_gate.core.slo import Objective
from slo_gate.core.verdict import Because, Verdict


def recorded_budget(objective: Objective, recorded: Recorded) -> Budget:
    """C = e / E; what it allows in events is E n, where n is recorded, too."""
    errors, total = _clamped(recorded.errors), recorded.total
    return Budget(
        basis=recorded.basis,
        sli=ONE - errors,
        good=None if total is None else total * (ONE - errors),
        total=total,
        allowed_bad=None if total is None else total * objective.error_budget,
        consumed=share(errors, objective.error_budget),
    )


def recorded_rates(
    objective: Objective, recorded: Recorded, lookbacks: Sequence[timedelta]
) -> dict[timedelta, Decimal | None]:
    """B = e / E over each lookback that is recorded; None without events."""
    return {
        lookback: None if errors is None else share(_clamped(errors), objective.error_budget)
        for lookback in lookbacks
        if lookback in recorded.lookbacks
        for errors in [recorded.lookbacks[lookback]]
    }


def recorded_history(objective: Objective, recorded: Recorded) -> tuple[Decimal | None, ...]:
    """What remained at the end of each step, of the window that ended there."""
    if objective.error_budget <= 0:
        return ()
    return tuple(
        None if errors is None else ONE - share(_clamped(errors), objective.error_budget) for errors in recorded.history
    )


def impossible(recorded: Recorded) -> bool:
    """Whether an error ratio is not between 0 and 1, by more than extrapolation explains, or the events cannot be counted."""
    ratios, total = (recorded.errors, *recorded.lookbacks.values()), recorded.total
    if any(number is not None and number.is_nan() for number in (*ratios, *recorded.history, total)):
        return True
    if total is not None and (total.is_infinite() or total < 0):
        return True
    return any(ratio is not None and not -OVERCOUNT <= ratio <= ONE + OVERCOUNT for ratio in ratios)


def disagreement(recorded: Budget, computed: Budget, tolerance: Decimal) -> Because | None:
    """A warning where two budgets of one objective differ by more than a share of the budget."""
    if recorded.consumed == computed.consumed or abs(recorded.consumed - computed.consumed) <= tolerance + TOLERANCE:
        return None
    evidence = {"computed": computed.remaining, "basis": computed.basis, "threshold": tolerance}
    return Because("tolerance", "disagreement", Verdict.WARN, evidence)


def _clamped(errors: Decimal) -> Decimal:
    """Extrapolation makes a little less than nothing of nothing."""
    return min(max(errors, ZERO), ONE)
