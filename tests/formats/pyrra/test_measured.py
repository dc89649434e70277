"""Pyrra's objectives, read from their files, on a real Prometheus: what it counts is what the samples say."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Measurement, NoData, Reading, Request
from slo_gate.core.ports import Source, SourceContext
from slo_gate.sources import prometheus
from tests.support.corpus import read_set
from tests.support.prometheus import AT, INTERVAL, Samples, running_prometheus
from tests.support.sql import mapping

pytestmark = pytest.mark.xdist_group("prometheus")
DAY = timedelta(days=1)
WINDOW = Grid(AT - 3 * DAY, AT, DAY)
OUTAGE = (AT - 30 * timedelta(hours=1), AT - 24 * timedelta(hours=1))
"""Six hours of three days, in which one of two instances is down, one request in two fails, and one in four is fast."""

EVERY_STEP = {
    'requests_total{code="200"}': (10, 5),
    'requests_total{code="500"}': (0, 5),
    'wait_seconds_bucket{le="0.5"}': (8, 2),
    'wait_seconds_bucket{le="+Inf"}': (8, 8),
    "wait_seconds_count": (8, 8),
}
"""How much each counter grows from scrape to scrape: usually, and in the outage."""


def history() -> Samples:
    values = dict.fromkeys(EVERY_STEP, 0)
    samples: dict[str, list[tuple[float, float]]] = {name: [] for name in (*values, *map(up, "ab"))}
    at = AT - 4 * DAY
    while at <= AT:
        out = OUTAGE[0] < at <= OUTAGE[1]
        for name, growth in EVERY_STEP.items():
            values[name] += growth[out]
            samples[name].append((at.timestamp(), float(values[name])))
        samples[up("a")].append((at.timestamp(), 1.0))
        samples[up("b")].append((at.timestamp(), 0.0 if out else 1.0))
        at += INTERVAL
    return samples


def up(instance: str) -> str:
    return f'up{{instance="{instance}"}}'


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    folder: Path = tmp_path_factory.mktemp("prometheus")
    with running_prometheus(folder, history()) as url:
        yield prometheus.connect("metrics", mapping({"type": "prometheus", "url": url}), SourceContext(folder, {}))


def ask(source: Source, indicator: str) -> Reading:
    text = (
        "apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {name: web}\n"
        f'spec: {{target: "90", window: 3d, indicator: {indicator}}}\n'
    )
    reading = read_set({"slo.yaml": text})
    assert reading.report.findings == ()
    (objective,) = reading.slos[0].objectives
    request = Request(objective.indicator, WINDOW, AT, ())
    return source.measure([request])[request]


def shares(reading: Reading) -> dict[str, float]:
    """The share of good events over the window, by the labels of the series."""
    assert not isinstance(reading, NoData), reading
    return {",".join(f"{key}={value}" for key, value in one.series): share(one) for one in reading}


def share(measurement: Measurement) -> float:
    good, total = (float(sum(getattr(one, key) for one in measurement.buckets)) for key in ("good", "total"))
    return good / total


def test_a_ratio_loses_what_failed(source: Source) -> None:
    indicator = '{ratio: {errors: {metric: "requests_total{code=~\\"5..\\"}"}, total: {metric: requests_total}}}'
    assert shares(ask(source, indicator)) == {"": pytest.approx(1 - 6 / 72 / 2, abs=0.001)}


def test_a_grouped_ratio_has_one_budget_over_its_groups(source: Source) -> None:
    indicator = (
        '{ratio: {errors: {metric: "requests_total{code=~\\"5..\\"}"}, '
        "total: {metric: requests_total}, grouping: [code]}}"
    )
    assert shares(ask(source, indicator)) == {"": pytest.approx(1 - 6 / 72 / 2, abs=0.001)}


def test_a_latency_loses_what_was_slow(source: Source) -> None:
    indicator = (
        '{latency: {success: {metric: "wait_seconds_bucket{le=\\"0.5\\"}"}, total: {metric: wait_seconds_count}}}'
    )
    assert shares(ask(source, indicator)) == {"": pytest.approx(1 - 6 / 72 * 3 / 4, abs=0.001)}


def test_a_gauge_loses_the_time_in_which_it_was_0(source: Source) -> None:
    assert shares(ask(source, "{bool_gauge: {metric: up}}")) == {"": pytest.approx(1 - 6 / 72 / 2, abs=0.002)}


def test_a_grouped_gauge_has_a_budget_for_each_group(source: Source) -> None:
    assert shares(ask(source, "{bool_gauge: {metric: up, grouping: [instance]}}")) == {
        "instance=a": 1,
        "instance=b": pytest.approx(1 - 6 / 72, abs=0.002),
    }
