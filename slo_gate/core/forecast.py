"""When a budget runs out and when it comes back, from its buckets.

Rolling windows, after k days with b^ and n^ the recent daily numbers, buckets i = oldest..newest of one day each:

    R(k) = 1 - (sum_{i >= k} b_i + k b^) / (sum_{i >= k} n_i + k n^) / E

Recovery is the first k with R(k) above the threshold. A calendar window starts afresh at its end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import accumulate

from slo_gate.core.budget import ONE, TOLERANCE, ZERO, Spent, share
from slo_gate.core.measurement import Bucket
from slo_gate.core.window import Bounds, coarse_step

_FAR = 100
_LAST = datetime.max.replace(tzinfo=UTC)
_TICK = timedelta(microseconds=1)

Spend = Callable[[Sequence[Bucket]], Spent]
"""What some buckets spend under the objective's budgeting method."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What was spent in each step of a rolling window, oldest first."""

    length: timedelta
    spent: tuple[Spent, ...]


def steps(bounds: Bounds, buckets: Sequence[Bucket], spend: Spend) -> Steps:
    """Buckets gathered into the coarse steps of the window, aligned with its end."""
    length = coarse_step(bounds.length)
    count = -(-bounds.length // length)
    groups: list[list[Bucket]] = [[] for _ in range(count)]
    for bucket in buckets:
        age = (bounds.now - bucket.start - _TICK) // length
        if 0 <= age < count:
            groups[count - 1 - age].append(bucket)
    return Steps(length, tuple(spend(group) for group in groups))


def recovery(bounds: Bounds, past: Steps, error_budget: Decimal, threshold: Decimal) -> datetime | None:
    """When the remaining share is next above `threshold`, if errors stay at the last step's rate.

    None where it would not be within one window: at this rate it never recovers.
    """
    if bounds.now < bounds.end:
        return bounds.end
    recent = _recent(past, bounds.length)
    for k, kept in enumerate(_kept(past), start=1):
        spent = kept + Spent(recent.bad * k, recent.total * k)
        if ONE - share(spent.bad, spent.total * error_budget) > threshold + TOLERANCE:
            return bounds.now + k * past.length
    return None


def _kept(past: Steps) -> list[Spent]:
    """What is still in the window after 1, 2, … steps: the sums of ever fewer of the newest, down to none."""
    return list(accumulate(reversed(past.spent[1:]), initial=Spent(ZERO, ZERO)))[::-1]


def _recent(past: Steps, window: timedelta) -> Spent:
    """What a whole step spends at the last one's rate; where that saw no events, at the mean rate of the window.

    The last step is shorter than the others where they do not divide the window: one of 50 hours ends with two.
    """
    last = past.spent[-1]
    if last.total > 0:
        return _scaled(last, past.length, window % past.length or past.length)
    return _scaled(sum(past.spent, Spent(ZERO, ZERO)), past.length, window)


def _scaled(spent: Spent, length: timedelta, part: timedelta) -> Spent:
    times, over = length // _TICK, part // _TICK
    return Spent(spent.bad * times / over, spent.total * times / over)


def exhaustion(bounds: Bounds, remaining: Decimal, burn_rate: Decimal | None) -> datetime | None:
    """t_ex = R W / B_L: when a budget that has some left is spent at the present burn rate.

    None where it is spent already, does not burn, lasts a hundred windows, or a calendar window ends first.
    """
    if remaining <= TOLERANCE or burn_rate is None or not burn_rate.is_finite() or burn_rate <= 0:
        return None
    windows = remaining / burn_rate
    if windows > _FAR:
        return None
    ahead = float(windows) * bounds.length
    limit = (bounds.end if bounds.end > bounds.now else _LAST) - bounds.now
    return None if ahead > limit else bounds.now + ahead
