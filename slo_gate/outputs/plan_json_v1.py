"""What a gate would ask, as JSON, version 1."""

from slo_gate.core.plan import PlannedQuery, PlanReport, Promised, SourcePlan
from slo_gate.outputs import json_values
from slo_gate.outputs.style import Style

NAME = "json"


def render(report: PlanReport, _style: Style) -> str:
    return json_values.dump(
        {
            "version": 1,
            "at": json_values.instant(report.at),
            "sources": [_source(source) for source in report.sources],
            "unasked": [
                {**_promise(promise), "reason": str(why.reason), "text": why.detail} for promise, why in report.unasked
            ],
        }
    )


def _source(source: SourcePlan) -> dict[str, object]:
    return {
        "name": source.name,
        "type": source.type,
        "objectives": len(source.promises),
        "queries": [_query(planned) for planned in source.queries],
    }


def _query(planned: PlannedQuery) -> dict[str, object]:
    query = planned.query
    return {
        "query": query.text,
        "start": json_values.instant(query.start),
        "end": json_values.instant(query.end),
        "step": json_values.seconds(query.step),
        "points": query.points,
        "objectives": [_promise(promise) for promise in planned.promises],
    }


def _promise(promise: Promised) -> dict[str, object]:
    slo, objective = promise
    return {"slo": slo.name, "service": slo.service, "objective": objective.name}
