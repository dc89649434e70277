"""May we ship? One measurement of the SLOs that a change concerns, judged by the policy."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from slo_gate.core.exclusion import Exclusion, Exclusions
from slo_gate.core.exemption import Exemptions
from slo_gate.core.finding import Finding
from slo_gate.core.measurement import NoData, Reading, Reason
from slo_gate.core.plan import Promised
from slo_gate.core.policy import Policy
from slo_gate.core.report import GateReport, ObjectiveReport, Override
from slo_gate.core.series import Series, summed
from slo_gate.core.slo import Objective, Slo
from slo_gate.core.verdict import Because, Outcome, Verdict, worst
from slo_gate.engine.choosing import Sources
from slo_gate.engine.composing import with_composites
from slo_gate.engine.easing import eased
from slo_gate.engine.judging import Judge
from slo_gate.engine.measuring import Clocks, Question, measure, question, read_clocks
from slo_gate.engine.run import Run
from slo_gate.engine.unheard import unheard

LOOKBACKS = (timedelta(hours=1), timedelta(hours=6))
"""Burn rates that every report shows."""


class Taken(NamedTuple):
    """What a run measured, before anything is judged: each objective with its question or why it is not asked, and the
    answers. `closed` are the sources that could not be asked.
    """

    at: datetime
    lookbacks: tuple[timedelta, ...]
    asked: tuple[tuple[Slo, Objective, Question | NoData], ...]
    answers: Mapping[Question, Reading]
    stale_after: Mapping[str, timedelta | None]
    closed: Mapping[str, NoData]


def waved_through(run: Run) -> GateReport | None:
    """The report of a repair, or of what was overridden: they pass without asking anything. None for any other change.

    A freeze stops them only where it says so itself.
    """
    change = run.context.change
    override = run.override or (Override(change, run.actor, run.now) if change in run.policy.repairs else None)
    if override is None:
        return None
    frozen = run.frozen(run.services)
    stopped = worst(because.verdict for because in frozen) is Verdict.FAIL
    return GateReport(
        Outcome.FAIL if stopped else Outcome.OVERRIDDEN,
        None,
        run.context.environment,
        run.origin,
        override=None if stopped else override,
        notes=run.notes,
        advisory=run.advisory,
        language=run.language,
        reasons=frozen,
    )


def refused(run: Run, findings: Sequence[Finding]) -> GateReport:
    """The report of a run that cannot be judged as its files stand."""
    return GateReport(
        Outcome.INVALID,
        None,
        run.context.environment,
        run.origin,
        findings=tuple(findings),
        notes=run.notes,
        advisory=run.advisory,
        language=run.language,
    )


def skipping(run: Run, why: str) -> GateReport:
    """The report of a run that measures nothing, and says why."""
    return refused(run, ())._replace(outcome=Outcome.SKIPPED, notes=(*run.notes, why))


def gate(slos: Sequence[Slo], sources: Sources, run: Run, findings: Sequence[Finding] = ()) -> GateReport:
    """Measures and judges. Raises ConfigError where a source's settings are wrong."""
    return judge(take(slos, sources, run), run, findings)


def take(slos: Sequence[Slo], sources: Sources, run: Run) -> Taken:
    """Measures. Raises ConfigError where a source's settings are wrong."""
    return take_promises([Promised(slo, objective) for slo in slos for objective in slo.objectives], sources, run)


def take_promises(promises: Sequence[Promised], sources: Sources, run: Run) -> Taken:
    """Measures some objectives, at one instant. Raises ConfigError where a source's settings are wrong."""
    opened, closed = sources.open_for(promises)
    clocks = Clocks(run.at, {}) if run.at else read_clocks(opened, run.now)
    closed = {**closed, **clocks.skewed}
    asked = asked_of(promises, sources, closed, run, Exclusions.at(run.exclusions, clocks.at), clocks.at)
    return Taken(
        at=clocks.at,
        lookbacks=lookbacks_of(run.policy),
        asked=tuple((*promise, one) for promise, one in zip(promises, asked, strict=True)),
        answers=measure([one for one in asked if isinstance(one, Question)], opened),
        stale_after={name: source.stale_after for name, source in opened.items()},
        closed=closed,
    )


def judge(taken: Taken, run: Run, findings: Sequence[Finding] = ()) -> GateReport:
    reports = list(with_composites(report for one in judged(taken, run) for report in one))
    return reported(reports, taken.at, run, findings)


def judge_for(taken: Taken, run: Run) -> Judge:
    return Judge(run.policy, run.context, taken.lookbacks, taken.stale_after)


