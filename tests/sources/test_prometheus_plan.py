"""What is asked together is answered as if each had been asked alone: on a real Prometheus, and counted."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random

import pytest

from slo_gate.core.finding import Location
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket, NoData, Reading, Reason, Request, Stretch
from slo_gate.core.node import START
from slo_gate.core.ports import Source, SourceContext
from slo_gate.core.slo import Indicator, Op, Query, Ratio, Threshold
from slo_gate.sources import prometheus
from slo_gate.sources.prometheus_measuring import Measurer
from slo_gate.sources.prometheus_plan import AT_ONCE, MOST_CHARACTERS, Question, plan
from tests.support.prometheus import AT, INTERVAL, Samples, running_prometheus
from tests.support.sql import mapping

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
THREE_DAYS, THIRTY_DAYS = Grid(AT - 3 * DAY, AT, DAY), Grid(AT - 30 * DAY, AT, DAY)
HALF_DAYS = Grid(AT - timedelta(days=2, hours=7), AT, DAY)
SLICES = Grid(AT - 6 * HOUR, AT, timedelta(minutes=10))
SERVICES = ("checkout", "pay.ment", "se|arch", 'quo"te', "back\\slash", "gone")
WHERE = tuple(product(SERVICES[:-1], ("eu", "us"), ("200", "500")))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_prometheus(tmp_path_factory.mktemp("fleet"), fleet()) as url:
        yield url


def fleet() -> Samples:
    """Three days of counters of five services in two regions; one has never failed in one of them."""
    rng = Random(11)
    samples: dict[str, list[tuple[float, float]]] = {}
    for service, region, code in WHERE:
        if (service, region, code) != ("checkout", "eu", "500"):
            labels = f"service={written(service)},region={written(region)},code={written(code)}"
            samples[f"requests_total{{{labels}}}"] = counter(rng, 3 if code == "500" else 200)
    samples["queue_seconds"] = [(at, rng.random()) for at, _ in next(iter(samples.values()))]
    return samples


def counter(rng: Random, rate: int) -> list[tuple[float, float]]:
    total, found = 0.0, []
    for index in range(3 * DAY // INTERVAL):
        total += rng.randrange(rate)
        found.append(((AT - 3 * DAY + index * INTERVAL).timestamp() + 7, total))
    return found


def written(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def connect(url: str) -> Source:
    settings = mapping({"type": "prometheus", "url": url})
    return prometheus.connect("metrics", settings, SourceContext(folder=Path(), environ={}))


def ratio(total: str, bad: str) -> Ratio:
    return Ratio(query(total), bad=query(bad))


def query(text: str) -> Query:
    return Query("metrics", text, Location("slo.yaml", START))


def of_each_service(total: str, bad: str) -> list[Indicator]:
    """S stands for a matcher of the service."""
    matchers = [f"service={written(service)}" for service in SERVICES]
    return [ratio(total.replace("S", matcher), bad.replace("S", matcher)) for matcher in matchers]


FORMS: Mapping[str, Sequence[Indicator]] = {
    "sums": of_each_service("sum(requests_total{S})", 'sum(requests_total{S,code="500"})'),
    "rates": of_each_service("sum(rate(requests_total{S}[5m]))", 'sum(rate(requests_total{S,code=~"5.."}[5m]))'),
    "sums by another label": of_each_service("sum by (region) (requests_total{S})", 'sum by (region) (requests_total{code="500",S})'),
    "sums by the label itself": of_each_service("sum by (service) (requests_total{S})", 'sum by (service) (requests_total{S,code="500"})'),
    "sums without other labels": of_each_service("sum without (code) (requests_total{S})", 'sum without (code) (requests_total{S,code="500"})'),
    "sums without the label itself": of_each_service("sum without (service, code) (requests_total{S})", 'sum without (service, code) (requests_total{S,code="500"})'),
    "sums of sums": of_each_service("sum(sum by (region, code) (requests_total{S}))", 'sum(sum by (region) (requests_total{S,code="500"}))'),
    "bare counters": of_each_service('requests_total{S,code="200"}', 'requests_total{S,code="500"}'),
    "differences": of_each_service("sum(requests_total{S})", 'sum(requests_total{S}) - sum(requests_total{S,code="200"})'),
    "with a zero beside": of_each_service("sum(requests_total{S})", 'sum(requests_total{S,code="500"}) or vector(0)'),
    "grouped unlike": of_each_service("sum(requests_total{S})", 'sum by (region) (requests_total{S,code="500"})'),
    "a metric that is not there": of_each_service("sum(requests_total{S})", "sum(failures_total{S})"),
    "parts by negation": of_each_service('sum(requests_total{S,region="eu"})', 'sum(requests_total{code!~"2..",S,region="eu"})'),
    "parts by choices": of_each_service("sum by (region) (requests_total{S})", 'sum by (region) (requests_total{S,code=~"(4|5)00|503"})'),
    "parts of parts": of_each_service('sum(requests_total{S,region!="us"})', 'sum(rate(requests_total{S,region!="us",code!="200"}[1m]))'),
    "parts by labels that are not there": of_each_service("sum(requests_total{S})", 'sum(requests_total{S,zone="",code="500"})'),
    "parts by what is read for certain by servers alone": of_each_service("sum(requests_total{S})", r'sum(requests_total{S,code=~"5\\d{2}"})'),
    "parts of everything": [ratio("sum(requests_total)", 'sum(requests_total{code="500"})')],
    "gauges": [Threshold(query("queue_seconds"), Op.LT, Decimal(limit)) for limit in ("0.2", "0.5", "0.9")],
    "refused, no PromQL": [ratio("sum(requests_total{", "sum(requests_total)")],
    "refused, not understood": [ratio("histogram_quantile(0.9, requests_total)", "sum(requests_total)")],
}  # fmt: skip


def requests(indicators: Sequence[Indicator], grid: Grid) -> list[Request]:
    stretches = (Stretch(AT - HOUR, AT), Stretch(AT - 2 * DAY, AT - DAY))
    return [Request(indicator, grid, AT, stretches) for indicator in indicators]


def rounded(reading: Reading) -> object:
    """Sums of floating point numbers depend on their order, which is the server's."""
    if isinstance(reading, NoData):
        return reading
    return tuple(one._replace(buckets=_rounded(one.buckets), stretches=_rounded(one.stretches)) for one in reading)


