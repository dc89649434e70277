"""What a server does wrong, over real sockets, and what the source makes of it. The server plays Prometheus by script."""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from slo_gate.core.finding import Location
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Measurement, NoData, Reading, Reason, Request
from slo_gate.core.node import START
from slo_gate.core.ports import SourceContext
from slo_gate.core.slo import Op, Query, Ratio, Threshold
from slo_gate.sources import prometheus
from slo_gate.sources.prometheus_api import ATTEMPTS, FAILURES
from slo_gate.sources.prometheus_plan import AT_ONCE
from tests.support import faults
from tests.support.faults import Deed, Faulty, answering, json_reply, reply, serving
from tests.support.prometheus import AT
from tests.support.sql import mapping

DAY = timedelta(days=1)
GRID = Grid(AT - 2 * DAY, AT, DAY)
TOTAL, BAD, GOOD = "sum(shop_total)", 'sum(shop_failed_total{code="500"})', 'sum(shop_served_total{code="200"})'
HTML = reply(200, b"<html>Sign in</html>", {"Content-Type": "text/html"})


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slo_gate.transport._PAUSE", 0.0)


def query(text: str) -> Query:
    return Query("metrics", text, Location("slo.yaml", START))


def connect(url: str, folder: Path, **settings: object) -> Any:
    return prometheus.connect(
        "metrics", mapping({"type": "prometheus", "url": url} | settings), SourceContext(folder, {})
    )


def ask(url: str, folder: Path, indicator: Ratio | None = None, **settings: object) -> Reading:
    request = Request(indicator or Ratio(query(TOTAL), bad=query(BAD)), GRID, AT)
    answer: Reading = connect(url, folder, **settings).measure([request])[request]
    return answer


def matrix(*samples: str, **labels: str) -> Deed:
    """One series with a sample at the end of each day of the grid."""
    instants = [(GRID.start + (index + 1) * DAY).timestamp() for index in range(len(samples))]
    return found({"metric": labels, "values": [list(pair) for pair in zip(instants, samples, strict=True)]})


def found(*series: object, kind: str = "matrix", **beside: object) -> Deed:
    return json_reply({"status": "success", "data": {"resultType": kind, "result": list(series)}, **beside})


WITH_BAD, WITH_GOOD = Ratio(query(TOTAL), bad=query(BAD)), Ratio(query(TOTAL), good=query(GOOD))
NOTHING = found()
NEWEST = found({"metric": {}, "value": [AT.timestamp(), str(AT.timestamp() - 60)]}, kind="vector")


def prometheus_of(total: Deed, part: Deed, presence: Deed = NOTHING) -> AbstractContextManager[Faulty]:
    """A server that answers each question by what it is about, since several are asked at once."""

    def choose(request: faults.Request) -> Deed:
        query = parse_qs(request.body or urlsplit(request.target).query)["query"][0]
        return next(
            deed
            for sign, deed in (("timestamp(", NEWEST), ("present_over_time", presence), ("code=", part), ("", total))
            if sign in query
        )

    return answering(choose)


def refusal(status: int, kind: str, text: str) -> Deed:
    return json_reply({"status": "error", "errorType": kind, "error": text}, status)