def judged(taken: Taken, run: Run) -> Iterator[list[ObjectiveReport]]:
    """The reports of each objective that was asked about, in their order: one for each series."""
    judge = judge_for(taken, run)
    exempt = Exemptions.at(run.exemptions, taken.at).valid
    for slo, objective, asked in taken.asked:
        every = _reports(judge, slo, objective, asked, taken.answers)
        yield [eased(one, run.policy, exempt, run.context) for one in every]


def reported(reports: Sequence[ObjectiveReport], at: datetime, run: Run, findings: Sequence[Finding]) -> GateReport:
    exclusions, exemptions = Exclusions.at(run.exclusions, at), Exemptions.at(run.exemptions, at)
    reasons = (*run.reasons, *run.frozen(run.services or {report.slo.service for report in reports}))
    told = unheard(run.policy, run.freezes, run.context, [report.slo for report in reports])
    return GateReport(
        outcome=outcome_of(reports, reasons),
        at=at,
        environment=run.context.environment,
        policy=run.origin,
        objectives=tuple(sorted(reports, key=worst_first)),
        findings=(*findings, *exclusions.findings, *exemptions.findings),
        notes=(*run.notes, *told, *_excluded(exclusions.valid, reports)),
        advisory=run.advisory,
        overriding=run.overriding,
        language=run.language,
        reasons=tuple(sorted(reasons, key=lambda because: -because.verdict.rank)),
    )


def lookbacks_of(policy: Policy) -> tuple[timedelta, ...]:
    """Shortest first."""
    return tuple(sorted({*LOOKBACKS, *policy.lookbacks()}))


def asked_of(
    promises: Sequence[Promised],
    sources: Sources,
    closed: Mapping[str, NoData],
    run: Run,
    exclusions: Exclusions,
    at: datetime,
) -> list[Question | NoData]:
    """The question about each promise, or why there is none."""
    lookbacks = lookbacks_of(run.policy)

    def ask(promise: Promised) -> Question | NoData:
        name = sources.name_for(promise)
        if isinstance(name, NoData):
            return name
        cut = exclusions.of(promise.slo, run.context)
        return closed.get(name) or question(promise, name, at, lookbacks, cut, by_name=sources.finds_by_name(name))

    return [ask(promise) for promise in promises]


def _excluded(exclusions: Sequence[Exclusion], reports: Sequence[ObjectiveReport]) -> Iterator[str]:
    """Which time does not count in how many budgets, and why."""
    for one in exclusions:
        budgets = sum(one in report.exclusions for report in reports)
        if budgets:
            where = "1 budget" if budgets == 1 else f"{budgets} budgets"
            yield f"{one.start:%Y-%m-%d %H:%M} to {one.end:%Y-%m-%d %H:%M} UTC does not count in {where}: {one}"


def _reports(
    judge: Judge,
    slo: Slo,
    objective: Objective,
    asked: Question | NoData,
    answers: Mapping[Question, Reading],
) -> Iterator[ObjectiveReport]:
    """One report for each series of an objective, or one for their sum."""
    if isinstance(asked, NoData):
        yield judge.unknown(slo, objective, asked)
        return
    reading = answers[asked]
    if judge.policy.series_for(slo, judge.context) is Series.SUM:
        reading = _summed(reading, asked)
    if isinstance(reading, NoData):
        yield judge.unknown(slo, objective, reading, asked)
        return
    for found in reading:
        yield judge.judge(slo, objective, asked, found)


def _summed(reading: Reading, asked: Question) -> Reading:
    """The sum of several series; what is recorded of them are ratios, and those of a sum are not the sum of ratios."""
    if isinstance(reading, NoData) or len(reading) == 1:
        return reading
    if any(one.recorded for one in reading):
        detail = (
            f"the policy asks for one budget of the sum, and recorded are ratios of {len(reading)} series, each its own"
        )
        return NoData(Reason.NOT_RECORDED, detail, reading[0].queries)
    return (summed(reading, asked.request.grid),)


def outcome_of(reports: Sequence[ObjectiveReport], reasons: Sequence[Because]) -> Outcome:
    """The worst verdict, of the run itself too; where something is wrong with what was asked, that the run is invalid."""
    if any(report.no_data and report.no_data.invalid for report in reports):
        return Outcome.INVALID
    return Outcome(worst([*(report.verdict for report in reports), *(because.verdict for because in reasons)]))


def worst_first(report: ObjectiveReport) -> tuple[int, bool, object, str]:
    remaining = report.budget.remaining if report.budget else None
    return -report.verdict.rank, remaining is None, remaining or 0, report.title
