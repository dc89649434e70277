"""What the sql source measures on ClickHouse's own engine, asked through ClickHouse's own driver.

tests/support/clickhouse_server.py says what listens in between.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Reason
from slo_gate.core.ports import Source
from tests.support.clickhouse import ClickHouse
from tests.support.clickhouse_calls import BAD, KINDS, TOTAL, asked
from tests.support.sql import BAD as BAD_IN_DUCKDB
from tests.support.sql import (
    GRIDS,
    HOURLY,
    LABELS,
    WINDOW,
    events,
    hour_of,
    measured,
    number_of,
    over_calls,
    ratio,
    told,
)
from tests.support.sql import TOTAL as TOTAL_IN_DUCKDB

pytestmark = pytest.mark.xdist_group("clickhouse")


@pytest.fixture(scope="module")
def source(clickhouse: ClickHouse) -> Source:
    return asked(clickhouse)


@pytest.fixture(scope="module")
def duckdb(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Grid], object]:
    """What DuckDB tells for a label and a grid: asked once for all tables."""
    calls = over_calls(tmp_path_factory.mktemp("calls"))
    return cache(lambda label, grid: told(calls, TOTAL_IN_DUCKDB, BAD_IN_DUCKDB, label, grid))


@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
@pytest.mark.parametrize("table", KINDS)
def test_measurements_are_those_of_duckdb(
    source: Source, duckdb: Callable[[str, Grid], object], table: str, label: str, grid: Grid
) -> None:
    """Buckets, lookbacks, newest records and coverage, whatever type a time has."""
    total, bad = (text.replace("calls", table) for text in (TOTAL, BAD))
    assert told(source, total, bad, label, grid) == duckdb(label, grid)


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
    assert number_of(source, query) == expected


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
    assert hour_of(source, query) == hour