@pytest.mark.parametrize(
    ("deed", "reason", "asked"),
    [
        pytest.param(faults.reset, Reason.SOURCE_UNREACHABLE, 3, id="a reset"),
        pytest.param(faults.truncated, Reason.MALFORMED_RESPONSE, 3, id="half an answer"),
        pytest.param(reply(401), Reason.CREDENTIALS_REJECTED, 1, id="401"),
        pytest.param(reply(403), Reason.CREDENTIALS_REJECTED, 1, id="403"),
        pytest.param(reply(404, b"404 page not found"), Reason.WRONG_ENDPOINT, 1, id="404"),
        pytest.param(reply(302, headers={"Location": "http://127.0.0.1:1/"}), Reason.WRONG_ENDPOINT, 1, id="302"),
        pytest.param(reply(429), Reason.THROTTLED, 3, id="429"),
        pytest.param(reply(429, headers={"Retry-After": "99999"}), Reason.THROTTLED, 1, id="429 for a day"),
        pytest.param(reply(502, b"<html>Bad Gateway</html>"), Reason.SOURCE_ERROR, 3, id="502 in HTML"),
        pytest.param(refusal(503, "timeout", "query timed out"), Reason.SOURCE_ERROR, 3, id="503 timeout"),
        pytest.param(refusal(499, "canceled", "canceled"), Reason.SOURCE_ERROR, 3, id="499"),
        pytest.param(refusal(500, "internal", "boom"), Reason.SOURCE_ERROR, 3, id="500"),
        pytest.param(HTML, Reason.MALFORMED_RESPONSE, 2, id="200 with a login page"),
        pytest.param(json_reply([]), Reason.MALFORMED_RESPONSE, 2, id="200 with a list"),
        pytest.param(json_reply(None), Reason.MALFORMED_RESPONSE, 2, id="200 with null"),
        pytest.param(json_reply({"status": "error"}), Reason.MALFORMED_RESPONSE, 2, id="200 that is an error"),
        pytest.param(reply(200, b"[" * 100_000), Reason.MALFORMED_RESPONSE, 2, id="200 with deep JSON"),
        pytest.param(reply(200, b"1" * 5_000), Reason.MALFORMED_RESPONSE, 2, id="200 with a long number"),
        pytest.param(refusal(400, "bad_data", "parse error"), Reason.QUERY_REJECTED, 1, id="400 bad_data"),
        pytest.param(refusal(422, "422", "cannot parse"), Reason.QUERY_REJECTED, 1, id="422 of VictoriaMetrics"),
        pytest.param(refusal(422, "execution", "store gateway lost"), Reason.QUERY_FAILED, 2, id="422 that may pass"),
        pytest.param(refusal(422, "execution", "many-to-many matching"), Reason.QUERY_FAILED, 1, id="422 that lasts"),
        pytest.param(
            refusal(422, "execution", "query processing would load too many samples into memory"),
            Reason.QUERY_TOO_EXPENSIVE,
            1,
            id="422 for too many samples",
        ),
        pytest.param(found(isPartial=True), Reason.PARTIAL_DATA, 2, id="isPartial"),
        pytest.param(found(warnings=["results truncated due to limit"]), Reason.PARTIAL_DATA, 2, id="truncated"),
        pytest.param(NOTHING, Reason.NO_DATA, 1, id="no series"),
        pytest.param(found(kind="string"), Reason.WRONG_RESULT_TYPE, 1, id="a string"),
        pytest.param(found({"metric": {}, "histograms": []}), Reason.WRONG_RESULT_TYPE, 1, id="a histogram"),
        pytest.param(matrix("1_0"), Reason.MALFORMED_RESPONSE, 1, id="1_0"),
        pytest.param(matrix("1 2"), Reason.MALFORMED_RESPONSE, 1, id="two numbers in one sample"),
        pytest.param(matrix(""), Reason.MALFORMED_RESPONSE, 1, id="an empty sample"),
        pytest.param(matrix("+Inf"), Reason.INCONSISTENT_DATA, 1, id="an infinite sample"),
        pytest.param(matrix("NaN", "NaN"), Reason.NO_DATA, 1, id="NaN and nothing else"),
    ],
)  # fmt: skip
def test_no_number_comes_of(deed: Deed, reason: Reason, asked: int, tmp_path: Path) -> None:
    """All events, bad events and the newest sample are asked for at once, each so many times."""
    with serving(deed) as server:
        reading = ask(server.url, tmp_path)
    assert isinstance(reading, NoData), reading
    assert (reading.reason, len(server.requests)) == (reason, 3 * asked), reading.detail


def test_a_server_that_takes_neither_post_nor_get_is_no_metrics_api(tmp_path: Path) -> None:
    """The questions in flight are each asked with POST, or with GET alone once another one has learnt that."""
    with serving(reply(405)) as server:
        reading = ask(server.url, tmp_path)
    assert isinstance(reading, NoData)
    assert reading.reason is Reason.WRONG_ENDPOINT
    assert 3 < len(server.requests) <= 2 * 3


