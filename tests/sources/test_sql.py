"""What the sql source measures, on real DuckDB."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.ports import Source
from slo_gate.core.slo import Indicator, Op, RawRatio, Threshold
from tests.support.sql import (
    BAD,
    GOOD,
    HOUR,
    HOURLY,
    NULLS,
    TOTAL,
    WINDOW,
    ask,
    connect,
    events,
    measured,
    over_calls,
    query,
    ratio,
    refused,
)

BOTH = TOTAL.replace("sum(n)", "sum(n - failed) AS good, sum(n)")


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return over_calls(tmp_path)


@pytest.mark.parametrize(
    "indicator",
    [
        pytest.param(ratio(good=GOOD), id="good over total"),
        pytest.param(ratio(bad=BAD), id="bad over total"),
        pytest.param(ratio(TOTAL + ";", bad=f"{BAD} -- the failed ones"), id="a semicolon or a comment at the end"),
        pytest.param(ratio(f"{TOTAL}; -- a;ll\n", bad=f"/* fäiled; */ {BAD} ;;"), id="a comment behind the semicolon"),
        pytest.param(ratio(BOTH, good=BOTH), id="one query for both"),
        pytest.param(
            ratio(f"SELECT t AS bucket, n AS total {WINDOW}", bad=f"SELECT t AS bucket, failed AS bad {WINDOW}"),
            id="the event's own time, not summed",
        ),
        pytest.param(
            ratio(
                f"SELECT date_trunc('hour', t) AS BUCKET, sum(n) AS Total {WINDOW} GROUP BY 1 ORDER BY 1 DESC",
                bad=f"SELECT date_trunc('hour', t) AS bucket, sum(failed) AS bad {WINDOW} AND failed > 0 GROUP BY 1",
            ),
            id="truncated times, in any order, bad only where something is bad",
        ),
        pytest.param(
            ratio(TOTAL.replace("n)", "n)::DOUBLE"), good=GOOD.replace("failed)", "failed)::DECIMAL(9,0)")),
            id="counts as doubles and decimals",
        ),
        pytest.param(
            ratio(TOTAL.replace("$start) AS", "$start)::TIMESTAMPTZ AS"), good=GOOD),
            id="a bucket with a time zone",
        ),
    ],
)
def test_measure_sums_events_per_bucket_for(source: Source, indicator: Indicator) -> None:
    assert events(measured(source, indicator)) == HOURLY


def test_measure_reads_zoned_times_as_utc(tmp_path: Path) -> None:
    (tmp_path / "zoned.csv").write_text("t,n\n2026-11-01T08:30:00+07:00,1\n")
    source = connect(tmp_path, tables={"calls": "zoned.csv"})
    total = f"SELECT t AS bucket, n AS total, t AS newest {WINDOW}"
    measurement = measured(source, ratio(total, good=total.replace("total", "good")))
    assert events(measurement) == [(1, 1, 1)]
    assert measurement.newest == datetime(2026, 11, 1, 1, 30, tzinfo=UTC)


def test_measure_answers_each_lookback_in_its_order(source: Source) -> None:
    lookbacks = measured(source, ratio(bad=BAD), timedelta(minutes=15), 3 * HOUR).stretches
    assert [one and (one.end - one.start, int(one.good), int(one.total)) for one in lookbacks] == [
        (timedelta(minutes=15), 0, 0),
        (3 * HOUR, 67, 70),
    ]


def test_measure_gives_one_measurement_per_label_set(source: Source) -> None:
    by_site = (TOTAL.replace("sum", "site, sum") + ", site", BAD.replace("sum", "site, sum") + ", site")
    reading = ask(source, ratio(by_site[0], bad=by_site[1]), 3 * HOUR)
    assert not isinstance(reading, NoData)
    totals = [told and int(told.total) for one in reading for told in one.stretches]
    assert [(one.series, events(one), total) for one, total in zip(reading, totals, strict=True)] == [
        ((("site", "north"),), [(0, 9, 10), (1, 27, 30)], 30),
        ((("site", "south"),), [(0, 20, 20), (3, 40, 40)], 40),
    ]


def test_measure_tells_the_newest_record_and_the_coverage_after_the_first(source: Source) -> None:
    total = TOTAL.replace("sum(n)", "max(t) AS newest, sum(n)").replace("t >= $start", "t >= $start AND n > 20")
    measurement = measured(source, ratio(total, bad=BAD.replace("t >= $start", "t >= $start AND n > 20")))
    assert measurement.newest == datetime(2026, 11, 1, 3, 15, tzinfo=UTC)
    assert measurement.coverage == Decimal("0.75")
    assert measured(source, ratio(bad=BAD)).newest is None


def test_measure_keeps_a_bucket_with_a_total_of_zero(source: Source) -> None:
    nothing = "SELECT $start AS bucket, count(*) AS {} FROM calls WHERE t >= $start AND t < $end AND n > 9999"
    measurement = measured(source, ratio(nothing.format("total"), bad=nothing.format("bad")))
    assert events(measurement) == [(0, 0, 0)]


def test_measure_forgives_the_rounding_of_doubles(source: Source) -> None:
    total = TOTAL.replace("sum(n)", "0.3::DOUBLE")
    good = GOOD.replace("sum(n - failed)", "0.1::DOUBLE + 0.2::DOUBLE")
    bad = BAD.replace("sum(failed)", "0.1::DOUBLE + 0.2::DOUBLE")
    share = Decimal("0.3")
    assert events(measured(source, ratio(total, good=good))) == [(hour, share, share) for hour in (0, 1, 3)]
    assert events(measured(source, ratio(total, bad=bad))) == [(hour, 0, share) for hour in (0, 1, 3)]


VALUES = "SELECT t AS bucket, {} AS value " + WINDOW


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        (Op.LTE, [(0, 2, 2), (1, 1, 1), (3, 0, 1)]),
        (Op.LT, [(0, 2, 2), (1, 0, 1), (3, 0, 1)]),
        (Op.GTE, [(0, 0, 2), (1, 1, 1), (3, 1, 1)]),
    ],
)
def test_measure_counts_each_row_of_a_threshold_as_an_event(
    source: Source, op: Op, expected: list[tuple[int, int, int]]
) -> None:
    threshold = Threshold(query(VALUES.format("n / 100.0")), op, Decimal("0.3"))
    assert events(measured(source, threshold)) == expected


@pytest.mark.parametrize(("success", "good"), [(True, Decimal("0.9")), (False, Decimal("0.1"))])
def test_measure_weighs_each_row_of_a_raw_ratio(source: Source, success: bool, good: Decimal) -> None:
    one = query(VALUES.format("0.9") + " AND hour(t) = 1")
    assert events(measured(source, RawRatio(one, success))) == [(1, good, 1)]


@pytest.mark.parametrize(
    ("total", "bad", "expected"),
    [
        pytest.param(TOTAL, NULLS.format("bad"), [(0, 30, 30), (1, 30, 30), (3, 40, 40)], id="no bad at all"),
        pytest.param(
            TOTAL,
            BAD.replace("sum(failed)", "sum(CASE WHEN failed > 1 THEN failed END)"),
            [(0, 30, 30), (1, 27, 30), (3, 40, 40)],
            id="NULL where nothing was bad",
        ),
        pytest.param(
            TOTAL.replace("sum(n)", "sum(CASE WHEN n = 30 THEN n END)"),
            BAD,
            None,
            id="NULL as a total has no room for what is bad",
        ),
    ],
)
def test_measure_reads_null_as_nothing_summed(
    source: Source, total: str, bad: str, expected: list[tuple[int, int, int]] | None
) -> None:
    if expected is None:
        assert refused(source, ratio(total, bad=bad)).reason is Reason.INCONSISTENT_DATA
    else:
        assert events(measured(source, ratio(total, bad=bad))) == expected
