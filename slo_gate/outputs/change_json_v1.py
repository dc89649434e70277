"""What a change does to the promises as JSON, version 1: a report of its own, and the part of the gate's."""

from datetime import timedelta
from decimal import Decimal

from slo_gate.core.change_report import ChangeReport
from slo_gate.core.promise_change import Aspect, PromiseChange
from slo_gate.core.report import ObjectiveReport
from slo_gate.outputs import json_values
from slo_gate.outputs.change_wording import ChangeWording
from slo_gate.outputs.numbers import plain
from slo_gate.outputs.style import Style

NAME = "json"
_WORDS = ChangeWording()
Json = dict[str, object]


def render(report: ChangeReport, _style: Style) -> str:
    return json_values.dump(
        {
            "version": 1,
            "outcome": str(report.outcome),
            "exit_code": report.exit_code,
            "weakened": report.weakened,
            "at": json_values.instant(report.at),
            "base": {"file": report.base.file, "ref": report.base.ref, "sha": report.base.sha},
            "changes": [change(one) for one in report.changes],
            "findings": [json_values.finding(finding) for finding in report.findings],
            "notes": list(report.notes),
        }
    )


def change(item: PromiseChange) -> Json:
    return {
        "way": str(item.way),
        "service": item.service or None,
        "slo": item.slo or None,
        "objective": item.objective or None,
        "file": item.location.file,
        "line": item.location.line,
        "weakens": item.weakens,
        "aspects": [_aspect(aspect) for aspect in item.aspects],
        "before": _standing(item.before),
        "after": _standing(item.after),
    }


def _aspect(aspect: Aspect) -> Json:
    return {
        "code": aspect.code,
        "text": plain(_WORDS.sentence(aspect)),
        "weakens": aspect.weakens,
        "line": aspect.location.line if aspect.location else None,
        "before": _value(aspect, "before"),
        "after": _value(aspect, "after"),
    }


def _value(aspect: Aspect, key: str) -> str | None:
    """Ratios as decimals, lengths in seconds, windows in words, everything else as it stands in the file."""
    match aspect.evidence.get(key):
        case None:
            return None
        case Decimal() as ratio:
            return json_values.ratio(ratio)
        case timedelta() as length:
            return str(json_values.seconds(length))
        case str() as text:
            return str(text)
        case other:
            return plain(_WORDS.value(aspect, other))


def _standing(report: ObjectiveReport | None) -> Json | None:
    if report is None:
        return None
    return {
        "verdict": str(report.verdict),
        "target": json_values.ratio(report.objective.target),
        "sli": json_values.ratio(report.budget.sli if report.budget else None),
        "remaining": json_values.ratio(report.budget.remaining if report.budget else None),
        "no_data": str(report.no_data.reason) if report.no_data else None,
    }
