"""May we ship? One measurement of the SLOs that a change concerns, judged by the policy."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from slo_gate.core.errors import NothingMatchedError
from slo_gate.core.finding import Finding
from slo_gate.core.measurement import NoData, Reading
from slo_gate.core.policy import Context, Policy
from slo_gate.core.report import GateReport, ObjectiveReport, Override, PolicyOrigin
from slo_gate.core.slo import Objective, Slo, queries_of
from slo_gate.core.verdict import Outcome, worst
from slo_gate.engine.judging import Judge
from slo_gate.engine.measuring import Clocks, Question, Sources, measure, question, read_clocks

LOOKBACKS = (timedelta(hours=1), timedelta(hours=6))
"""Burn rates that every report shows."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a gate run is asked. `at` is a fixed instant, or None for now; `advisory` runs block nothing."""

    policy: Policy
    origin: PolicyOrigin
    context: Context
    now: datetime
    at: datetime | None = None
    advisory: bool = False
    actor: str = ""
    notes: tuple[str, ...] = ()


def waved_through(run: Run) -> GateReport | None:
    """The report of a repair, which passes without reading or asking anything; None for any other change."""
    change = run.context.change
    if change not in run.policy.repairs:
        return None
    return GateReport(
        Outcome.OVERRIDDEN,
        None,
        run.context.environment,
        run.origin,
        override=Override(change, run.actor, run.now),
        notes=run.notes,
        advisory=run.advisory,
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
    )


def concerned(slos: Sequence[Slo], services: Sequence[str]) -> tuple[Slo, ...]:
    """The SLOs of some services, or all. Raises NothingMatchedError where a service has none, or there is none at all."""
    if not slos:
        raise NothingMatchedError("there is no SLO to judge", "name the SLO files, or list them under `slos`")
    known = sorted({slo.service for slo in slos})
    missing = [service for service in services if service not in known]
    if missing:
        raise NothingMatchedError(f"no SLO is of the service {missing[0]!r}", f"services are: {', '.join(known)[:500]}")
    return tuple(slo for slo in slos if not services or slo.service in services)


def gate(slos: Sequence[Slo], sources: Sources, run: Run, findings: Sequence[Finding] = ()) -> GateReport:
    """Measures and judges. Raises ConfigError where a source's settings are wrong."""
    lookbacks = tuple(sorted({*LOOKBACKS, *run.policy.lookbacks()}))
    promises = [(slo, objective) for slo in slos for objective in slo.objectives]
    names = [sources.name_for(slo, queries_of(objective.indicator)) for slo, objective in promises]
    opened, closed = sources.open_all(name for name in names if isinstance(name, str))
    clocks = Clocks(run.at, {}) if run.at else read_clocks(opened, run.now)
    closed |= clocks.skewed

    def ask(slo: Slo, objective: Objective, name: str | NoData) -> Question | NoData:
        if isinstance(name, NoData):
            return name
        if name in closed:
            return closed[name]
        return question(slo, objective, name, clocks.at, lookbacks, by_name=opened[name].by_name)

    asked = [ask(slo, objective, name) for (slo, objective), name in zip(promises, names, strict=True)]
    answers = measure([one for one in asked if isinstance(one, Question)], opened)
    stale_after = {name: source.stale_after for name, source in opened.items()}
    judge = Judge(run.policy, run.context, lookbacks, stale_after)
    reports = [
        report
        for (slo, objective), one in zip(promises, asked, strict=True)
        for report in _reports(judge, slo, objective, one, answers)
    ]
    return GateReport(
        outcome=_outcome(reports),
        at=clocks.at,
        environment=run.context.environment,
        policy=run.origin,
        objectives=tuple(sorted(reports, key=_worst_first)),
        findings=tuple(findings),
        notes=run.notes,
        advisory=run.advisory,
    )


def _reports(
    judge: Judge,
    slo: Slo,
    objective: Objective,
    asked: Question | NoData,
    answers: Mapping[Question, Reading],
) -> Iterator[ObjectiveReport]:
    """One report for each series of an objective."""
    if isinstance(asked, NoData):
        yield judge.unknown(slo, objective, asked)
        return
    reading = answers[asked]
    if isinstance(reading, NoData):
        yield replace(judge.unknown(slo, objective, reading, asked.bounds), source=asked.source)
        return
    for found in reading:
        yield judge.judge(slo, objective, asked, found)


def _outcome(reports: Sequence[ObjectiveReport]) -> Outcome:
    """The worst verdict; where something is wrong with what was asked, that the run is invalid."""
    if any(report.no_data and report.no_data.invalid for report in reports):
        return Outcome.INVALID
    return Outcome(worst(report.verdict for report in reports))


def _worst_first(report: ObjectiveReport) -> tuple[int, bool, object, str]:
    remaining = report.budget.remaining if report.budget else None
    return -report.verdict.rank, remaining is None, remaining or 0, report.title