def _rounded(buckets: Sequence[Bucket | None]) -> tuple[Bucket, ...]:
    return tuple(one._replace(good=round(one.good, 6), total=round(one.total, 6)) for one in buckets if one)


@pytest.mark.xdist_group("prometheus")
@pytest.mark.parametrize("grid", [THREE_DAYS, HALF_DAYS, SLICES], ids=["days", "days and a rest", "slices"])
def test_what_is_asked_together_is_answered_as_if_asked_alone(server: str, grid: Grid) -> None:
    asked = requests([indicator for indicators in FORMS.values() for indicator in indicators], grid)
    together = connect(server).measure(asked)
    for request in asked:
        alone = connect(server).measure([request])[request]
        assert rounded(together[request]) == rounded(alone)
    measured = [reading for reading in together.values() if not isinstance(reading, NoData)]
    assert len(measured) > len(asked) / 2


@pytest.mark.xdist_group("prometheus")
def test_a_query_that_the_server_rejects_spoils_no_other(server: str) -> None:
    """The first joins series with themselves, which the server only finds out while it does."""
    bad = ratio("sum(requests_total)", "requests_total - requests_total{code='500'}")
    broken = Threshold(query("queue_seconds + on () group_left () requests_total"), Op.LT, Decimal(1))
    asked = requests([broken, bad, *FORMS["sums"], *FORMS["gauges"]], SLICES)
    readings = connect(server).measure(asked)
    refused = readings[asked[0]]
    assert isinstance(refused, NoData)
    assert refused.reason is Reason.QUERY_FAILED
    assert all(not isinstance(readings[request], NoData) for request in asked[2:7])


