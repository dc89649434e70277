"""Snapshots as JSON: numbers as decimal strings, instants in RFC 3339 UTC, one bucket a line."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from slo_gate.core.instant import write_instant
from slo_gate.core.measurement import Bucket, NoData, Recorded
from slo_gate.core.snapshot import Asked, Entry, Series, Snapshot, SourceState

Json = Mapping[str, object]


def write(snapshot: Snapshot) -> str:
    return _laid_out(_without_nothing(_document(snapshot)), "") + "\n"


def _document(snapshot: Snapshot) -> Json:
    return {
        "version": 1,
        "recorded_by": snapshot.recorded_by or None,
        "at": write_instant(snapshot.at) if snapshot.at else None,
        "at_given": snapshot.at_given,
        "sources": {name: _state(state) for name, state in snapshot.sources.items()},
        "slos": [_entry(entry) for entry in snapshot.entries],
    }


def _state(state: SourceState) -> Json:
    return _without_nothing(
        {
            "stale_after": _seconds(state.stale_after.total_seconds()) if state.stale_after else None,
            "closed": _no_data(state.closed) if state.closed else None,
        }
    )


def _entry(entry: Entry) -> Json:
    answer = entry.answer
    return _without_nothing(
        {
            "slo": entry.slo,
            "service": entry.service or None,
            "objective": entry.objective or None,
            "source": entry.source or None,
            "asked": _asked(entry.asked) if entry.asked else None,
            "series": None if isinstance(answer, NoData) else [_series(series) for series in answer],
            "no_data": _no_data(answer) if isinstance(answer, NoData) else None,
        }
    )


def _asked(asked: Asked) -> Json:
    return {
        "indicator": dict(asked.indicator),
        "start": write_instant(asked.grid.start),
        "end": write_instant(asked.grid.end),
        "step": _seconds(asked.grid.step.total_seconds()),
        "stretches": [{"start": write_instant(one.start), "end": write_instant(one.end)} for one in asked.stretches],
    }


def _seconds(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def _no_data(no_data: NoData) -> Json:
    return {"reason": str(no_data.reason), "detail": no_data.detail, "queries": list(no_data.queries)}


def _series(series: Series) -> Json:
    whole = series.whole
    return _without_nothing(
        {
            "labels": dict(series.labels) or None,
            "newest": write_instant(series.newest) if series.newest else None,
            "coverage": None if series.coverage is None else _quantity(series.coverage),
            "queries": list(series.queries),
            "warnings": list(series.warnings),
            "good": _quantity(whole.good) if whole else None,
            "total": _quantity(whole.total) if whole else None,
            "stretches": _buckets(series.stretches),
            "buckets": None if whole else _buckets(series.buckets),
            "recorded": _recorded(series.recorded) if series.recorded else None,
        }
    )


def _recorded(recorded: Recorded) -> Json:
    return _without_nothing(
        {
            "errors": _quantity(recorded.errors),
            "basis": recorded.basis,
            "total": None if recorded.total is None else _quantity(recorded.total),
            "tolerance": _quantity(recorded.tolerance),
            "lookbacks": [
                {"length": _seconds(length.total_seconds()), "errors": _or_null(errors)}
                for length, errors in recorded.lookbacks.items()
            ],
            "history": [_or_null(errors) for errors in recorded.history],
        }
    )


def _buckets(buckets: Iterable[Bucket]) -> list[Json]:
    return [
        {
            "start": write_instant(bucket.start),
            "end": write_instant(bucket.end),
            "good": _quantity(bucket.good),
            "total": _quantity(bucket.total),
        }
        for bucket in buckets
    ]


def _or_null(number: Decimal | None) -> str | None:
    return None if number is None else _quantity(number)


def _quantity(number: Decimal) -> str:
    return f"{number:f}" if number.is_finite() else str(number)


def _without_nothing(values: Json) -> Json:
    return {key: value for key, value in values.items() if value is not None}


def _laid_out(value: object, indent: str) -> str:
    """JSON in ASCII, indented; a mapping or list that holds none stands on one line."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not any(isinstance(part, dict | list) for part in parts):
        return json.dumps(value)
    inner = indent + "  "
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(key)}: {_laid_out(part, inner)}" for key, part in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    assert isinstance(value, list)
    return "[\n" + ",\n".join(f"{inner}{_laid_out(part, inner)}" for part in value) + f"\n{indent}]"
