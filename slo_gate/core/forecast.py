"""When a budget runs out and when it comes back, from its buckets.

Rolling windows, after k days with b^ and n^ the recent daily numbers, buckets i = oldest..newest of one day each:

    R(k) = 1 - (sum_{i >= k} b_i + k b^) / (sum_{i >= k} n_i + k n^) / E

Recovery is the first k with R(k) above the threshold. A calendar window starts afresh at its end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from slo_gate.core.budget import ONE, TOLERANCE, ZERO, Spent, share
from slo_gate.core.measurement import Bucket
from slo_gate.core.window import Bounds, coarse_step

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
        age = (bounds.now - bucket.start - timedelta(microseconds=1)) // length
        if 0 <= age < count:
            groups[count - 1 - age].append(bucket)
    return Steps(length, tuple(spend(group) for group in groups))


def recovery(bounds: Bounds, past: Steps, error_budget: Decimal, threshold: Decimal) -> datetime | None:
    """When the remaining share is next above `threshold`, if errors stay at the last step's rate.

    None where it would not be within one window: at this rate it never recovers.
    """
    if bounds.now < bounds.end:
        return bounds.end
    recent = _recent(past)
    for k in range(1, len(past.spent) + 1):
        spent = sum(past.spent[k:], Spent(recent.bad * k, recent.total * k))
        if ONE - share(spent.bad, spent.total * error_budget) > threshold + TOLERANCE:
            return bounds.now + k * past.length
    return None


def _recent(past: Steps) -> Spent:
    """The last step's numbers; where it saw no events, the mean of the window's."""
    last = past.spent[-1]
    if last.total > 0:
        return last
    whole = sum(past.spent, Spent(ZERO, ZERO))
    return Spent(whole.bad / len(past.spent), whole.total / len(past.spent))


def exhaustion(bounds: Bounds, remaining: Decimal, burn_rate: Decimal | None) -> datetime | None:
    """t_ex = R W / B_L: when a budget that has some left is spent at the present burn rate.

    None where it is spent already, does not burn, or a calendar window ends first.
    """
    if remaining <= TOLERANCE or burn_rate is None or not burn_rate.is_finite() or burn_rate <= 0:
        return None
    windows = remaining / burn_rate
    if windows > 100:
        return None
    at = bounds.now + timedelta(seconds=float(windows) * bounds.length.total_seconds())
    return None if not bounds.end <= bounds.now and at > bounds.end else at
