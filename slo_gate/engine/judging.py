"""From an objective's measurement to its verdict, with reasons, forecast and evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import accumulate

from slo_gate.core.budget import Budget, Spent, budget, burn_rate, inconsistent, measured, sum_of
from slo_gate.core.change import Leniency
from slo_gate.core.conditions.subject import Subject
from slo_gate.core.duration import spell
from slo_gate.core.forecast import Steps, exhaustion, recovery, steps
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket, Measurement, NoData, Reason
from slo_gate.core.numerics import ZERO
from slo_gate.core.policy import Context, Policy
from slo_gate.core.recorded import disagreement, recorded_budget, recorded_history, recorded_rates, unusable
from slo_gate.core.report import ObjectiveReport
from slo_gate.core.slo import BudgetingMethod, Objective, Slo
from slo_gate.core.verdict import Because, Verdict, worst
from slo_gate.core.window import HOUR, Bounds
from slo_gate.engine.measuring import Question

FULL_COVERAGE = Decimal("0.95")
"""Below it, a measurement that counts is shown with a warning."""

_LENIENT = {Leniency.FAIL: Verdict.FAIL, Leniency.WARN: Verdict.WARN, Leniency.PASS: Verdict.PASS}
_COMPOSITE = "a composite SLO: each objective is judged by itself, and weights are not used"


@dataclass(frozen=True, slots=True)
class Judge:
    """Applies one policy in one context."""

    policy: Policy
    context: Context
    lookbacks: Sequence[timedelta]
    stale_after: Mapping[str, timedelta | None] = field(default_factory=dict)

    def unknown(self, slo: Slo, objective: Objective, no_data: NoData, bounds: Bounds | None = None) -> ObjectiveReport:
        """The verdict where there is no number: unknown, unless the policy forgives it."""
        verdict = Verdict.UNKNOWN
        if not no_data.invalid and self.policy.on_unknown is not Leniency.FAIL:
            verdict = _LENIENT[self.policy.on_unknown]
        because = Because("on_unknown", "unknown", verdict)
        return ObjectiveReport(
            slo, objective, verdict, (because,), bounds=bounds, no_data=no_data, queries=no_data.queries
        )

    def judge(self, slo: Slo, objective: Objective, question: Question, found: Measurement) -> ObjectiveReport:
        case = _Case(slo, objective, question.bounds, question.request.grid, found)
        no_data = self._unusable(question, found) or self._unjudgeable(case)
        if no_data:
            report = self.unknown(slo, objective, no_data, question.bounds)
        elif case.is_idle:
            report = self._no_traffic(case)
        else:
            report = self._measured(case)
        return replace(_with_evidence(report, case), source=question.source)

    def _no_traffic(self, case: "_Case") -> ObjectiveReport:
        verdict = _LENIENT[self.policy.on_no_traffic]
        because = Because("on_no_traffic", "no_traffic", verdict)
        return ObjectiveReport(case.slo, case.objective, verdict, (because,), bounds=case.bounds)

    def _unusable(self, question: Question, found: Measurement) -> NoData | None:
        stale_after, at = self.stale_after.get(question.source), question.request.at
        if found.newest and stale_after and at - found.newest > stale_after:
            detail = f"the newest sample is {spell(at - found.newest)} old; at most {spell(stale_after)} is allowed"
            return NoData(Reason.STALE_DATA, detail, found.queries)
        if found.coverage < self.policy.min_coverage:
            detail = f"only {found.coverage:.1%} of the window has data; at least {self.policy.min_coverage:.0%} must"
            return NoData(Reason.SHORT_HISTORY, detail, found.queries)
        if inconsistent(found.buckets):
            detail = "the counts cannot be: one is negative or infinite, or good exceeds total by more than 1 %"
            return NoData(Reason.INCONSISTENT_DATA, detail, found.queries)
        return None

    def _unjudgeable(self, case: "_Case") -> NoData | None:
        recorded = case.found.recorded
        no_data = unusable(recorded, self.policy.lookbacks_for(case.slo, self.context)) if recorded else None
        return replace(no_data, queries=case.found.queries) if no_data else None

    def _measured(self, case: "_Case") -> ObjectiveReport:
        left = case.budget(self.policy)
        rates = case.burn_rates(self.lookbacks)
        spoken = self.policy.judge(case.slo, Subject(left, case.bounds.length, rates), self.context)
        if differing := case.disagreement(left, self.policy):
            spoken += (differing,)
        past = steps(case.bounds, case.counted, case.spend)
        return ObjectiveReport(
            slo=case.slo,
            objective=case.objective,
            verdict=worst(because.verdict for because in spoken),
            reasons=spoken or (Because("", "within", Verdict.PASS, {"remaining": left.remaining}),),
            bounds=case.bounds,
            budget=left,
            burn_rates=rates,
            exhausts_at=case.exhausts_at(past, left, rates),
            recovers_at=case.recovers_at(past, left, spoken),
            time_left=_time_left(case, left),
            history=case.history(past, left),
        )


@dataclass(frozen=True, slots=True)
class _Case:
    slo: Slo
    objective: Objective
    bounds: Bounds
    grid: Grid
    found: Measurement

    @property
    def counted(self) -> Sequence[Bucket]:
        """The buckets that count: none where a record does."""
        return () if self.found.recorded else self.found.buckets

    @property
    def is_idle(self) -> bool:
        recorded = self.found.recorded
        return recorded.total == 0 if recorded else sum_of(self.found.buckets).total == 0

    def budget(self, policy: Policy) -> Budget:
        if self.found.recorded:
            return recorded_budget(self.objective, self.found.recorded)
        return self.computed(policy)

    def computed(self, policy: Policy) -> Budget:
        return budget(self.objective, self.slo.method, self.bounds, self.grid, self.found.buckets, policy.empty_slices)

    def disagreement(self, left: Budget, policy: Policy) -> Because | None:
        recorded = self.found.recorded
        if recorded is None or not self.found.buckets:
            return None
        return disagreement(left, self.computed(policy), recorded.tolerance)

    def history(self, past: Steps, left: Budget) -> tuple[Decimal | None, ...]:
        recorded = self.found.recorded
        return recorded_history(self.objective, recorded) if recorded else _burn_down(past, left)

    def spend(self, buckets: Sequence[Bucket]) -> Spent:
        return measured(self.objective, self.slo.method, buckets)

    def burn_rates(self, lookbacks: Sequence[timedelta]) -> dict[timedelta, Decimal | None]:
        if self.found.recorded:
            return recorded_rates(self.objective, self.found.recorded, lookbacks)
        return {
            lookback: burn_rate(self.spend(self._within(index, lookback)), self.objective.error_budget)
            for index, lookback in enumerate(lookbacks)
        }

    def _within(self, index: int, lookback: timedelta) -> Sequence[Bucket]:
        """The buckets of a lookback: the source's own answer for events, the slices themselves where slices count."""
        if self.slo.method is BudgetingMethod.OCCURRENCES:
            return self.found.stretches[index : index + 1]
        start = self.grid.end - max(lookback, self.grid.step)
        return [bucket for bucket in self.found.buckets if bucket.start >= start]

    def calm_burn(self, rates: Mapping[timedelta, Decimal | None]) -> Decimal | None:
        """The lowest burn rate over an hour or more: what burned for hours and has stopped needs no alarm."""
        known = [rate for lookback, rate in rates.items() if rate is not None and lookback >= HOUR]
        return min(known, default=None)

    def exhausts_at(self, past: Steps, left: Budget, rates: Mapping[timedelta, Decimal | None]) -> datetime | None:
        return exhaustion(self.bounds, past, self.objective.error_budget, left.remaining, self.calm_burn(rates))

    def recovers_at(self, past: Steps, left: Budget, spoken: Sequence[Because]) -> datetime | None:
        """When the worst rule about what remains is content again; for a spent budget, when some of it is back.

        A record does not tell what leaves the window when.
        """
        limits = [because.evidence.get("threshold") for because in spoken if because.code == "remaining_at_most"]
        limit = limits[0] if limits else ZERO if left.exhausted else None
        if not isinstance(limit, Decimal) or self.found.recorded:
            return None
        return recovery(self.bounds, past, self.objective.error_budget, limit)


