"""A sql source over one small table of calls, and what is asked of it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from slo_gate.core import node
from slo_gate.core.finding import Location
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Measurement, NoData, Reading, Reason, Request, Stretch
from slo_gate.core.ports import Source, SourceContext
from slo_gate.core.slo import Indicator, Query, Ratio
from slo_gate.sources import sql

START = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
GRID = Grid(START, START + 4 * HOUR, HOUR)
ODD = Grid(GRID.start - timedelta(days=1, seconds=17), GRID.end, 5 * HOUR)
"""A grid that begins at no whole minute, and whose last bucket is cut."""

MINUTES = Grid(GRID.start, GRID.end, timedelta(minutes=5))
FRACTION = Grid(GRID.start + timedelta(seconds=0.25), GRID.end + timedelta(seconds=0.25), HOUR)
GRIDS = {"hours": GRID, "odd hours": ODD, "minutes": MINUTES, "a fraction of a second": FRACTION}
LABELS = {"one series": "", "a series each site": "site, "}
WINDOW = "FROM calls WHERE t >= $start AND t < $end"
TOTAL = f"SELECT time_bucket($step, t, $start) AS bucket, sum(n) AS total {WINDOW} GROUP BY bucket"
GOOD = f"SELECT time_bucket($step, t, $start) AS bucket, sum(n - failed) AS good {WINDOW} GROUP BY bucket"
BAD = f"SELECT time_bucket($step, t, $start) AS bucket, sum(failed) AS bad {WINDOW} GROUP BY bucket"
NULLS = "SELECT NULL::TIMESTAMP AS bucket, sum(n) AS {} FROM calls WHERE t >= $start AND t < $end AND n < 0"
"""The rows of an aggregate over nothing."""

CALLS = """t,n,failed,site
2026-10-31 23:59:59,1000,1000,north
2026-11-01 00:00:00,10,1,north
2026-11-01 00:59:59,20,0,south
2026-11-01 01:30:00,30,3,north
2026-11-01 03:15:00,40,0,south
2026-11-01 04:00:00,5000,5000,north
"""


def scalar(value: object) -> node.Scalar:
    return node.Scalar(str(value), value if isinstance(value, int | Decimal) else str(value), node.START)


def mapping(values: Mapping[str, object]) -> node.Mapping:
    entries = {}
    for key, value in values.items():
        inner = mapping(value) if isinstance(value, dict) else scalar(value)
        entries[key] = node.Entry(scalar(key), inner)
    return node.Mapping(node.START, entries)


def connect(folder: Path, *, environ: Mapping[str, str] | None = None, **settings: Any) -> Source:
    given = mapping({"type": "sql", "url": "duckdb://"} | settings)
    assert sql.SETTINGS.takes(given)
    return sql.connect("calls", given, SourceContext(folder, environ or {}))


def over_calls(folder: Path, **settings: Any) -> Source:
    return connect(written(folder).parent, tables={"calls": "calls.csv"}, **settings)


def written(folder: Path) -> Path:
    (folder / "calls.csv").write_text(CALLS)
    return folder / "calls.csv"


def query(text: str) -> Query:
    return Query("calls", text, Location("slo.yaml", node.START))


def ratio(total: str = TOTAL, good: str = "", bad: str = "") -> Ratio:
    return Ratio(query(total), query(good) if good else None, query(bad) if bad else None)


def ask(source: Source, indicator: Indicator, *lookbacks: timedelta, grid: Grid = GRID) -> Reading:
    request = Request(indicator, grid, grid.end, tuple(Stretch(grid.end - length, grid.end) for length in lookbacks))
    return source.measure([request])[request]


def measured(source: Source, indicator: Indicator, *lookbacks: timedelta, grid: Grid = GRID) -> Measurement:
    reading = ask(source, indicator, *lookbacks, grid=grid)
    assert not isinstance(reading, NoData), reading
    assert len(reading) == 1
    return reading[0]


def refused(source: Source, indicator: Indicator) -> NoData:
    reading = ask(source, indicator)
    assert isinstance(reading, NoData), reading
    return reading


def events(measurement: Measurement) -> list[tuple[int, object, object]]:
    """Hour, good, total."""
    return [(bucket.start.hour, bucket.good, bucket.total) for bucket in measurement.buckets]


def told(source: Source, total: str, bad: str, label: str, grid: Grid) -> list[tuple[object, ...]]:
    """Buckets, lookbacks, newest records and coverage of each series; `label` is one of `LABELS`."""
    total, bad = (
        text.replace("sum(", f"{label}max(t) AS newest, sum(") + (label and ", site") for text in (total, bad)
    )
    reading = ask(source, ratio(total, bad=bad), HOUR / 4, HOUR, 3 * HOUR, 1000 * HOUR, grid=grid)
    assert not isinstance(reading, NoData), reading
    assert len(reading) == (2 if label else 1)
    return [(one.buckets, one.stretches, one.newest, one.coverage, one.series) for one in reading]


def number_of(source: Source, query: str) -> Decimal | Reason:
    """What becomes of the number that the query, of one row, calls `{}`: as the good events, and as the total."""
    measurement = _answer(source, query)
    if isinstance(measurement, Reason):
        return measurement
    (bucket,) = measurement.buckets
    assert bucket.good == bucket.total
    return bucket.total


def hour_of(source: Source, query: str) -> int | Reason:
    """The hour of the bucket in which the query, of one row, has one event, `{}`."""
    measurement = _answer(source, query)
    if isinstance(measurement, Reason):
        return measurement
    ((hour, *counts),) = events(measurement)
    assert counts == [1, 1]
    return hour


def _answer(source: Source, query: str) -> Measurement | Reason:
    reading = ask(source, ratio(query.format("total"), good=query.format("good")))
    if isinstance(reading, NoData):
        return reading.reason
    (measurement,) = reading
    return measurement


HOURLY = [(0, 29, 30), (1, 27, 30), (3, 40, 40)]
