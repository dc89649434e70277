"""One series of an objective, measured: its budget and what follows from it, by its buckets or by what is recorded."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from slo_gate.core.budget import (
    Budget,
    EmptySlices,
    budget,
    burn_rate,
    inconsistent,
    spending,
    sum_of,
    uncountable,
)
from slo_gate.core.forecast import Steps, exhaustion, recovery, soonest_exhaustion, steps
from slo_gate.core.grid import Grid, coarse_step
from slo_gate.core.measurement import Bucket, Measurement, NoData, Reason
from slo_gate.core.numerics import ONE, ZERO
from slo_gate.core.recorded import disagreement, impossible, recorded_budget, recorded_history, recorded_rates
from slo_gate.core.slo import Objective, Slo
from slo_gate.core.verdict import Because, Held
from slo_gate.core.window import HOUR, Bounds
from slo_gate.engine.counting import Counted
from slo_gate.engine.measuring import Question

_IMPOSSIBLE = "the counts cannot be: one is negative or infinite, or good exceeds total by more than 1 %"


class Case(NamedTuple):
    """`counted` has no buckets where there is a record, which then is what counts."""

    slo: Slo
    objective: Objective
    question: Question
    found: Measurement
    counted: Counted

    @property
    def bounds(self) -> Bounds:
        return self.question.bounds

    @property
    def grid(self) -> Grid:
        return self.question.request.grid

    @property
    def age(self) -> timedelta | None:
        """How old the newest sample is; time that is excluded makes nothing older."""
        newest, at = self.found.newest, self.question.request.at
        return self.bounds.excluded.counted(newest, at) if newest and newest < at else None

    @property
    def is_idle(self) -> bool:
        recorded = self.found.recorded
        return recorded.total == 0 if recorded else sum_of(self.counted.buckets).total == 0

    def uncut(self) -> NoData | None:
        """Why what is excluded could not be cut out; None where it could, or nothing is."""
        if self.found.recorded and self.question.exclusions:
            reasons = ", ".join(map(str, self.question.exclusions))
            detail = f"what is recorded counts the whole window, and time of it is excluded: {reasons}"
            return NoData(Reason.CANNOT_EXCLUDE, detail, self.found.queries)
        if not self.counted.told:
            detail = "the source cannot tell what counts of a bucket that an exclusion cuts"
            return NoData(Reason.NOT_IN_SNAPSHOT, detail, self.found.queries)
        return None

    def impossible(self) -> str:
        """Why the numbers cannot be; empty where they can."""
        if self.found.recorded and impossible(self.found.recorded):
            return "a recorded error ratio is not between 0 and 1, or a recorded count is negative or infinite"
        rated = (bucket for lookback in self.counted.lookbacks for bucket in lookback or ())
        if inconsistent(self.counted.buckets) or any(map(uncountable, rated)):
            return _IMPOSSIBLE
        return ""

    def incomparable(self) -> str:
        """Why what was computed beside a record is not held against it; empty where it is, or nothing was computed."""
        return _IMPOSSIBLE if self.found.recorded and inconsistent(self.found.buckets) else ""

    def budget(self, empty_slices: EmptySlices) -> Budget:
        if self.found.recorded:
            return recorded_budget(self.objective, self.found.recorded)
        return self._computed(self.counted.buckets, empty_slices)

    def _computed(self, buckets: Sequence[Bucket], empty_slices: EmptySlices) -> Budget:
        return budget(self.objective, self.slo.method, self.bounds, self.grid, buckets, empty_slices)

    def disagreement(self, left: Budget, empty_slices: EmptySlices) -> Because | None:
        """What to say where a record and what its source computed beside it are two budgets."""
        recorded = self.found.recorded
        if recorded is None or not self.found.buckets or self.incomparable():
            return None
        return disagreement(left, self._computed(self.found.buckets, empty_slices), recorded.tolerance)

    def past(self) -> Steps:
        """Without steps where nobody knows when events were: in a record, and in buckets much longer than the grid's."""
        long = 2 * self.grid.step
        if self.found.recorded or any(bucket.end - bucket.start >= long for bucket in self.counted.buckets):
            return Steps(coarse_step(self.bounds.length), ())
        return steps(self.bounds, self.counted.buckets, spending(self.objective, self.slo.method))

    def history(self, past: Steps, left: Budget) -> tuple[Decimal | None, ...]:
        recorded = self.found.recorded
        return recorded_history(self.objective, recorded) if recorded else _burn_down(past, left)

    def burn_rates(self, lookbacks: Sequence[timedelta]) -> dict[timedelta, Decimal | None]:
        """Without the lookbacks that the source cannot tell."""
        if self.found.recorded:
            whole = [lookback for lookback in lookbacks if not self._excludes(lookback)]
            return recorded_rates(self.objective, self.found.recorded, whole)
        spend, allowed = spending(self.objective, self.slo.method), self.objective.error_budget
        return {
            lookback: burn_rate(spend(buckets), allowed)
            for lookback, buckets in zip(lookbacks, self.counted.lookbacks, strict=True)
            if buckets is not None
        }

    def _excludes(self, lookback: timedelta) -> bool:
        """Whether a lookback, which may be longer than the window, has time in it that does not count."""
        at = self.question.request.at
        return self.bounds.excluded.within(at - lookback, at) > timedelta(0)

    def calm_burn(self, rates: Mapping[timedelta, Decimal | None]) -> Decimal | None:
        """The lowest burn rate over an hour or more: what burned for hours and has stopped needs no alarm."""
        known = [rate for lookback, rate in rates.items() if rate is not None and lookback >= HOUR]
        return min(known, default=None)

    def exhausts_at(self, past: Steps, left: Budget, rates: Mapping[timedelta, Decimal | None]) -> datetime | None:
        return exhaustion(self.bounds, past, self.objective.error_budget, left.remaining, self.calm_burn(rates))

    def lasts(self, past: Steps, left: Budget, rates: Mapping[timedelta, Decimal | None]) -> timedelta | None:
        """How long the budget lasts at the present rate, for rules; None where it outlasts the window.

        Where nobody knows when events were, they do not leave the window: it may last longer, never shorter.
        """
        if left.exhausted:
            return timedelta(0)
        then = self.exhausts_at(past, left, rates)
        if then is None and not past.spent and self.bounds.now >= self.bounds.end:
            then = soonest_exhaustion(self.bounds, left.remaining, self.calm_burn(rates))
        return then - self.bounds.now if then else None

    def recovers_at(self, past: Steps, left: Budget, spoken: Sequence[Because]) -> datetime | None:
        """When the worst rule about what remains is content again; for a spent budget, when some of it is back."""
        limits = [limit for because in spoken for held in because.held if (limit := _wanted(held)) is not None]
        limit = limits[0] if limits else ZERO if left.exhausted else None
        if limit is None:
            return None
        return recovery(self.bounds, past, self.objective.error_budget, limit)

    def time_left(self, left: Budget) -> timedelta | None:
        """R E W: the complete outage that the remaining budget would pay for."""
        if not left.remaining.is_finite():
            return None
        seconds = left.remaining * self.objective.error_budget * Decimal(self.bounds.counted_length.total_seconds())
        return timedelta(seconds=float(seconds))


def _wanted(held: Held) -> Decimal | None:
    """How much must remain for a condition about the rest of the budget to be content."""
    threshold = held.evidence.get("threshold")
    if not isinstance(threshold, Decimal) or held.code not in {"remaining_at_most", "consumed_at_least"}:
        return None
    return threshold if held.code == "remaining_at_most" else ONE - threshold


def _burn_down(past: Steps, left: Budget) -> tuple[Decimal | None, ...]:
    """What was left after each step, of the budget as it is counted now."""
    allowed = left.allowed_bad
    if not allowed or allowed < 0:
        return ()
    return tuple(1 - bad / allowed for bad in accumulate((spent.bad for spent in past.spent), initial=ZERO))[1:]