def _time_left(case: _Case, left: Budget) -> timedelta | None:
    """R E W: the complete outage that the remaining budget would pay for."""
    if not left.remaining.is_finite():
        return None
    seconds = left.remaining * case.objective.error_budget * Decimal(case.bounds.length.total_seconds())
    return timedelta(seconds=float(seconds))


def _burn_down(past: Steps, left: Budget) -> tuple[Decimal | None, ...]:
    """What was left after each step, of the budget as it is counted now."""
    allowed = left.allowed_bad
    if not allowed or allowed < 0:
        return ()
    return tuple(1 - bad / allowed for bad in accumulate((spent.bad for spent in past.spent), initial=ZERO))[1:]


def _with_evidence(report: ObjectiveReport, case: _Case) -> ObjectiveReport:
    found = case.found
    return replace(
        report,
        coverage=found.coverage,
        newest_sample=found.newest,
        series=found.series,
        recorded=found.recorded is not None,
        queries=found.queries,
        warnings=_warnings(case),
    )


def _warnings(case: _Case) -> tuple[str, ...]:
    warnings = list(case.found.warnings)
    if case.found.coverage < FULL_COVERAGE:
        warnings.append(f"only {case.found.coverage:.1%} of the window has data")
    if case.slo.composite:
        warnings.append(_COMPOSITE)
    return tuple(warnings)