def test_a_wait_that_is_too_long_is_said(tmp_path: Path) -> None:
    with serving(reply(429, headers={"Retry-After": "99999"})) as server:
        reading = ask(server.url, tmp_path)
    assert isinstance(reading, NoData)
    assert "asks to wait 1d 3h, longer than this run may take" in reading.detail


def test_a_slow_server_is_left_with_the_deadline(tmp_path: Path) -> None:
    begun = time.monotonic()
    with serving(faults.dripping()) as server:
        reading = ask(server.url, tmp_path, timeout_seconds=1)
    assert isinstance(reading, NoData)
    assert reading.reason is Reason.OUT_OF_TIME
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("dear", "detail"),
    [
        pytest.param("avg_over_time(rate(shop_total[1h])[30d:1m])", "would read about", id="a range in a subquery"),
        pytest.param('{__name__=~".+"}', "all that it has", id="every series"),
    ],
)
def test_a_query_of_death_is_not_sent(dear: str, detail: str, tmp_path: Path) -> None:
    with serving(NOTHING) as server:
        request = Request(Threshold(query(dear), Op.LT, Decimal(1)), GRID, AT)
        reading = connect(server.url, tmp_path).measure([request])[request]
    assert isinstance(reading, NoData)
    assert reading.reason is Reason.QUERY_TOO_EXPENSIVE
    assert detail in reading.detail
    assert not server.requests


def test_a_gauge_whose_newest_sample_cannot_be_asked_for_is_unknown_and_no_bug(tmp_path: Path) -> None:
    with serving(NOTHING) as server:
        odd = Request(Threshold(query('queue_seconds{a="b" or c="d"}'), Op.LT, Decimal(1)), GRID, AT)
        plain = Request(WITH_BAD, GRID, AT)
        readings = connect(server.url, tmp_path).measure([odd, plain])
    reasons = [reading.reason for reading in readings.values() if isinstance(reading, NoData)]
    assert reasons == [Reason.QUERY_NOT_UNDERSTOOD, Reason.NO_DATA]


def test_how_dear_a_query_may_be_is_a_setting(tmp_path: Path) -> None:
    with serving(NOTHING) as server:
        reading = ask(server.url, tmp_path, max_samples=1_000)
    assert isinstance(reading, NoData)
    assert "about 2,880 samples of each series for it, and `max_samples` is 1,000" in reading.detail


def many(server: Faulty, folder: Path, count: int) -> Sequence[Reading]:
    requests = [Request(Ratio(query(f"sum(shop_{n}_total)"), bad=query(BAD)), GRID, AT) for n in range(count)]
    readings = connect(server.url, folder).measure(requests)
    return [readings[request] for request in requests]


def test_a_server_that_is_down_is_not_asked_for_each_of_many_slos(tmp_path: Path) -> None:
    with serving(reply(502)) as server:
        readings = many(server, tmp_path, 300)
    reasons = [reading.reason for reading in readings if isinstance(reading, NoData)]
    assert len(reasons) == 300
    assert set(reasons) == {Reason.SOURCE_ERROR, Reason.NOT_ASKED}
    in_flight = AT_ONCE + FAILURES - 1
    assert len(server.requests) <= in_flight * ATTEMPTS


def test_a_query_that_is_wrong_does_not_keep_others_from_being_asked(tmp_path: Path) -> None:
    with serving(refusal(400, "bad_data", "parse error")) as server:
        readings = many(server, tmp_path, 10)
    assert {reading.reason for reading in readings if isinstance(reading, NoData)} == {Reason.QUERY_REJECTED}
    counts, newest = 11, 10
    assert len(server.requests) <= 2 * (counts + newest)


