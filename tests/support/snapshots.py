"""Questions to snapshots, and snapshots as somebody writes them down."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Promise, Reading, Request, Stretch
from slo_gate.core.node import START
from slo_gate.core.slo import BudgetingMethod, Indicator, Op, Query, Ratio, Threshold
from slo_gate.core.snapshot import Snapshot
from slo_gate.core.window import TimeWindow
from slo_gate.snapshot.answering import answers
from slo_gate.snapshot.opening import open_snapshot

AT = datetime(2026, 11, 18, 12, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
MONTH = Grid(AT - 30 * DAY, AT, DAY)
PLACE = Location("slo.yaml", START)
RATIO = Ratio(Query("metrics", "total", PLACE), good=Query("metrics", "good", PLACE))
CHECKOUT = Promise(
    "shop", "checkout", "main", 0, Decimal("0.99"), TimeWindow(Duration(30, "d")), BudgetingMethod.OCCURRENCES
)


def quick(limit: str = "0.3") -> Threshold:
    return Threshold(Query("metrics", "latency", PLACE), Op.LTE, Decimal(limit))


def request(
    *promises: Promise, indicator: Indicator = RATIO, grid: Grid = MONTH, lookbacks: tuple[timedelta, ...] = ()
) -> Request:
    stretches = tuple(Stretch(grid.end - lookback, grid.end) for lookback in lookbacks)
    return Request(indicator, grid, grid.end, stretches, promises or (CHECKOUT,))


def snapshot(*entries: object, **rest: object) -> Snapshot:
    return open_snapshot(text(*entries, **rest).encode(), "snapshot.json")


def text(*entries: object, **rest: object) -> str:
    return json.dumps({"version": 1, "slos": entries} | rest)


def asked(held: Snapshot, *requests: Request, taken: datetime | None = None) -> list[Reading]:
    found = answers(held, requests, taken or held.at)
    return [found[one] for one in requests]


def days(first: datetime, *counts: tuple[int, int]) -> list[dict[str, object]]:
    """A bucket for each day from a midnight on."""
    return [
        {"day": f"{first + index * DAY:%Y-%m-%d}", "good": good, "total": total}
        for index, (good, total) in enumerate(counts)
    ]
