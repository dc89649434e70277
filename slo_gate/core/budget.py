"""The error budget: pure arithmetic over buckets.

Notation: T target, E = 1 - T, g good, n total valid, b = n - g bad, W window, [s, u) a calendar period, t the instant.
Time that is excluded is in none of them: lengths are those of the time that counts, slices those that nothing excludes.
Formulas after the Site Reliability Workbook (chapter 5) and the OpenSLO specification (budgeting methods).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket
from slo_gate.core.numerics import INFINITE, ONE, TOLERANCE, ZERO
from slo_gate.core.slo import BudgetingMethod, Objective
from slo_gate.core.window import DAY, Bounds

OVERCOUNT = Decimal("0.01")
"""How far good may exceed total, as a share, before the data counts as inconsistent: `increase()` extrapolates."""


class EmptySlices(StrEnum):
    """What a time slice without events counts as."""

    GOOD = "good"
    BAD = "bad"
    EXCLUDED = "excluded"


class Spent(NamedTuple):
    """Bad and total, in events or slices, of one stretch of time."""

    bad: Decimal
    total: Decimal

    def plus(self, other: "Spent") -> "Spent":
        return Spent(self.bad + other.bad, self.total + other.total)


NOTHING = Spent(ZERO, ZERO)
Spend = Callable[[Iterable[Bucket]], Spent]
"""What some buckets spend under an objective's budgeting method."""


class Budget(NamedTuple):
    """`sli` is None without events. `consumed` and `remaining` are shares of the budget; remaining may be negative.

    `good`, `total` count events (Occurrences) or slices, and `allowed_bad` is what the whole budget buys, in the same unit:
    all three are None where a ratio is all that is known. `to_date` is the remaining share judged against the elapsed part
    of a calendar window alone, None where that is all of it or too little to tell.
    """

    basis: str
    sli: Decimal | None
    good: Decimal | None
    total: Decimal | None
    allowed_bad: Decimal | None
    consumed: Decimal
    to_date: Decimal | None = None
    empty_slices: int = 0

    @property
    def remaining(self) -> Decimal:
        return ONE - self.consumed

    @property
    def exhausted(self) -> bool:
        """Nothing is left: a budget spent to exactly zero is exhausted."""
        return self.remaining <= TOLERANCE

    @property
    def bad(self) -> Decimal | None:
        return None if self.total is None or self.good is None else self.total - self.good


def sum_of(buckets: Iterable[Bucket]) -> Spent:
    """b = n - g over some buckets, where extrapolation noise never makes b negative."""
    good = total = ZERO
    for bucket in buckets:
        good += bucket.good
        total += bucket.total
    return Spent(max(total - good, ZERO), total)


def uncountable(bucket: Bucket) -> bool:
    """Whether what it counts cannot be: an infinite number, or a negative one, by more than extrapolation explains."""
    if not (bucket.good.is_finite() and bucket.total.is_finite()):
        return True
    return bucket.total < ZERO or (bucket.good < ZERO and bucket.good < -(bucket.total * OVERCOUNT + ONE))


def inconsistent(buckets: Iterable[Bucket]) -> bool:
    """Whether the counts of a window cannot be, or good exceeds total by more than extrapolation explains."""
    good = total = ZERO
    for bucket in buckets:
        if uncountable(bucket):
            return True
        good += bucket.good
        total += bucket.total
    return good > total * (1 + OVERCOUNT) + 1


def share(bad: Decimal, allowed: Decimal) -> Decimal:
    """C = b / (E n). With a budget of zero the first bad event exhausts it, and without one it is full."""
    if allowed > 0:
        return bad / allowed
    return INFINITE if bad > 0 else ZERO


def burn_rate(spent: Spent, error_budget: Decimal) -> Decimal | None:
    """B = (b / n) / E; None without events."""
    if spent.total <= 0:
        return None
    return share(spent.bad, spent.total * error_budget)


def is_bad_slice(bucket: Bucket, slice_target: Decimal) -> bool:
    """A slice is good iff its good / total >= timeSliceTarget."""
    return bucket.good < slice_target * bucket.total - TOLERANCE * bucket.total


