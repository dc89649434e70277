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
from slo_gate.core.report import ObjectiveReport
from slo_gate.core.slo import Objective, Slo
from slo_gate.core.verdict import Because, Verdict, worst
from slo_gate.core.window import HOUR, Bounds
from slo_gate.engine.counting import Counted
from slo_gate.engine.measuring import Question

FULL_COVERAGE = Decimal("0.95")
"""Below it, a measurement that counts is shown with a warning."""

_LENIENT = {Leniency.FAIL: Verdict.FAIL, Leniency.WARN: Verdict.WARN, Leniency.PASS: Verdict.PASS}


@dataclass(frozen=True, slots=True)
class Judge:
    """Applies one policy in one context."""

    policy: Policy
    context: Context
    lookbacks: Sequence[timedelta]
    stale_after: Mapping[str, timedelta | None] = field(default_factory=dict)

    def unknown(
        self, slo: Slo, objective: Objective, no_data: NoData, question: Question | None = None
    ) -> ObjectiveReport:
        """The verdict where there is no number: unknown, unless the policy forgives it."""
        verdict = Verdict.UNKNOWN
        if not no_data.invalid and self.policy.on_unknown is not Leniency.FAIL:
            verdict = _LENIENT[self.policy.on_unknown]
        because = Because("on_unknown", "unknown", verdict)
        return ObjectiveReport(
            slo,
            objective,
            verdict,
            (because,),
            bounds=question.bounds if question else None,
            no_data=no_data,
            queries=no_data.queries,
            exclusions=question.exclusions if question else (),
        )

    def judge(self, slo: Slo, objective: Objective, question: Question, found: Measurement) -> ObjectiveReport:
        case = _Case(slo, objective, question, found, question.counted(found, self.lookbacks))
        no_data = self._unusable(case)
        if no_data:
            report = self.unknown(slo, objective, no_data, question)
        elif sum_of(case.counted.buckets).total == 0:
            report = self._no_traffic(case)
        else:
            report = self._measured(case)
            untold = self._untold(report)
            if untold and report.verdict is not Verdict.FAIL:
                report = self.unknown(slo, objective, untold, question)
        return _with_evidence(report, case)

    def _untold(self, report: ObjectiveReport) -> NoData | None:
        """Why a rule could not be held against a measured budget; None where all could."""
        rule = self.policy.first_in_want_of(report.burn_rates or {}, report.slo, self.context)
        if rule is None:
            return None
        lookback = min(one for one in rule.lookbacks() if one not in (report.burn_rates or {}))
        detail = f"the rule {rule.name!r} needs the burn rate over {spell(lookback)}, which the source cannot tell"
        return NoData(Reason.NOT_IN_SNAPSHOT, detail, report.queries)

    def _no_traffic(self, case: "_Case") -> ObjectiveReport:
        verdict = _LENIENT[self.policy.on_no_traffic]
        because = Because("on_no_traffic", "no_traffic", verdict)
        return ObjectiveReport(case.slo, case.objective, verdict, (because,), bounds=case.bounds)

    def _unusable(self, case: "_Case") -> NoData | None:
        found, age, covered = case.found, case.age, case.counted.coverage
        stale_after = self.stale_after.get(case.question.source)
        if age and stale_after and age > stale_after:
            detail = f"the newest sample is {spell(age)} old; at most {spell(stale_after)} is allowed"
            return NoData(Reason.STALE_DATA, detail, found.queries)
        if not case.counted.told:
            detail = "the source cannot tell what counts of a bucket that an exclusion cuts"
            return NoData(Reason.NOT_IN_SNAPSHOT, detail, found.queries)
        if covered < self.policy.min_coverage:
            detail = f"only {covered:.1%} of the window has data; at least {self.policy.min_coverage:.0%} must"
            return NoData(Reason.SHORT_HISTORY, detail, found.queries)
        if inconsistent(case.counted.buckets):
            detail = "the counts cannot be: one is negative or infinite, or good exceeds total by more than 1 %"
            return NoData(Reason.INCONSISTENT_DATA, detail, found.queries)
        return None

    def _measured(self, case: "_Case") -> ObjectiveReport:
        buckets = case.counted.buckets
        left = budget(case.objective, case.slo.method, case.bounds, case.grid, buckets, self.policy.empty_slices)
        rates = case.burn_rates(self.lookbacks)
        spoken = self.policy.judge(case.slo, Subject(left, case.bounds.counted_length, rates), self.context)
        past = case.past()
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
            history=_burn_down(past, left),
            foreseeable=bool(past.spent),
        )


