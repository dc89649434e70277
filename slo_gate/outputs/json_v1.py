"""The gate's report as JSON, version 1. Fields may be added; none is renamed. What is not known is null, never 0."""

from slo_gate.core.budget import Budget
from slo_gate.core.exclusion import Exclusion
from slo_gate.core.report import GateReport, ObjectiveReport, Override
from slo_gate.core.verdict import Because
from slo_gate.outputs import change_json_v1, json_values
from slo_gate.outputs.facts import source_of
from slo_gate.outputs.json_values import events, instant, ratio, seconds
from slo_gate.outputs.numbers import plain
from slo_gate.outputs.style import Style
from slo_gate.outputs.wording import Wording

NAME = "json"
_WORDS = Wording()
Json = dict[str, object]


def render(report: GateReport, _style: Style) -> str:
    return json_values.dump(document(report))


def document(report: GateReport) -> Json:
    return {
        "version": 1,
        "outcome": str(report.outcome),
        "exit_code": report.exit_code,
        "at": instant(report.at),
        "environment": report.environment or None,
        "advisory": report.advisory,
        "blocked": report.blocked,
        "policy": {"file": report.policy.file, "ref": report.policy.ref, "sha": report.policy.sha},
        "reasons": [reason(because, None) for because in report.reasons],
        "objectives": [_objective(objective) for objective in report.objectives],
        "findings": [json_values.finding(finding) for finding in report.findings],
        "override": _override(report.override) if report.override else None,
        "notes": list(report.notes),
        "weakened": report.weakened,
        "changes": [change_json_v1.change(one) for one in report.changes],
        "language": str(report.language),
    }


def _override(override: Override) -> Json:
    return {
        "change": str(override.change),
        "actor": override.actor,
        "at": instant(override.at),
        "way": override.way or None,
        "reason": override.reason or None,
        "expires": instant(override.expires),
        "approver": override.approver or None,
        "url": override.url or None,
    }


def _objective(objective: ObjectiveReport) -> Json:
    return {
        **_identity(objective),
        "target": ratio(objective.objective.target),
        "window": _window(objective),
        "method": str(objective.slo.method),
        **_numbers(objective.budget),
        "composite": _composite(objective),
        "time_left": seconds(objective.time_left),
        "burn_rates": [
            {"lookback": seconds(lookback), "rate": ratio(rate)}
            for lookback, rate in sorted((objective.burn_rates or {}).items())
        ],
        "exhausts_at": instant(objective.exhausts_at),
        "recovers_at": instant(objective.recovers_at),
        "excluded": seconds(objective.excluded),
        "exclusions": [_exclusion(one) for one in objective.exclusions],
        "coverage": ratio(objective.coverage),
        "newest_sample": instant(objective.newest_sample),
        "verdict": str(objective.verdict),
        "reasons": [reason(because, objective) for because in objective.reasons],
        "no_data": _no_data(objective),
        "source": source_of(objective) or None,
        "queries": list(objective.queries),
        "warnings": list(objective.warnings),
        "history": [ratio(share) for share in objective.history],
        "at_base": objective.at_base,
    }


def _identity(objective: ObjectiveReport) -> Json:
    return {
        "slo": objective.slo.name,
        "service": objective.slo.service,
        "objective": objective.objective.name,
        "display_name": objective.slo.display_name or None,
        "kind": str(objective.slo.kind),
        "series": dict(objective.series) or None,
        "summed_series": objective.summed or None,
        "file": objective.objective.location.file,
        "line": objective.objective.location.line,
    }


def _window(objective: ObjectiveReport) -> Json:
    window, bounds = objective.slo.window, objective.bounds
    return {
        "length": seconds(bounds.length if bounds else window.duration.nominal),
        "rolling": window.rolling,
        "start": instant(bounds.start if bounds else None),
        "end": instant(bounds.end if bounds else None),
        "zone": window.calendar.zone_name if window.calendar else None,
        "duration": str(window.duration),
    }


def _composite(objective: ObjectiveReport) -> Json | None:
    composite = objective.composite
    return composite and {
        "weight": ratio(objective.objective.weight),
        "remaining": ratio(composite.remaining),
        "consumed": ratio(composite.consumed),
    }


def _exclusion(exclusion: Exclusion) -> Json:
    return {
        "reason": exclusion.reason,
        "ticket": exclusion.ticket or None,
        "from": instant(exclusion.start),
        "to": instant(exclusion.end),
    }


def _numbers(budget: Budget | None) -> Json:
    return {
        "basis": budget.basis if budget else None,
        "sli": ratio(budget.sli if budget else None),
        "good": events(budget.good if budget else None),
        "total": events(budget.total if budget else None),
        "allowed_bad": events(budget.allowed_bad if budget else None),
        "remaining": ratio(budget.remaining if budget else None),
        "consumed": ratio(budget.consumed if budget else None),
        "remaining_to_date": ratio(budget.to_date if budget else None),
    }


def reason(because: Because, objective: ObjectiveReport | None) -> Json:
    place = because.location
    return {
        "rule": because.rule,
        "text": plain(_WORDS.reason(because, objective)),
        "code": because.code,
        "verdict": str(because.verdict),
        "file": place.file if place else None,
        "line": place.line if place else None,
    }


def _no_data(objective: ObjectiveReport) -> Json | None:
    missing = objective.no_data
    return {"reason": str(missing.reason), "detail": missing.detail} if missing else None
