"""When a budget runs out and when it comes back, from its buckets.

Rolling windows, after k days with b^ and n^ the recent daily numbers, buckets i = oldest..newest of one day each:

    R(k) = 1 - (sum_{i >= k} b_i + k b^) / (sum_{i >= k} n_i + k n^) / E

Recovery is the first k with R(k) above the threshold. A calendar window starts afresh at its end. Time that is excluded
spends nothing: neither days of the past, whose rates are those of the time that counted, nor days to come.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import reduce
from itertools import accumulate
from typing import NamedTuple

from slo_gate.core.budget import NOTHING, Spend, Spent, share
from slo_gate.core.grid import coarse_step
from slo_gate.core.measurement import Bucket
from slo_gate.core.numerics import ONE, TOLERANCE
from slo_gate.core.window import Bounds

_TICK = timedelta(microseconds=1)


class Steps(NamedTuple):
    """What was spent in each step of a window that has passed, oldest first; empty where nobody knows them."""

    length: timedelta
    spent: tuple[Spent, ...]


def steps(bounds: Bounds, buckets: Sequence[Bucket], spend: Spend) -> Steps:
    """Buckets gathered into the coarse steps that have passed of the window; the last one may be shorter."""
    length = coarse_step(bounds.length)
    count = -(-bounds.elapsed // length)
    groups: list[list[Bucket]] = [[] for _ in range(count)]
    for bucket in buckets:
        index = (bucket.start - bounds.start) // length
        if 0 <= index < count:
            groups[index].append(bucket)
    return Steps(length, tuple(spend(group) for group in groups))


def recovery(bounds: Bounds, past: Steps, error_budget: Decimal, threshold: Decimal) -> datetime | None:
    """When the remaining share is next above `threshold`, if errors stay at the last step's rate.

    None where it would not be within one window: at this rate it never recovers; and where the steps are not known.
    """
    if bounds.now < bounds.end:
        return bounds.end
    if not past.spent:
        return None
    recent = _recent(bounds, past)
    for k, kept in enumerate(_kept(past), start=1):
        spent = kept.plus(_coming(bounds, past, recent, k))
        if ONE - share(spent.bad, spent.total * error_budget) > threshold + TOLERANCE:
            return bounds.now + k * past.length
    return None


def _kept(past: Steps) -> list[Spent]:
    """What is still in the window after 1, 2, … steps: the sums of ever fewer of the newest, down to none."""
    return list(accumulate(reversed(past.spent[1:]), Spent.plus, initial=NOTHING))[::-1]


def _recent(bounds: Bounds, past: Steps) -> Spent:
    """What a whole step spends at the last one's rate; where that saw no events, at the mean rate of the window.

    The last step is shorter than the others where they do not divide the window: one of 50 hours ends with two.
    """
    last = past.spent[-1]
    if last.total > 0:
        begin = bounds.now - (bounds.length % past.length or past.length)
        return _scaled(last, past.length, bounds.excluded.counted(begin, bounds.now))
    return _scaled(reduce(Spent.plus, past.spent, NOTHING), past.length, bounds.counted_length)


def _coming(bounds: Bounds, past: Steps, step: Spent, k: int) -> Spent:
    """What the next k steps spend, if a whole one spends `step`."""
    if not bounds.excluded.pieces:
        return Spent(step.bad * k, step.total * k)
    counted = bounds.excluded.counted(bounds.now, bounds.now + k * past.length)
    return _scaled(step, counted, past.length)


def _scaled(spent: Spent, length: timedelta, part: timedelta) -> Spent:
    times, over = length // _TICK, part // _TICK
    return Spent(spent.bad * times / over, spent.total * times / over)


def exhaustion(
    bounds: Bounds, past: Steps, error_budget: Decimal, remaining: Decimal, burn_rate: Decimal | None
) -> datetime | None:
    """When a budget that has some left is spent, if it goes on to burn at B_L: after t_ex = R W / B_L.

    In a rolling window old errors leave while new ones come, so beyond the first step it is the first k with R(k) <= 0,
    where b^ = B_L E n^. None where it is spent already, does not burn, would not be spent within one window, or where
    a calendar window ends first.
    """
    then = soonest_exhaustion(bounds, remaining, burn_rate)
    if then is None:
        return None
    assert burn_rate is not None
    if bounds.now < bounds.end:
        return None if then > bounds.end else then
    if then - bounds.now <= past.length:
        return then
    if not past.spent:
        return None
    total = _recent(bounds, past).total
    return _spent_at(bounds, past, error_budget, Spent(burn_rate * error_budget * total, total))


def soonest_exhaustion(bounds: Bounds, remaining: Decimal, burn_rate: Decimal | None) -> datetime | None:
    """t_ex = R W / B_L, as if nothing old left the window meanwhile. None as `exhaustion` has it."""
    if remaining <= TOLERANCE or burn_rate is None or not burn_rate.is_finite() or burn_rate <= 0:
        return None
    windows = remaining / burn_rate
    return None if windows > ONE else bounds.excluded.after(bounds.now, float(windows) * bounds.counted_length)


def _spent_at(bounds: Bounds, past: Steps, error_budget: Decimal, coming: Spent) -> datetime | None:
    for k, kept in enumerate(_kept(past), start=1):
        spent = kept.plus(_coming(bounds, past, coming, k))
        if ONE - share(spent.bad, spent.total * error_budget) <= TOLERANCE:
            return bounds.now + k * past.length
    return None
