"""What the sql source measures on ClickHouse's own engine, asked through ClickHouse's own driver.

tests/support/clickhouse_server.py says what listens in between.
"""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.ports import Source
from tests.support.clickhouse import ClickHouse
from tests.support.clickhouse_calls import BAD, KINDS, TOTAL, asked
from tests.support.sql import BAD as BAD_IN_DUCKDB
from tests.support.sql import GRID, HOUR, HOURLY, WINDOW, ask, events, measured, over_calls, ratio, refused
from tests.support.sql import TOTAL as TOTAL_IN_DUCKDB

pytestmark = pytest.mark.xdist_group("clickhouse")
ODD = Grid(GRID.start - timedelta(days=1, seconds=17), GRID.end, 5 * HOUR)
MINUTES = Grid(GRID.start, GRID.end, timedelta(minutes=5))
"""As those of test_sql_alike.py."""

FRACTION = Grid(GRID.start + timedelta(seconds=0.25), GRID.end + timedelta(seconds=0.25), HOUR)


@pytest.fixture(scope="module")
def source(clickhouse: ClickHouse) -> Source:
    return asked(clickhouse)


@pytest.mark.parametrize("grid", [GRID, ODD, MINUTES, FRACTION], ids=["hours", "odd hours", "minutes", "fraction"])
@pytest.mark.parametrize("label", ["", "site, "], ids=["one series", "a series each site"])
@pytest.mark.parametrize("table", KINDS)
def test_measurements_are_those_of_duckdb(source: Source, tmp_path: Path, table: str, label: str, grid: Grid) -> None:
    """Buckets, lookbacks, newest records and coverage, whatever type a time has."""
    readings = []
    duckdb = (over_calls(tmp_path), TOTAL_IN_DUCKDB, BAD_IN_DUCKDB)
    for asked_one, *texts in (duckdb, (source, TOTAL.replace("calls", table), BAD.replace("calls", table))):
        total, bad = (text.replace("sum(", f"{label}max(t) AS newest, sum(") + (label and ", site") for text in texts)
        reading = ask(asked_one, ratio(total, bad=bad), HOUR / 4, HOUR, 3 * HOUR, 1000 * HOUR, grid=grid)
        assert not isinstance(reading, NoData), reading
        readings.append([(one.buckets, one.stretches, one.newest, one.coverage, one.series) for one in reading])
    assert readings[0] == readings[1]
    assert len(readings[0]) == (2 if label else 1)


@pytest.mark.parametrize(
    ("total", "bad"),
    [
        pytest.param(f"{TOTAL} ; -- a;ll", f"/* 100 % of the $start */ {BAD};", id="comments and semicolons"),
        pytest.param(
            f"SELECT t AS bucket, n AS total {WINDOW} AND site <> '100 %s $start $x :start {{a}} {{a: 1'",
            f"SELECT t AS bucket, failed AS bad {WINDOW} AND site <> '%(end)s'",
            id="what is no parameter",
        ),
        pytest.param(
            f"WITH every AS (SELECT * FROM calls) {TOTAL.replace('calls', 'every')}",
            BAD.replace("sum(failed)", "sum(if(failed % 2 < 2, failed, 0))"),
            id="WITH, and a remainder",
        ),
    ],
)
def test_measure_sums_events_per_bucket_for(source: Source, total: str, bad: str) -> None:
    assert events(measured(source, ratio(total, bad=bad))) == HOURLY


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("toUInt64(12345678901234567890)", Decimal(12345678901234567890), id="UInt64"),
        pytest.param("toDecimal64('0.123456789012345678', 18)", Decimal("0.123456789012345678"), id="Decimal, exactly"),
        pytest.param("toFloat32(0.5)", Decimal("0.5"), id="Float32"),
        pytest.param("1e20", Decimal("1e20"), id="Float64"),
        pytest.param("toNullable(7)", Decimal(7), id="Nullable"),
        pytest.param("toLowCardinality('7')", Decimal(7), id="a number in a text"),
        pytest.param("nan", Reason.INCONSISTENT_DATA, id="nan"),
        pytest.param("inf", Reason.INCONSISTENT_DATA, id="inf"),
        pytest.param("-1", Reason.INCONSISTENT_DATA, id="a negative count"),
        pytest.param("true", Reason.WRONG_RESULT_TYPE, id="Bool"),
        pytest.param("[1, 2]", Reason.WRONG_RESULT_TYPE, id="an array"),
        pytest.param("tuple(1, 2)", Reason.WRONG_RESULT_TYPE, id="a tuple"),
        pytest.param("map('a', 1)", Reason.WRONG_RESULT_TYPE, id="a map"),
    ],
)
def test_a_number_of_type(source: Source, expression: str, expected: Decimal | Reason) -> None:
    query = f"SELECT $start AS bucket, {expression} AS {{}} WHERE $start < $end"
    indicator = ratio(query.format("total"), good=query.format("good"))
    if isinstance(expected, Reason):
        assert refused(source, indicator).reason is expected
    else:
        (bucket,) = measured(source, indicator).buckets
        assert (bucket.good, bucket.total) == (expected, expected)


@pytest.mark.parametrize(
    ("expression", "hour"),
    [
        pytest.param("toDateTime('2026-11-01 02:30:00', 'UTC')", 2, id="DateTime of UTC"),
        pytest.param("toDateTime('2026-11-01 09:30:00', 'Asia/Jakarta')", 2, id="DateTime of another zone"),
        pytest.param("toDateTime('2026-11-01 02:30:00')", 2, id="DateTime without a zone is UTC"),
        pytest.param("toDateTime64('2026-11-01 02:30:00.123456789', 9)", 2, id="DateTime64 of nanoseconds is UTC"),
        pytest.param("toStartOfHour(toDateTime('2026-11-01 02:30:00'))", 2, id="its hour"),
        pytest.param("toDate('2026-11-01')", 0, id="Date is its midnight"),
        pytest.param("toDate32('2026-11-01')", 0, id="Date32 is its midnight"),
        pytest.param("'2026-11-01T02:30:00Z'", 2, id="a time in a text"),
        pytest.param("toUnixTimestamp(toDateTime('2026-11-01 02:30:00'))", Reason.WRONG_RESULT_TYPE, id="a number"),
        pytest.param("CAST(NULL AS Nullable(DateTime))", Reason.WRONG_RESULT_TYPE, id="NULL"),
        pytest.param("toDateTime('2026-11-01 04:00:00')", Reason.QUERY_REJECTED, id="the end of the window"),
    ],
)
def test_a_time_of_type(source: Source, expression: str, hour: int | Reason) -> None:
    query = f"SELECT {expression} AS bucket, 1 AS {{}} WHERE $start < $end"
    indicator = ratio(query.format("total"), good=query.format("good"))
    if isinstance(hour, Reason):
        assert refused(source, indicator).reason is hour
    else:
        assert events(measured(source, indicator)) == [(hour, 1, 1)]