def test_what_is_too_dear_told_apart_is_asked_for_by_itself(tmp_path: Path) -> None:
    """Both queries are sums of one counter, so a sum by code is asked instead; here the server refuses that one."""
    parts = Ratio(query('sum(shop_total{region="eu"})'), bad=query('sum(shop_total{region="eu",code="500"})'))
    by_code = refusal(422, "execution", "query processing would load too many samples into memory")

    def choose(request: faults.Request) -> Deed:
        asked = parse_qs(request.body)["query"][0]
        if "timestamp(" in asked:
            return NEWEST
        return by_code if "by (code)" in asked else matrix("1", "2") if "code=" in asked else matrix("10", "20")

    with answering(choose) as server:
        found = ask(server.url, tmp_path, parts)
    assert not isinstance(found, NoData), found
    assert counts(found[0]) == [(9, 10), (18, 20)]
    assert len(server.requests) == 4


def measured(folder: Path, indicator: Ratio, total: Deed, part: Deed, presence: Deed = NOTHING) -> Measurement:
    with prometheus_of(total, part, presence) as server:
        reading = ask(server.url, folder, indicator)
    assert not isinstance(reading, NoData), reading
    return reading[0]


def counts(measurement: Measurement) -> list[tuple[int, int]]:
    """Good and total of each bucket."""
    return [(int(bucket.good), int(bucket.total)) for bucket in measurement.buckets]


def test_a_server_that_takes_no_post_is_asked_with_get(tmp_path: Path) -> None:
    with answering(lambda request: reply(405) if request.method == "POST" else NOTHING) as server:
        source = connect(server.url, tmp_path)
        for at in (AT, AT - DAY):
            request = Request(WITH_BAD, GRID, at)
            assert source.measure([request])[request].reason is Reason.NO_DATA
    methods = [request.method for request in server.requests]
    assert methods.count("POST") <= AT_ONCE
    assert methods[-3:] == ["GET"] * 3


def test_no_bad_series_is_no_bad_event_where_the_metric_is_known(tmp_path: Path) -> None:
    found = measured(tmp_path, WITH_BAD, matrix("10", "10"), NOTHING, matrix("1", "1"))
    assert counts(found) == [(10, 10), (10, 10)]


def test_no_bad_series_of_a_metric_that_nobody_knows_is_unknown(tmp_path: Path) -> None:
    """A misspelt name would be a perfect service for ever."""
    with prometheus_of(matrix("10", "10"), NOTHING) as server:
        reading = ask(server.url, tmp_path, WITH_BAD)
    assert isinstance(reading, NoData)
    assert reading.reason is Reason.NO_DATA
    assert "no series is named `shop_failed_total`" in reading.detail


def test_no_good_series_makes_every_event_bad_and_says_so(tmp_path: Path) -> None:
    found = measured(tmp_path, WITH_GOOD, matrix("10", "10"), NOTHING)
    assert counts(found) == [(0, 10), (0, 10)]
    assert found.warnings == ("no series answers the query for good events: every event counts as a bad one",)


def test_events_that_no_total_counts_are_inconsistent(tmp_path: Path) -> None:
    with prometheus_of(matrix("10", "10", region="eu"), matrix("5", "5", region="us")) as server:
        reading = ask(server.url, tmp_path, WITH_BAD)
    assert isinstance(reading, NoData)
    assert reading.reason is Reason.INCONSISTENT_DATA


def test_bad_events_in_a_day_without_a_total_are_kept(tmp_path: Path) -> None:
    """They make the counts inconsistent, where leaving them out would make the service better than it was."""
    found = measured(tmp_path, WITH_BAD, matrix("10"), matrix("0", "7"))
    assert counts(found) == [(10, 10), (-7, 0)]


def test_infos_and_other_warnings_are_shown(tmp_path: Path) -> None:
    noisy = json_reply(
        {
            "status": "success",
            "data": {"resultType": "matrix", "result": [{"metric": {}, "values": [[AT.timestamp(), "3"]]}]},
            "infos": ["metric might not be a counter"],
        }
    )
    assert measured(tmp_path, WITH_BAD, noisy, noisy).warnings == ("metric might not be a counter",)
