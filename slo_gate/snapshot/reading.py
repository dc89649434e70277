"""A snapshot's tree, checked and read. What does not fit is a violation with its place."""

from slo_gate.core import node
from slo_gate.core.checking import Place, Violation
from slo_gate.core.grid import Grid
from slo_gate.core.instant import parse_instant
from slo_gate.core.measurement import Bucket, NoData, Reason, Recorded, Stretch
from slo_gate.core.snapshot import Asked, Counts, Entry, Series, Snapshot, SourceState
from slo_gate.snapshot.consistency import misfits
from slo_gate.snapshot.shape import SHAPE
from slo_gate.snapshot.values import bucket, instant, known, quantity, seconds, texts, texts_by_key


def violations(root: node.Node) -> list[Violation]:
    """All that keeps a tree from being a snapshot that can be believed."""
    if not SHAPE.takes(root):
        return list(dict.fromkeys(SHAPE.check(root, Place("", root.span))))
    assert isinstance(root, node.Mapping)
    return list(misfits(root))


def read(root: node.Mapping) -> Snapshot:
    """Of a tree without violations."""
    sources = root.get("sources")
    states = sources.entries.values() if isinstance(sources, node.Mapping) else ()
    return Snapshot(
        entries=tuple(_entry(entry) for entry in root.mappings("slos")),
        at=parse_instant(root.text("at")),
        at_given=root.value("at_given") is True,
        recorded_by=root.text("recorded_by"),
        sources={state.key.text: _state(state.value) for state in states},
    )


def _state(state: node.Node) -> SourceState:
    assert isinstance(state, node.Mapping)
    closed = state.get("closed")
    return SourceState(
        seconds(state, "stale_after") if "stale_after" in state.entries else None,
        _no_data(closed) if isinstance(closed, node.Mapping) else None,
    )


def _entry(entry: node.Mapping) -> Entry:
    asked, no_data = entry.get("asked"), entry.get("no_data")
    series = list(entry.mappings("series")) or [entry]
    return Entry(
        slo=entry.text("slo"),
        service=entry.text("service"),
        objective=entry.text("objective"),
        source=entry.text("source"),
        asked=_asked(asked) if isinstance(asked, node.Mapping) else None,
        answer=_no_data(no_data) if isinstance(no_data, node.Mapping) else tuple(map(_series, series)),
    )


def _asked(asked: node.Mapping) -> Asked:
    grid = Grid(instant(asked, "start"), instant(asked, "end"), seconds(asked, "step"))
    stretches = (Stretch(instant(one, "start"), instant(one, "end")) for one in asked.mappings("stretches"))
    return Asked(texts_by_key(asked, "indicator"), grid, tuple(stretches))


def _no_data(no_data: node.Mapping) -> NoData:
    return NoData(Reason(no_data.text("reason")), no_data.text("detail"), texts(no_data, "queries"))


def _series(series: node.Mapping) -> Series:
    counted, recorded = "total" in series.entries, series.get("recorded")
    return Series(
        buckets=_buckets(series, "buckets"),
        whole=Counts(quantity(series, "good"), quantity(series, "total")) if counted else None,
        stretches=_buckets(series, "stretches"),
        newest=parse_instant(series.text("newest")),
        coverage=quantity(series, "coverage") if "coverage" in series.entries else None,
        queries=texts(series, "queries"),
        warnings=texts(series, "warnings"),
        labels=tuple(texts_by_key(series, "labels").items()),
        recorded=_recorded(recorded) if isinstance(recorded, node.Mapping) else None,
    )


def _recorded(recorded: node.Mapping) -> Recorded:
    return Recorded(
        errors=quantity(recorded, "errors"),
        basis=recorded.text("basis"),
        lookbacks={seconds(one, "length"): known(one.get("errors")) for one in recorded.mappings("lookbacks")},
        history=tuple(known(item) for item in recorded.items("history")),
        total=quantity(recorded, "total") if "total" in recorded.entries else None,
        tolerance=quantity(recorded, "tolerance"),
    )


def _buckets(series: node.Mapping, key: str) -> tuple[Bucket, ...]:
    return tuple(sorted(map(bucket, series.mappings(key)), key=lambda one: (one.start, one.end)))
