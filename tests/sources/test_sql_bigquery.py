"""What the sql source measures with GoogleSQL's own engine, asked through BigQuery's own client.

tests/support/bigquery_service.py says what stands in between.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Reason
from slo_gate.core.ports import Source
from tests.support.bigquery import asked
from tests.support.bigquery_calls import BAD, TOTAL, create, drop
from tests.support.sql import BAD as BAD_IN_DUCKDB
from tests.support.sql import (
    FRACTION,
    GRIDS,
    HOUR,
    HOURLY,
    LABELS,
    WINDOW,
    connect,
    events,
    hour_of,
    measured,
    number_of,
    over_calls,
    ratio,
    refused,
    told,
)
from tests.support.sql import TOTAL as TOTAL_IN_DUCKDB

if TYPE_CHECKING:
    from tests.support.bigquery_server import BigQuery

pytestmark = pytest.mark.xdist_group("bigquery")


@pytest.fixture(scope="module")
def source(bigquery: "BigQuery", tmp_path_factory: pytest.TempPathFactory) -> Source:
    return asked(bigquery, tmp_path_factory.mktemp("account"))


@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
def test_measurements_are_those_of_duckdb(source: Source, tmp_path: Path, label: str, grid: Grid) -> None:
    """Buckets, lookbacks, newest records and coverage."""
    assert told(source, TOTAL, BAD, label, grid) == told(
        over_calls(tmp_path), TOTAL_IN_DUCKDB, BAD_IN_DUCKDB, label, grid
    )


BERLIN = ZoneInfo("Europe/Berlin")
NEAR = """t,n,failed,site
2026-03-28 22:59:59.999999,1,0,a
2026-03-28 23:00:00,2,1,a
2026-03-29 00:59:59.5,4,0,a
2026-03-29 01:00:00,8,2,a
2026-03-29 21:59:59.999999,16,0,a
2026-03-29 22:00:00,32,3,a
2026-10-24 22:00:00.25,64,0,a
2026-10-25 01:00:00.249999,128,5,a
2026-10-25 22:59:59.75,256,0,a
2026-10-25 23:00:00,512,7,a
"""


@pytest.fixture(scope="module")
def near(bigquery: "BigQuery") -> Iterator[str]:
    """The name of a table with the events of `NEAR`."""
    rows = [line.split(",") for line in NEAR.splitlines()[1:]]
    create(bigquery, "near", {"t": "TIMESTAMP", "n": "INTEGER", "failed": "INTEGER", "site": "STRING"}, rows)
    yield "near"
    drop(bigquery, "near")


@pytest.mark.parametrize("fraction", [0, 0.25, 0.000001])
@pytest.mark.parametrize("step", [HOUR, timedelta(minutes=1)], ids=["hours", "minutes"])
@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 10, 25, tzinfo=BERLIN)])
def test_events_next_to_the_ends_of_days_and_buckets_fall_where_duckdb_puts_them(
    source: Source, near: str, tmp_path: Path, day: datetime, step: timedelta, fraction: float
) -> None:
    """On the days whose clocks change, of 23 and 25 hours, and in windows that begin at a fraction of a second."""
    start, end = (at.astimezone(UTC) + timedelta(seconds=fraction) for at in (day, day + timedelta(days=1)))
    grid = Grid(start, end, step)
    (tmp_path / "calls.csv").write_text(NEAR)
    duckdb = connect(tmp_path, tables={"calls": "calls.csv"})
    found = measured(source, ratio(TOTAL.replace("calls", near), bad=BAD.replace("calls", near)), grid=grid)
    known = measured(duckdb, ratio(TOTAL_IN_DUCKDB, bad=BAD_IN_DUCKDB), grid=grid)
    assert found.buckets == known.buckets
    assert end - start in {23 * HOUR, 25 * HOUR}
    assert sum(bucket.total for bucket in found.buckets) > 20


def test_the_window_is_bound_as_times_and_a_number(bigquery: "BigQuery", source: Source) -> None:
    measured(source, ratio(TOTAL, bad=BAD), grid=FRACTION)
    given = bigquery.service.requests[-1].given
    bound = {one["name"]: (one["parameterType"]["type"], one["parameterValue"]["value"]) for one in given["queryParameters"]}  # fmt: skip
    assert bound == {
        "start": ("TIMESTAMP", "2026-11-01 00:00:00.250000+00:00"),
        "end": ("TIMESTAMP", "2026-11-01 04:00:00.250000+00:00"),
        "step": ("INT64", "3600"),
    }


@pytest.mark.parametrize(
    ("total", "bad"),
    [
        pytest.param(f"{TOTAL} ; -- a;ll", f"/* 100 % of the $start */ {BAD};", id="comments and semicolons"),
        pytest.param(
            f"SELECT t AS bucket, n AS total {WINDOW} AND site <> '100 %s $start $x @start :start {{a}} {{a: 1'",
            f"SELECT t AS bucket, failed AS bad {WINDOW} AND site <> '%(end)s %(end:INT64)s %%s'",
            id="what is no parameter",
        ),
        pytest.param(
            f"WITH every AS (SELECT * FROM calls) {TOTAL.replace('calls', 'every')}",
            BAD.replace("sum(failed)", "sum(if(mod(failed, 2) < 2, failed, 0))"),
            id="WITH, and a remainder",
        ),
        pytest.param(
            TOTAL.replace("calls", "`gate-project.desk.calls`"),
            f"SELECT * FROM ({BAD}) ORDER BY bucket",
            id="a whole name in backquotes, and an order",
        ),
    ],
)
def test_measure_sums_events_per_bucket_for(source: Source, total: str, bad: str) -> None:
    assert events(measured(source, ratio(total, bad=bad))) == HOURLY


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("9007199254740993", Decimal(9007199254740993), id="INT64, exactly"),
        pytest.param("NUMERIC '1234567890123456789.123456789'", Decimal("1234567890123456789.123456789"), id="NUMERIC, exactly"),
        pytest.param("BIGNUMERIC '0.1234567890123456789012345678'", Decimal("0.1234567890123456789012345678"), id="BIGNUMERIC, exactly"),
        pytest.param("0.5", Decimal("0.5"), id="FLOAT64"),
        pytest.param("1e20", Decimal("1e20"), id="a large FLOAT64"),
        pytest.param("'7'", Decimal(7), id="a number in a text"),
        pytest.param("CAST('nan' AS FLOAT64)", Reason.INCONSISTENT_DATA, id="nan"),
        pytest.param("CAST('-inf' AS FLOAT64)", Reason.INCONSISTENT_DATA, id="infinity"),
        pytest.param("-1", Reason.INCONSISTENT_DATA, id="a negative count"),
        pytest.param("NUMERIC '-0.5'", Reason.INCONSISTENT_DATA, id="a negative NUMERIC"),
        pytest.param("TRUE", Reason.WRONG_RESULT_TYPE, id="BOOL"),
        pytest.param("[1, 2]", Reason.WRONG_RESULT_TYPE, id="ARRAY"),
        pytest.param("STRUCT(1 AS a)", Reason.WRONG_RESULT_TYPE, id="STRUCT"),
        pytest.param("TIME '00:00:01'", Reason.WRONG_RESULT_TYPE, id="TIME"),
        pytest.param("b'7'", Reason.WRONG_RESULT_TYPE, id="BYTES"),
    ],
)  # fmt: skip
def test_a_number_of_type(source: Source, expression: str, expected: Decimal | Reason) -> None:
    query = f"SELECT $start AS bucket, {expression} AS {{}} FROM (SELECT 1) WHERE $start < $end"
    assert number_of(source, query) == expected


@pytest.mark.parametrize(
    ("expression", "hour"),
    [
        pytest.param("TIMESTAMP '2026-11-01 02:30:00.123456+00'", 2, id="TIMESTAMP"),
        pytest.param("TIMESTAMP('2026-11-01 09:30:00', 'Asia/Jakarta')", 2, id="TIMESTAMP of another zone"),
        pytest.param("TIMESTAMP_TRUNC(TIMESTAMP '2026-11-01 02:30:00+00', HOUR)", 2, id="its hour"),
        pytest.param("TIMESTAMP('2026-11-01 02:30:00')", 2, id="TIMESTAMP without a zone is UTC"),
        pytest.param("DATETIME '2026-11-01 02:30:00'", 2, id="DATETIME is UTC"),
        pytest.param("DATE '2026-11-01'", 0, id="DATE is its midnight"),
        pytest.param("'2026-11-01T02:30:00Z'", 2, id="a time in a text"),
        pytest.param("UNIX_SECONDS($start)", Reason.WRONG_RESULT_TYPE, id="a number"),
        pytest.param("CAST(NULL AS TIMESTAMP)", Reason.WRONG_RESULT_TYPE, id="NULL"),
        pytest.param("TIMESTAMP '2026-11-01 04:00:00+00'", Reason.QUERY_REJECTED, id="the end of the window"),
    ],
)
def test_a_time_of_type(source: Source, expression: str, hour: int | Reason) -> None:
    query = f"SELECT {expression} AS bucket, 1 AS {{}} FROM (SELECT 1) WHERE $start < $end"
    assert hour_of(source, query) == hour


def test_an_aggregate_over_nothing_is_no_row(source: Source) -> None:
    query = f"SELECT CAST(NULL AS TIMESTAMP) AS bucket, sum(n) AS {{}} {WINDOW} AND n < 0"
    assert refused(source, ratio(query.format("total"), bad=query.format("bad"))).reason is Reason.NO_DATA
