"""What a change does to the promises as JSON, version 1: a report of its own, and the part of the gate's."""

from datetime import timedelta
from decimal import Decimal

from slo_gate.core.change_report import ChangeReport
from slo_gate.core.promise_change import Aspect, PromiseChange, Today
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
        "before": _today(item.before),
        "after": _today(item.after),
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


def _today(today: Today | None) -> Json | None:
    return today and {
        "verdict": str(today.verdict),
        "target": json_values.ratio(today.target),
        "sli": json_values.ratio(today.sli),
        "remaining": json_values.ratio(today.remaining),
        "no_data": str(today.no_data) if today.no_data else None,
    }