def questions(indicators: Sequence[Indicator], grid: Grid = THREE_DAYS) -> list[Question]:
    asks = [ask for request in requests(indicators, grid) for ask in next(Measurer(request, 10**9).run())]
    return list(plan(asks))


def fleet_of(count: int, *shapes: str) -> list[Indicator]:
    """S stands for the matchers of a service."""
    names = [f'service="service-{number}"' for number in range(count)]
    failed = ',code=~"5.."'
    return [
        ratio(f"sum({shape.replace('S', name)})", f"sum({shape.replace('S', name + failed)})")
        for name in names
        for shape in shapes
    ]


def test_questions_grow_with_shapes_and_not_with_objectives() -> None:
    shapes = ("requests_total{S}", "calls_total{S}", "jobs_total{S}")
    windows, stretches_and_newest = AT_ONCE * len(shapes), 5
    for count in (2, 60, 400):
        assert len(questions(fleet_of(count, *shapes))) <= windows + stretches_and_newest


@pytest.mark.parametrize("count", [1, 20, 50])
def test_a_fleet_is_asked_in_one_round(count: int) -> None:
    """What reads much leaves room for what is asked about other times, and each question has some of every query."""
    stretches = (Stretch(AT - HOUR, AT), Stretch(AT - 6 * HOUR, AT))
    fleet = fleet_of(count, "requests_total{S}", "calls_total{S}")
    asked = [Request(indicator, THIRTY_DAYS, AT, stretches) for indicator in fleet]
    planned = connect("http://127.0.0.1:1").plan(asked)
    assert len(planned) <= AT_ONCE
    services = [(one.text.count("requests_total"), one.text.count("service-")) for one in planned if one.step]
    assert count == 1 or len(services) == AT_ONCE - 1
    assert max(services)[1] - min(services)[1] <= 2


def test_what_is_waited_for_longest_is_asked_first() -> None:
    asked = questions(fleet_of(50, "requests_total{S}", "calls_total{S}"), THIRTY_DAYS)
    assert [one.samples for one in asked] == sorted((one.samples for one in asked), reverse=True)
    assert asked[0].samples > 10 * asked[-1].samples


def test_what_takes_longer_than_a_round_trip_is_read_side_by_side() -> None:
    assert len([one for one in questions(fleet_of(400, "requests_total{S}"), THIRTY_DAYS) if one.times.step]) >= AT_ONCE


def test_a_part_is_not_asked_for_beside_the_whole() -> None:
    """All events and the failed ones are one question for each length of time, told apart by their code."""
    source = connect("http://127.0.0.1:1")
    asked = requests(fleet_of(20, "requests_total{S}"), THREE_DAYS)
    texts = [planned.text for planned in source.plan(asked)]
    assert len(texts) == 4
    assert texts[0].startswith("sum by (code, service) (increase(requests_total{service=~")
    assert not any("5.." in text for text in texts)


def test_what_differs_in_more_than_a_label_is_asked_side_by_side() -> None:
    shapes = [f"requests_{number}_total{{S}}" for number in range(40)]
    asked = questions(fleet_of(1, *shapes))
    assert len(asked) <= 4 + 3 * 4
    assert sum(len(question.asks) for question in asked) == 40 * 2 + 40 * 2 * 2 + 40


def test_no_question_is_longer_than_servers_take() -> None:
    names = ["x" * 400 + str(number) for number in range(60)]
    asked = questions([ratio(f"sum({name}_total)", f'sum({name}_total{{code="500"}})') for name in names])
    assert max(len(question.text) for question in asked) <= MOST_CHARACTERS


def test_every_ask_is_in_one_question() -> None:
    indicators = [indicator for name, listed in FORMS.items() if not name.startswith("refused") for indicator in listed]
    asks = [ask for request in requests(indicators, SLICES) for ask in next(Measurer(request, 10**9).run())]
    found = [ask for question in plan(asks) for ask in question.asks]
    assert len(found) == len(set(found))
    assert set(found) == set(asks)
