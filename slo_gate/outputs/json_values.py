"""Values as the JSON reports write them: ratios as decimal strings, instants in RFC 3339 UTC, lengths in seconds."""

import json
from datetime import datetime, timedelta
from decimal import Decimal

from slo_gate.core.finding import Finding
from slo_gate.core.instant import write_instant
from slo_gate.outputs.links import rule_url

_PLACES = Decimal("1e-12")
_EXACT_BELOW = Decimal("1e15")


def dump(document: object) -> str:
    """JSON in ASCII, in which no line is a command to the Actions runner: `##[` stands in strings alone."""
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False).replace("##[", r"#\u0023[") + "\n"


def ratio(value: Decimal | None) -> str | None:
    """Never in exponent notation; at most twelve decimals of what was computed. `Infinity` where a zero budget burns."""
    if value is None:
        return None
    if not abs(value) < _EXACT_BELOW:
        return str(value) if not value.is_finite() else f"{value:f}"
    text = f"{value.quantize(_PLACES):f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def instant(value: datetime | None) -> str | None:
    return None if value is None else write_instant(value)


def seconds(value: timedelta | None) -> float | int | None:
    return None if value is None else _number(value.total_seconds())


def events(value: Decimal | None) -> float | int | None:
    return None if value is None or not value.is_finite() else _number(float(value))


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def finding(item: Finding) -> dict[str, object]:
    span = item.location.span
    return {
        "rule": item.rule,
        "severity": str(item.severity),
        "file": item.location.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "message": item.message,
        "help": item.help,
        "url": rule_url(item.rule),
        "fixable": item.fix is not None,
    }
