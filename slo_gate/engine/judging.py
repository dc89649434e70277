"""From an objective's measurement to its verdict, with reasons, forecast and evidence."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core.change import Leniency
from slo_gate.core.conditions.subject import Subject
from slo_gate.core.duration import spell
from slo_gate.core.measurement import Measurement, NoData, Reason
from slo_gate.core.policy import Context, Policy
from slo_gate.core.report import ObjectiveReport
from slo_gate.core.slo import Objective, Slo
from slo_gate.core.verdict import Because, Verdict, worst
from slo_gate.engine.case import Case
from slo_gate.engine.measuring import Question

FULL_COVERAGE = Decimal("0.95")
"""Below it, a measurement that counts is shown with a warning."""

_LENIENT = {Leniency.FAIL: Verdict.FAIL, Leniency.WARN: Verdict.WARN, Leniency.PASS: Verdict.PASS}


class Judge(NamedTuple):
    """Applies one policy in one context."""

    policy: Policy
    context: Context
    lookbacks: Sequence[timedelta]
    stale_after: Mapping[str, timedelta | None] = {}

    def unknown(
        self,
        slo: Slo,
        objective: Objective,
        no_data: NoData,
        question: Question | None = None,
        coverage: Decimal | None = None,
    ) -> ObjectiveReport:
        """The verdict where there is no number: unknown, unless the policy forgives it."""
        bounds = question.bounds if question else None
        length = bounds.counted_length if bounds else slo.window.duration.nominal
        reasons = self.reasons(slo, Subject(None, length, {}, coverage=coverage, no_data=no_data))
        return ObjectiveReport(
            slo,
            objective,
            worst(because.verdict for because in reasons),
            reasons,
            bounds=bounds,
            no_data=no_data,
            queries=no_data.queries,
            exclusions=question.exclusions if question else (),
            source=question.source if question else "",
        )

    def reasons(self, slo: Slo, subject: Subject, besides: tuple[Because, ...] = ()) -> tuple[Because, ...]:
        """What the policy says, worst first, and what there is to say besides. At least one thing."""
        spoken = (*self.policy.judge(slo, subject, self.context), *besides)
        if subject.budget:
            return spoken or (Because("", "within", Verdict.PASS, {"remaining": subject.budget.remaining}),)
        if self.policy.decides_absence(spoken):
            return spoken
        usual = self._unforgiven(subject.no_data) if subject.no_data else self._idle()
        return tuple(sorted((usual, *spoken), key=lambda because: -because.verdict.rank))

    def _unforgiven(self, no_data: NoData) -> Because:
        forgives = not no_data.invalid and self.policy.on_unknown is not Leniency.FAIL
        return Because("on_unknown", "unknown", _LENIENT[self.policy.on_unknown] if forgives else Verdict.UNKNOWN)

    def _idle(self) -> Because:
        return Because("on_no_traffic", "no_traffic", _LENIENT[self.policy.on_no_traffic])

    def judge(self, slo: Slo, objective: Objective, question: Question, found: Measurement) -> ObjectiveReport:
        case = Case(slo, objective, question, found, question.counted(found, self.lookbacks))
        no_data = self._unusable(case)
        if no_data:
            report = self.unknown(slo, objective, no_data, question, case.counted.coverage)
        elif case.is_idle:
            report = self._no_traffic(case)
        else:
            report = self._measured(case)
            untold = self._untold(case, report)
            if untold and report.verdict is not Verdict.FAIL:
                report = self.unknown(slo, objective, untold, question, case.counted.coverage)
        return _with_evidence(report, case)

    def _untold(self, case: Case, report: ObjectiveReport) -> NoData | None:
        """Why a rule could not be held against a measured budget; None where all could."""
        rule = self.policy.first_in_want_of(report.burn_rates or {}, report.slo, self.context)
        if rule is None:
            return None
        lookback = min(one for one in rule.lookbacks() if one not in (report.burn_rates or {}))
        detail = f"the rule {rule.name!r} needs the burn rate over {spell(lookback)}, which the source cannot tell"
        return NoData(
            Reason.NOT_RECORDED if case.found.recorded else Reason.NOT_IN_SNAPSHOT, detail, case.found.queries
        )

    def _no_traffic(self, case: Case) -> ObjectiveReport:
        reasons = self.reasons(case.slo, Subject(None, case.bounds.counted_length, {}, coverage=case.counted.coverage))
        verdict = worst(because.verdict for because in reasons)
        return ObjectiveReport(case.slo, case.objective, verdict, reasons, bounds=case.bounds)

    def _unusable(self, case: Case) -> NoData | None:
        found, covered = case.found, case.counted.coverage
        stale_after = self.stale_after.get(case.question.source)
        if case.age and stale_after and case.age > stale_after:
            detail = f"the newest sample is {spell(case.age)} old; at most {spell(stale_after)} is allowed"
            return NoData(Reason.STALE_DATA, detail, found.queries)
        if uncut := case.uncut():
            return uncut
        if short := self.policy.too_short(covered, found.queries):
            return short
        if impossible := case.impossible():
            return NoData(Reason.INCONSISTENT_DATA, impossible, found.queries)
        return None

    def _measured(self, case: Case) -> ObjectiveReport:
        left = case.budget(self.policy.empty_slices)
        rates = case.burn_rates(self.lookbacks)
        past = case.past()
        lasts, coverage = case.lasts(past, left, rates), case.counted.coverage
        differing = case.disagreement(left, self.policy.empty_slices)
        subject = Subject(left, case.bounds.counted_length, rates, lasts, coverage)
        reasons = self.reasons(case.slo, subject, (differing,) if differing else ())
        return ObjectiveReport(
            slo=case.slo,
            objective=case.objective,
            verdict=worst(because.verdict for because in reasons),
            reasons=reasons,
            bounds=case.bounds,
            budget=left,
            burn_rates=rates,
            exhausts_at=case.exhausts_at(past, left, rates),
            recovers_at=case.recovers_at(past, left, reasons),
            time_left=case.time_left(left),
            history=case.history(past, left),
            foreseeable=bool(past.spent),
        )


def _with_evidence(report: ObjectiveReport, case: Case) -> ObjectiveReport:
    found = case.found
    return report._replace(
        coverage=case.counted.coverage,
        newest_sample=found.newest,
        series=found.series,
        summed=found.summed,
        queries=found.queries,
        warnings=_warnings(case),
        exclusions=case.question.exclusions,
        source=case.question.source,
    )


def _warnings(case: Case) -> tuple[str, ...]:
    warnings = list(case.found.warnings)
    if case.counted.coverage < FULL_COVERAGE:
        warnings.append(f"only {case.counted.coverage:.1%} of the window has data")
    if incomparable := case.incomparable():
        warnings.append(f"it could not be computed, to be compared ({Reason.INCONSISTENT_DATA}): {incomparable}")
    return tuple(warnings)
