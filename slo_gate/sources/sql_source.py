"""Measures objectives with SQL queries: one execution per query and stretch of time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket, Labels, Measurement, NoData, Reading, Reason, Request
from slo_gate.core.slo import Query, Ratio, queries_of
from slo_gate.sources.sql_answer import Row, UnansweredError, read
from slo_gate.sources.sql_database import Database
from slo_gate.sources.sql_events import ZERO, Counts, counted, goodness_of, ratios, sampled

Events = Mapping[Labels, tuple[Bucket, ...]]
Newest = dict[Labels, datetime]
MAX_SERIES = 500
_TICK = timedelta(microseconds=1)
_TOO_MANY_SERIES = (
    f"the query returns more than {MAX_SERIES} series: each value of its other columns is a label with its own budget"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """The events of one stretch of time, and the newest record of each series."""

    events: Events
    newest: Newest


class SqlSource:
    by_name = False

    def __init__(self, database: Database, stale_after: timedelta | None) -> None:
        self._database = database
        self.stale_after = stale_after

    def now(self) -> datetime | None:
        return None

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        return {request: self._reading(request) for request in requests}

    def _reading(self, request: Request) -> Reading:
        queries = tuple(query.text for query in queries_of(request.indicator))
        try:
            window = self._counts_in(request, request.grid)
            if not window.events:
                detail = "the query returned no rows for the window"
                return NoData(Reason.NO_DATA, detail, queries)
            if len(window.events) > MAX_SERIES:
                return NoData(Reason.QUERY_TOO_EXPENSIVE, _TOO_MANY_SERIES, queries)
            stretches = [(one.grid, self._counts_in(request, one.grid).events) for one in request.stretches]
        except UnansweredError as error:
            return error.no_data(queries)
        return tuple(
            Measurement(
                buckets=buckets,
                stretches=tuple(_only(events.get(labels), grid) for grid, events in stretches),
                newest=window.newest.get(labels),
                coverage=coverage(request.grid, buckets),
                queries=queries,
                series=labels,
            )
            for labels, buckets in sorted(window.events.items())
        )

    def _counts_in(self, request: Request, grid: Grid) -> Counted:
        indicator = request.indicator
        if isinstance(indicator, Ratio):
            return self._ratio(indicator, grid)
        with _naming("value"):
            rows = self._rows(indicator.query, "value", grid)
            return Counted(sampled(rows, grid, goodness_of(indicator)), newest_of(rows))

    def _ratio(self, indicator: Ratio, grid: Grid) -> Counted:
        kind = "good" if indicator.good else "bad"
        total, total_rows = self._counted(indicator.total, "total", grid)
        part, part_rows = self._counted(indicator.part, kind, grid)
        return Counted(ratios(total, part, grid, part_is_good=kind == "good"), newest_of([*total_rows, *part_rows]))

    def _counted(self, query: Query, value: str, grid: Grid) -> tuple[Counts, list[Row]]:
        with _naming(value):
            rows = self._rows(query, value, grid)
            return counted(rows, grid), rows

    def _rows(self, query: Query, value: str, grid: Grid) -> list[Row]:
        return list(read(self._database.select(query.text, grid), value))


@contextmanager
def _naming(value: str) -> Iterator[None]:
    """Errors say which of an indicator's queries they are about."""
    try:
        yield
    except UnansweredError as error:
        raise UnansweredError(error.reason, f"the {value} query: {error.detail}") from None


def newest_of(rows: Sequence[Row]) -> Newest:
    newest: Newest = {}
    for row in rows:
        if row.newest:
            newest[row.labels] = max(row.newest, newest.get(row.labels, row.newest))
    return newest


def coverage(grid: Grid, buckets: Sequence[Bucket]) -> Decimal:
    """The share of the grid after the start of the first bucket that has a row: quiet buckets later are no gaps."""
    return Decimal((grid.end - buckets[0].start) // _TICK) / Decimal((grid.end - grid.start) // _TICK)


def _only(buckets: Sequence[Bucket] | None, grid: Grid) -> Bucket:
    """The one bucket of a stretch; without events where the series had none."""
    return buckets[0] if buckets else Bucket(grid.start, grid.end, ZERO, ZERO)