def spending(objective: Objective, method: BudgetingMethod) -> Spend:
    """Events, bad slices, or the missing ratio of each slice."""
    if method is BudgetingMethod.OCCURRENCES:
        return sum_of

    def spend(buckets: Iterable[Bucket]) -> Spent:
        bad = [_slice_badness(objective, method, bucket) for bucket in buckets if bucket.total > 0]
        return Spent(sum(bad, ZERO), Decimal(len(bad)))

    return spend


def _slice_badness(objective: Objective, method: BudgetingMethod, bucket: Bucket) -> Decimal:
    if method is BudgetingMethod.RATIO_TIMESLICES:
        return min(max(ONE - bucket.good / bucket.total, ZERO), ONE)
    target = ONE if objective.slice_target is None else objective.slice_target
    return ONE if is_bad_slice(bucket, target) else ZERO


def budget(
    objective: Objective,
    method: BudgetingMethod,
    bounds: Bounds,
    grid: Grid,
    buckets: Sequence[Bucket],
    empty_slices: EmptySlices,
) -> Budget:
    """The error budget of one window."""
    spent = spending(objective, method)(buckets)
    if method is BudgetingMethod.OCCURRENCES:
        return _occurrences(objective, bounds, spent)
    return _slices(objective, method, bounds, grid, spent, empty_slices)


def _occurrences(objective: Objective, bounds: Bounds, spent: Spent) -> Budget:
    """R = 1 - (b / n) / E. In a calendar window n is projected to the whole period: n^ = n (u - s) / (t - s)."""
    projection = _ratio(bounds.counted_length, bounds.counted_elapsed)
    allowed = objective.error_budget * spent.total * projection
    whole = projection == ONE
    return Budget(
        basis="events" if whole else "events, projected to the whole window",
        sli=_sli(spent),
        good=spent.total - spent.bad,
        total=spent.total,
        allowed_bad=allowed,
        consumed=share(spent.bad, allowed),
        to_date=_to_date(objective, bounds, spent) if not whole else None,
    )


def _to_date(objective: Objective, bounds: Bounds, spent: Spent) -> Decimal | None:
    """R = 1 - (b / n) / E, from the first day on, and the first 3 % of the window: before, one bad hour is all there is."""
    least = max(DAY, bounds.counted_length * 3 / 100)
    return ONE - share(spent.bad, objective.error_budget * spent.total) if bounds.counted_elapsed >= least else None


def _slices(
    objective: Objective,
    method: BudgetingMethod,
    bounds: Bounds,
    grid: Grid,
    spent: Spent,
    empty_slices: EmptySlices,
) -> Budget:
    """R = 1 - bad / (E S), S being the slices of the whole window, less the empty ones where they are excluded.

    RatioTimeslices: bad is the sum of 1 - ratio over slices, so that R = 1 - (1 - mean ratio) / E over a whole window.
    """
    whole = Decimal(_slices_within(bounds, grid.step, bounds.length // grid.step))
    empty = _slices_within(bounds, grid.step, grid.size) - int(spent.total)
    if empty_slices is EmptySlices.EXCLUDED:
        whole -= empty
    else:
        spent = spent.plus(Spent(Decimal(empty) if empty_slices is EmptySlices.BAD else ZERO, Decimal(empty)))
    allowed = objective.error_budget * whole
    name = "slices" if method is BudgetingMethod.TIMESLICES else "mean of slice ratios"
    return Budget(
        basis=name if bounds.now >= bounds.end else f"{name}, of the whole window",
        sli=_sli(spent),
        good=spent.total - spent.bad,
        total=spent.total,
        allowed_bad=allowed,
        consumed=share(spent.bad, allowed),
        empty_slices=empty,
    )


def _slices_within(bounds: Bounds, step: timedelta, slices: int) -> int:
    """How many of the window's first slices count."""
    return bounds.excluded.counted(bounds.start, bounds.start + slices * step) // step


def _sli(spent: Spent) -> Decimal | None:
    return ONE - spent.bad / spent.total if spent.total > 0 else None


def _ratio(length: timedelta, part: timedelta) -> Decimal:
    return Decimal(length // _TICK) / Decimal(part // _TICK) if part else ONE


_TICK = timedelta(microseconds=1)