@dataclass(frozen=True, slots=True)
class _Case:
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

    def spend(self, buckets: Sequence[Bucket]) -> Spent:
        return measured(self.objective, self.slo.method, buckets)

    def past(self) -> Steps:
        """Without steps where a bucket is much longer than one: nobody knows when within it its events were."""
        past = steps(self.bounds, self.counted.buckets, self.spend)
        coarse = any(bucket.end - bucket.start >= 2 * self.grid.step for bucket in self.counted.buckets)
        return Steps(past.length, ()) if coarse else past

    def burn_rates(self, lookbacks: Sequence[timedelta]) -> dict[timedelta, Decimal | None]:
        """Without the lookbacks that the source cannot tell."""
        return {
            lookback: burn_rate(self.spend(buckets), self.objective.error_budget)
            for lookback, buckets in zip(lookbacks, self.counted.lookbacks, strict=True)
            if buckets is not None
        }

    def calm_burn(self, rates: Mapping[timedelta, Decimal | None]) -> Decimal | None:
        """The lowest burn rate over an hour or more: what burned for hours and has stopped needs no alarm."""
        known = [rate for lookback, rate in rates.items() if rate is not None and lookback >= HOUR]
        return min(known, default=None)

    def exhausts_at(self, past: Steps, left: Budget, rates: Mapping[timedelta, Decimal | None]) -> datetime | None:
        return exhaustion(self.bounds, past, self.objective.error_budget, left.remaining, self.calm_burn(rates))

    def recovers_at(self, past: Steps, left: Budget, spoken: Sequence[Because]) -> datetime | None:
        """When the worst rule about what remains is content again; for a spent budget, when some of it is back."""
        limits = [because.evidence.get("threshold") for because in spoken if because.code == "remaining_at_most"]
        limit = limits[0] if limits else ZERO if left.exhausted else None
        if not isinstance(limit, Decimal):
            return None
        return recovery(self.bounds, past, self.objective.error_budget, limit)


def _time_left(case: _Case, left: Budget) -> timedelta | None:
    """R E W: the complete outage that the remaining budget would pay for."""
    if not left.remaining.is_finite():
        return None
    seconds = left.remaining * case.objective.error_budget * Decimal(case.bounds.counted_length.total_seconds())
    return timedelta(seconds=float(seconds))


def _burn_down(past: Steps, left: Budget) -> tuple[Decimal | None, ...]:
    """What was left after each step, of the budget as it is counted now."""
    if left.allowed_bad <= 0:
        return ()
    return tuple(1 - bad / left.allowed_bad for bad in accumulate((spent.bad for spent in past.spent), initial=ZERO))[
        1:
    ]


def _with_evidence(report: ObjectiveReport, case: _Case) -> ObjectiveReport:
    found = case.found
    return replace(
        report,
        coverage=case.counted.coverage,
        newest_sample=found.newest,
        series=found.series,
        summed=found.summed,
        queries=found.queries,
        warnings=_warnings(case),
        exclusions=case.question.exclusions,
    )


def _warnings(case: _Case) -> tuple[str, ...]:
    warnings = list(case.found.warnings)
    if case.counted.coverage < FULL_COVERAGE:
        warnings.append(f"only {case.counted.coverage:.1%} of the window has data")
    return tuple(warnings)
