"""Budgets on a real Prometheus equal what plain arithmetic makes of the same samples."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from slo_gate.core.finding import Location
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket, Measurement, NoData, Reading, Reason, Request, Stretch
from slo_gate.core.node import START
from slo_gate.core.ports import Source, SourceContext
from slo_gate.core.slo import Indicator, Op, Query, Ratio, Threshold
from slo_gate.sources import prometheus
from tests.support.prometheus import AT, DEATH, INTERVAL, Samples, history, increases, running_prometheus
from tests.support.sql import mapping

pytestmark = pytest.mark.xdist_group("prometheus")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONTH = Grid(AT - 30 * DAY, AT, DAY)


@pytest.fixture(scope="module")
def samples() -> Samples:
    return history()


@pytest.fixture(scope="module")
def source(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    folder = tmp_path_factory.mktemp("prometheus")
    with running_prometheus(folder, samples) as url:
        settings = mapping({"type": "prometheus", "url": url})
        assert prometheus.SETTINGS.takes(settings)
        yield prometheus.connect("metrics", settings, SourceContext(folder, {}))


def query(text: str) -> Query:
    return Query("metrics", text, Location("slo.yaml", START))


def ask(source: Source, indicator: Indicator, grid: Grid = MONTH, *lookbacks: timedelta) -> Reading:
    request = Request(indicator, grid, AT, tuple(Stretch(AT - length, AT) for length in lookbacks))
    return source.measure([request])[request]


def measured(source: Source, indicator: Indicator, grid: Grid = MONTH, *lookbacks: timedelta) -> Measurement:
    reading = ask(source, indicator, grid, *lookbacks)
    assert not isinstance(reading, NoData), reading
    assert len(reading) == 1
    return reading[0]


SHOP = Ratio(query("sum(rate(shop_requests_total[5m]))"), bad=query('sum(shop_requests_total{code="500"})'))


def counted(samples: Samples, bucket: Bucket, *codes: int) -> tuple[float, float]:
    """The events of a bucket by its samples, and by how many increase() may be off.

    increase() takes a bucket's samples alone and extrapolates from the first and the last to its ends, by at most 1.1
    intervals i a side: 2 * 1.1 i / D of the count in a bucket D. It does not see what the first interval counted, a
    restart there included, for that one's earlier sample is in the bucket before.
    """
    series = [samples[f'shop_requests_total{{code="{code}"}}'] for code in codes]
    exact = sum(increases(one, bucket.start, bucket.end) for one in series)
    first = sum(increases(one, bucket.start, bucket.start + INTERVAL) for one in series)
    return exact, exact * 2 * 1.1 * (INTERVAL / (bucket.end - bucket.start)) + first


def test_daily_totals_are_those_of_the_samples(source: Source, samples: Samples) -> None:
    found = measured(source, SHOP)
    assert [bucket.start for bucket in found.buckets] == [MONTH.start + n * DAY for n in range(30)]
    for bucket in found.buckets:
        exact, bound = counted(samples, bucket, 200, 500)
        assert abs(float(bucket.total) - exact) <= bound, bucket


def test_daily_bad_events_are_those_of_the_samples(source: Source, samples: Samples) -> None:
    for bucket in measured(source, SHOP).buckets:
        exact, bound = counted(samples, bucket, 500)
        assert abs(float(bucket.total - bucket.good) - exact) <= bound, bucket


def test_the_budget_of_the_window_is_that_of_the_samples(source: Source, samples: Samples) -> None:
    found = measured(source, SHOP)
    total = float(sum(bucket.total for bucket in found.buckets))
    bad = total - float(sum(bucket.good for bucket in found.buckets))
    exact_bad = increases(samples['shop_requests_total{code="500"}'], MONTH.start, AT)
    exact = exact_bad + increases(samples['shop_requests_total{code="200"}'], MONTH.start, AT)
    assert total == pytest.approx(exact, rel=2 * 1.1 * (INTERVAL / DAY))
    assert bad / total == pytest.approx(exact_bad / exact, rel=0.01)


def test_a_lookback_ends_at_the_instant(source: Source, samples: Samples) -> None:
    found = measured(source, SHOP, MONTH, HOUR).stretches[0]
    exact = sum(increases(samples[f'shop_requests_total{{code="{code}"}}'], AT - HOUR, AT) for code in (200, 500))
    assert found
    assert float(found.total) == pytest.approx(exact, rel=2 * 1.1 * (INTERVAL / HOUR))


def test_newest_is_the_last_scrape(source: Source) -> None:
    newest = measured(source, SHOP).newest
    assert newest
    assert timedelta(0) < AT - newest < INTERVAL


def test_a_service_without_error_series_has_no_bad_events(source: Source) -> None:
    clean = Ratio(query("sum(clean_requests_total)"), bad=query('sum(clean_requests_total{code=~"5.."})'))
    found = measured(source, clean)
    assert all(bucket.good == bucket.total > 0 for bucket in found.buckets)


def test_a_dead_service_shows_by_its_newest_sample(source: Source) -> None:
    dead = Ratio(query("sum(dead_requests_total)"), bad=query('sum(dead_requests_total{code="500"})'))
    newest = measured(source, dead).newest
    assert newest
    assert timedelta(0) <= DEATH - newest < INTERVAL + timedelta(minutes=5)


def test_a_dead_service_leaves_its_last_hours_uncovered(source: Source) -> None:
    dead = Ratio(query("sum(dead_requests_total)"), bad=query('sum(dead_requests_total{code="500"})'))
    found = measured(source, dead, Grid(AT - DAY, AT, HOUR), HOUR)
    assert found.coverage == Decimal(18) / 24
    assert found.buckets[-1].end == DEATH
    assert [told and told.total for told in found.stretches] == [0]


def test_a_missing_total_is_no_data(source: Source) -> None:
    reading = ask(source, Ratio(query("sum(nothing_total)"), bad=query('sum(shop_requests_total{code="500"})')))
    assert isinstance(reading, NoData)
    assert reading.reason is Reason.NO_DATA


def test_a_misspelt_metric_of_bad_events_is_no_data(source: Source) -> None:
    """Without error series there are no errors; without the metric nothing could be seen."""
    reading = ask(source, Ratio(query("sum(shop_requests_total)"), bad=query('sum(shop_reqests_total{code="500"})')))
    assert isinstance(reading, NoData)
    assert reading.reason is Reason.NO_DATA
    assert "no series is named `shop_reqests_total`" in reading.detail


def test_each_series_has_a_budget_of_its_own(source: Source) -> None:
    by_code = query("sum by (code) (shop_requests_total)")
    reading = ask(source, Ratio(by_code, good=by_code))
    assert not isinstance(reading, NoData)
    assert [dict(one.series) for one in reading] == [{"code": "200"}, {"code": "500"}]


def test_a_gauge_is_sampled(source: Source, samples: Samples) -> None:
    found = measured(source, Threshold(query("queue_seconds"), Op.LTE, Decimal(5)))
    good = sum(bucket.good for bucket in found.buckets) / sum(bucket.total for bucket in found.buckets)
    window = [value for at, value in samples["queue_seconds"] if at > MONTH.start.timestamp()]
    exact = sum(value <= 5 for value in window) / len(window)
    assert float(good) == pytest.approx(exact, abs=0.001)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("sum(", Reason.QUERY_REJECTED, id="no PromQL"),
        pytest.param("histogram_quantile(0.9, x_bucket)", Reason.QUERY_NOT_UNDERSTOOD, id="a quantile"),
        pytest.param("a_total / b_total", Reason.QUERY_NOT_UNDERSTOOD, id="a quotient"),
        pytest.param("a_total offset 1d", Reason.QUERY_NOT_UNDERSTOOD, id="an offset"),
    ],
)
def test_a_counted_query_that_is_not_understood(source: Source, text: str, reason: Reason) -> None:
    reading = ask(source, Ratio(query(text), good=query(text)))
    assert isinstance(reading, NoData)
    assert reading.reason is reason
