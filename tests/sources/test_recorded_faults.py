"""What a server does wrong that should have records. It plays Prometheus by script, over real sockets."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import NoData, Promise, Reading, Reason, Request
from slo_gate.core.node import START
from slo_gate.core.ports import SourceContext
from slo_gate.core.slo import BudgetingMethod, Query, RawRatio
from slo_gate.core.window import Calendar, TimeWindow
from slo_gate.sources import recorded
from tests.support import faults
from tests.support.faults import Deed, answering, json_reply, reply
from tests.support.prometheus import AT
from tests.support.sql import mapping

DAY = timedelta(days=1)
ROLLING = TimeWindow(Duration(2, "d"))
CALENDAR = TimeWindow(Duration(1, "M"), Calendar(datetime(2026, 1, 1), ZoneInfo("UTC"), "UTC"))  # noqa: DTZ001 - local
PROMISE = Promise("shop", "night", "", 0, Decimal("0.999"), ROLLING, BudgetingMethod.OCCURRENCES, format="sloth")
RATIO, WINDOW = "slo:sli_error:ratio_rate2d", "slo:time_period:days"
RULES = reply(404, b"404 page not found")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slo_gate.transport._PAUSE", 0.0)


def read(folder: Path, values: Mapping[str, str], promise: Promise = PROMISE, rules: Deed = RULES) -> Reading:
    """What is read of a server that has these values, each for a series of that name, and whose other answers are empty."""

    def choose(request: faults.Request) -> Deed:
        if "/rules" in request.target:
            return rules
        form = parse_qs(request.body or urlsplit(request.target).query)
        return _answer(form["query"][0], values, ranged="step" in form)

    with answering(choose) as server:
        source = recorded.connect(
            "rules", mapping({"type": "recorded", "url": server.url, "from": "sloth"}), SourceContext(folder, {})
        )
        indicator = RawRatio(Query("rules", "ratio", Location("slo.yaml", START)), success=False)
        request = Request(indicator, Grid(AT - 2 * DAY, AT, DAY), AT, promise=promise)
        return source.measure([request])[request]


def _answer(query: str, values: Mapping[str, str], *, ranged: bool) -> Deed:
    """Of queries that are joined by `or`, each part has its number as a label."""
    parts = query.split(" or ") if "slo_gate_part" in query else [query]
    series = [
        ({"slo_gate_part": str(number)} if len(parts) > 1 else {}, value)
        for number, part in enumerate(parts)
        for name, value in values.items()
        if name in part
        for value in [_value(part, value)]
    ]
    kind, key = ("matrix", "values") if ranged else ("vector", "value")
    found = [
        {"metric": labels, key: [[AT.timestamp(), text]] if ranged else [AT.timestamp(), text]}
        for labels, text in series
    ]
    return json_reply({"status": "success", "data": {"resultType": kind, "result": found}})


def _value(part: str, value: str) -> str:
    return str(AT.timestamp()) if "timestamp(" in part else "1" if "present_over_time(" in part else value


def reason_of(reading: Reading) -> Reason:
    assert isinstance(reading, NoData), reading
    return reading.reason


def test_a_server_that_does_not_tell_its_rules_leaves_the_weights_untold(tmp_path: Path) -> None:
    reading = read(tmp_path, {RATIO: "0.0005", WINDOW: "2", "ratio_rate5m": "0.001"})
    assert not isinstance(reading, NoData), reading
    (found,) = reading
    assert found.recorded
    assert found.recorded.errors == Decimal("0.0005")
    assert found.recorded.basis == "recorded by Sloth over 2d, with weights that the server does not tell"


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(json_reply({"status": "success", "data": {}}), id="none"),
        pytest.param(json_reply({"status": "success", "data": {"groups": [{"rules": [1]}]}}), id="a number"),
        pytest.param(
            json_reply(
                {
                    "status": "success",
                    "data": {"groups": [{"rules": [{"type": "recording", "name": RATIO, "labels": 1}]}]},
                }
            ),
            id="labels that are none",
        ),
        pytest.param(reply(200, b"<html>Sign in</html>"), id="a login page"),
    ],
)
def test_rules_that_make_no_sense_tell_nothing(tmp_path: Path, rules: Deed) -> None:
    reading = read(tmp_path, {RATIO: "0.0005", "ratio_rate5m": "0.001"}, rules=rules)
    assert not isinstance(reading, NoData), reading
    assert reading[0].recorded
    assert "does not tell" in reading[0].recorded.basis


@pytest.mark.parametrize(
    ("window", "told"),
    [
        pytest.param("28", "over 4w", id="another window"),
        pytest.param("1e30", "over 1E+30 times 1d", id="a window longer than time"),
        pytest.param("-1", "over -1 times 1d", id="a window of less than nothing"),
    ],
)
def test_another_window_is_not_recorded(tmp_path: Path, window: str, told: str) -> None:
    reading = read(tmp_path, {RATIO: "0.0005", WINDOW: window})
    assert reason_of(reading) is Reason.NOT_RECORDED
    assert isinstance(reading, NoData)
    assert told in reading.detail


def test_a_window_of_hours_is_a_part_of_a_day_as_go_writes_it(tmp_path: Path) -> None:
    promise = PROMISE._replace(window=TimeWindow(Duration(7, "h")))
    values = {"slo:sli_error:ratio_rate7h": "0.0005", "ratio_rate5m": "0.001", WINDOW: "0.2916666666666667"}
    assert not isinstance(read(tmp_path, values, promise), NoData)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        pytest.param({}, Reason.NOT_RECORDED, id="nothing"),
        pytest.param({RATIO: "NaN"}, Reason.NOT_A_NUMBER, id="NaN"),
        pytest.param({RATIO: "+Inf"}, Reason.INCONSISTENT_DATA, id="an infinite ratio"),
        pytest.param({RATIO: "nine"}, Reason.MALFORMED_RESPONSE, id="a word"),
    ],
)
def test_what_is_no_ratio(tmp_path: Path, values: Mapping[str, str], reason: Reason) -> None:
    assert reason_of(read(tmp_path, values)) is reason


@pytest.mark.parametrize(
    "promise",
    [
        pytest.param(PROMISE._replace(window=CALENDAR), id="a window of the calendar"),
        pytest.param(PROMISE._replace(method=BudgetingMethod.TIMESLICES), id="time slices"),
    ],
)
def test_what_no_rule_records_is_not_asked_for(tmp_path: Path, promise: Promise) -> None:
    assert reason_of(read(tmp_path, {RATIO: "0.0005"}, promise)) is Reason.NOT_RECORDED


def test_a_server_that_is_gone_is_unreachable(tmp_path: Path) -> None:
    with answering(lambda _request: faults.reset) as server:
        source = recorded.connect(
            "rules", mapping({"type": "recorded", "url": server.url}), SourceContext(tmp_path, {})
        )
        indicator = RawRatio(Query("rules", "ratio", Location("slo.yaml", START)), success=False)
        request = Request(indicator, Grid(AT - 2 * DAY, AT, DAY), AT, promise=PROMISE)
        assert reason_of(source.measure([request])[request]) is Reason.SOURCE_UNREACHABLE


def test_many_slos_are_looked_for_in_few_queries(tmp_path: Path) -> None:
    empty = json_reply({"status": "success", "data": {"resultType": "vector", "result": []}})
    with answering(lambda _request: empty) as server:
        source = recorded.connect(
            "rules", mapping({"type": "recorded", "url": server.url}), SourceContext(tmp_path, {})
        )
        indicator = RawRatio(Query("rules", "ratio", Location("slo.yaml", START)), success=False)
        requests = [
            Request(indicator, Grid(AT - 2 * DAY, AT, DAY), AT, promise=PROMISE._replace(slo=f"slo-{number}"))
            for number in range(100)
        ]
        readings = source.measure(requests)
    assert [reason_of(readings[request]) for request in requests] == [Reason.NOT_RECORDED] * 100
    assert len(server.requests) <= 3
