"""What a gate would ask: which source, which queries, for which objectives. Nothing is asked for it."""

from collections.abc import Mapping, Sequence

from slo_gate.core.exclusion import Exclusions
from slo_gate.core.measurement import NoData, Request
from slo_gate.core.plan import Planned, PlannedQuery, PlanReport, Promised, SourcePlan
from slo_gate.core.ports import Source
from slo_gate.core.slo import Slo
from slo_gate.engine.choosing import Sources
from slo_gate.engine.gating import asked_of
from slo_gate.engine.measuring import SETTLE, Question
from slo_gate.engine.run import Run


def plan(slos: Sequence[Slo], sources: Sources, run: Run) -> PlanReport:
    """Raises ConfigError where a source's settings are wrong."""
    promises = [Promised(slo, objective) for slo in slos for objective in slo.objectives]
    opened, closed = sources.open_for(promises)
    at = run.at or run.now.replace(microsecond=0) - SETTLE
    asked = asked_of(promises, sources, closed, run, Exclusions.at(run.exclusions, at), at)
    questions = [(promise, one) for promise, one in zip(promises, asked, strict=True) if isinstance(one, Question)]
    unasked = [(promise, one) for promise, one in zip(promises, asked, strict=True) if isinstance(one, NoData)]
    planned = [
        _of_source(name, sources.type_of(name), source, [pair for pair in questions if pair[1].source == name])
        for name, source in opened.items()
    ]
    return PlanReport(at, tuple(planned), tuple(unasked))


def _of_source(name: str, kind: str, source: Source, asked: Sequence[tuple[Promised, Question]]) -> SourcePlan:
    promises: dict[Request, list[Promised]] = {}
    for promise, question in asked:
        if question.request.grid.size and not question.all_excluded:
            promises.setdefault(question.request, []).append(promise)
    planned = source.plan(list(promises))
    return SourcePlan(name, kind, tuple(pair[0] for pair in asked), tuple(_named(one, promises) for one in planned))


def _named(query: Planned, promises: Mapping[Request, Sequence[Promised]]) -> PlannedQuery:
    return PlannedQuery(query, tuple(promise for request in query.requests for promise in promises[request]))
