"""What a metrics server says that cannot be, or that is not what was asked for: the verdict that comes of it.

The ids name the lines of the fault table: V for evidence, E for the metrics API, J for clocks.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.faults.gating import ECHO, Gate, gated, refusal, verdict_of
from tests.faults.running import SLO, put
from tests.support import faults
from tests.support.faults import Deed, json_reply
from tests.support.playing import Answer, Lie, each_series, playing, truthful
from tests.support.prometheus import AT

DAY = 86400
STORE = 'fetch series for {store="b"} Addr: 127.0.0.1:1: rpc error: code = Unavailable desc = connection refused'


def result(*series: object, kind: str = "matrix", **beside: object) -> Lie:
    return lambda _answer: {"status": "success", "data": {"resultType": kind, "result": list(series)}, **beside}


def with_values(change: Callable[[list[list[Any]]], object]) -> Lie:
    """A lie about the samples of each series, as lists of time and text."""
    return each_series(lambda series: change(series["values"]))


def all_are(text: str) -> Lie:
    return with_values(lambda values: [sample.__setitem__(1, text) for sample in values])


def moved(seconds: float, unit: float = 1) -> Lie:
    return with_values(lambda values: [sample.__setitem__(0, (sample[0] + seconds) * unit) for sample in values])


def doubled(answer: Answer) -> Answer:
    answer["data"]["result"] *= 2
    return answer


def warned(**beside: object) -> Lie:
    return lambda answer: answer | beside


def histograms(series: Answer) -> None:
    series["histograms"] = [[at, {"count": "1", "sum": "1"}] for at, _ in series.pop("values")]


def many(count: int) -> Lie:
    def lie(answer: Answer) -> Answer:
        (series,) = answer["data"]["result"]
        answer["data"]["result"] = [series | {"metric": {"pod": str(n)}} for n in range(count)]
        return answer

    return lie


@pytest.mark.parametrize(
    ("lie", "code", "verdict"),
    [
        pytest.param(all_are("NaN"), 3, "no-data", id="E14 NaN and nothing else"),
        pytest.param(all_are("+Inf"), 3, "inconsistent-data", id="E14 infinite samples"),
        pytest.param(all_are("-5"), 3, "inconsistent-data", id="V16 negative counts"),
        pytest.param(all_are("1_0"), 3, "malformed-response", id="E14 1_0"),
        pytest.param(all_are(""), 3, "malformed-response", id="E14 empty samples"),
        pytest.param(all_are("0"), 0, "warn", id="V13 no traffic"),
        pytest.param(result(), 3, "no-data", id="E15 no series"),
        pytest.param(result(kind="vector"), 3, "no-data", id="E15 an empty vector"),
        pytest.param(result(1, "1", kind="scalar"), 2, "wrong-result-type", id="E15 a scalar"),
        pytest.param(result(1, "up", kind="string"), 2, "wrong-result-type", id="E15 a string"),
        pytest.param(each_series(histograms), 2, "wrong-result-type", id="E15 native histograms"),
        pytest.param(doubled, 3, "inconsistent-data", id="V16 a series that stands twice"),
        pytest.param(with_values(lambda values: values.reverse()), 0, "pass", id="samples out of order"),
        pytest.param(with_values(lambda values: values.append(values[0])), 3, "malformed-response", id="a sample twice"),
        pytest.param(moved(400 * DAY), 3, "malformed-response", id="samples after the window"),
        pytest.param(moved(-400 * DAY), 3, "malformed-response", id="samples before the window"),
        pytest.param(moved(DAY), 3, "malformed-response", id="one sample in the future"),
        pytest.param(moved(1140), 3, "malformed-response", id="samples that a cache moved"),
        pytest.param(moved(0, 1000), 3, "malformed-response", id="J7 instants in milliseconds"),
        pytest.param(warned(isPartial=True), 3, "partial-data", id="E19 isPartial"),
        pytest.param(warned(warnings=["partial response: store down"]), 3, "partial-data", id="E19 Thanos"),
        pytest.param(warned(warnings=[STORE]), 3, "partial-data", id="E19 a store behind Thanos is gone"),
        pytest.param(warned(warnings=["remote_read: 502"]), 3, "partial-data", id="E19 a remote store is gone"),
        pytest.param(warned(warnings=["PromQL warning: error bounds"]), 0, "pass", id="V11 a warning of the query"),
        pytest.param(warned(warnings=["results truncated due to limit"]), 3, "partial-data", id="E19 truncated"),
        pytest.param(warned(warnings=[ECHO]), 0, "pass", id="V11 another warning"),
        pytest.param(warned(infos=[ECHO]), 0, "pass", id="V11 an info"),
        pytest.param(warned(warnings=5), 3, "malformed-response", id="V6 warnings that are no list"),
        pytest.param(many(501), 3, "query-too-expensive", id="more series than anybody reads"),
        pytest.param(
            each_series(lambda series: series.__setitem__("metric", {"pod": "\ud800"})),
            3,
            "malformed-response",
            id="a label that is no Unicode",
        ),
    ],
)  # fmt: skip
def test_an_answer_that_says(lie: Lie, code: int, verdict: str, gate: Gate) -> None:
    exit_code, report = gated(gate, playing(lie))
    assert (exit_code, verdict_of(report)) == (code, verdict)


def test_v11_warnings_are_shown(gate: Gate) -> None:
    _, report = gated(gate, playing(warned(warnings=["a store was slow"], infos=["not a counter"])))
    assert report["objectives"][0]["warnings"] == ["a store was slow", "not a counter"]


def test_e19_what_is_partial_once_is_asked_again(gate: Gate) -> None:
    lies = iter([warned(isPartial=True)])

    def lie(answer: Answer) -> object:
        return next(lies, truthful)(answer)

    code, report = gated(gate, playing(lie))
    assert (code, verdict_of(report)) == (0, "pass")


def of_good(lie: Lie) -> Lie:
    """A lie about good events alone."""
    return lambda answer: lie(answer) if answer["data"]["result"][0]["values"][0][1] == "999.5" else answer


@pytest.mark.parametrize(
    ("lie", "code", "verdict"),
    [
        pytest.param(result(), 1, "fail", id="E16 no good series"),
        pytest.param(all_are("0"), 1, "fail", id="V14 nothing was good"),
        pytest.param(all_are("1000.09"), 0, "pass", id="E17 a little more than all"),
        pytest.param(all_are("1011"), 3, "inconsistent-data", id="V16 a hundredth more than all"),
        pytest.param(all_are("999"), 1, "fail", id="E18 a budget that is spent to the last event"),
        pytest.param(all_are("999.0000001"), 0, "warn", id="E18 a little left"),
    ],
)
def test_good_events_that_are(lie: Lie, code: int, verdict: str, gate: Gate) -> None:
    exit_code, report = gated(gate, playing(of_good(lie)))
    assert (exit_code, verdict_of(report)) == (code, verdict)


@pytest.mark.parametrize(
    ("days", "code", "verdict", "said"),
    [
        pytest.param(1, 3, "short-history", "only 3.3% of the window has data", id="E20 a day of thirty"),
        pytest.param(20, 0, "pass", "only 66.7% of the window has data", id="V20 a new series"),
        pytest.param(29, 0, "pass", "", id="V20 nearly all"),
    ],
)
def test_a_history_of(days: int, code: int, verdict: str, said: str, gate: Gate) -> None:
    exit_code, report = gated(gate, playing(with_values(lambda values: values.__delitem__(slice(-days)))))
    assert (exit_code, verdict_of(report)) == (code, verdict)
    assert said in json.dumps(report, ensure_ascii=False)


def test_v19_a_service_that_is_silent(gate: Gate) -> None:
    code, report = gated(gate, playing(newest=(AT - timedelta(hours=2)).timestamp()))
    assert (code, verdict_of(report)) == (3, "stale-data")


def test_v23_what_is_known_to_be_spent_outweighs_what_is_unknown(gate: Gate) -> None:
    put(gate.folder, {"slo/other.yaml": SLO.replace("name: web", "name: other").replace("r_total", "other_total")})
    spent = playing(of_good(all_are("0")))

    def script(request: faults.Request) -> Deed:
        return refusal(422, "execution", "many-to-many") if "other_total" in request.body else spent(request)

    code, report = gated(gate, script)
    assert (code, report["outcome"]) == (1, "fail")
    assert sorted(one["verdict"] for one in report["objectives"]) == ["fail", "unknown"]


def hostile(series: Answer) -> None:
    series["metric"] = {"pod": f"x\n::error::{ECHO}", "team": "@org/all ![x](http://e) ##[add-mask]y | </td>"}


def test_e23_labels_are_no_commands(gate: Gate) -> None:
    code, _ = gated(gate, playing(each_series(hostile)))
    assert code == 0
    for path in gate.folder.glob("report.*"):
        lines = path.read_text().splitlines()
        assert not any(line.lstrip().startswith("::error::") for line in lines), path
        if path.suffix in {".text", ".github"}:
            assert "##[add-mask]" not in path.read_text(), path


@pytest.mark.parametrize(
    ("skew", "code", "verdict"),
    [
        pytest.param(timedelta(minutes=10), 3, "clock-skew", id="J1 ten minutes fast"),
        pytest.param(timedelta(minutes=-10), 3, "clock-skew", id="J1 ten minutes slow"),
        pytest.param(timedelta(minutes=-4), 0, "pass", id="J1 four minutes slow"),
    ],
)
def test_a_clock_that_is(skew: timedelta, code: int, verdict: str, gate: Gate) -> None:
    clock = datetime.now(UTC) + skew
    script = playing(clock=clock.timestamp(), newest=clock.timestamp() - 120)
    exit_code, report = gated(gate, script, at=None)
    assert (exit_code, verdict_of(report)) == (code, verdict)
    if code == 0:
        at = datetime.fromisoformat(report["at"])
        assert abs(clock - timedelta(minutes=1) - at) < timedelta(seconds=2), "the server's clock, less the settling"


def test_j1_a_clock_of_victoriametrics_is_read(gate: Gate) -> None:
    """It answers a vector where Prometheus answers a scalar."""
    at = datetime.now(UTC).timestamp() - 600
    clock = json_reply(
        {"status": "success", "data": {"resultType": "vector", "result": [{"metric": {}, "value": [at, str(at)]}]}}
    )
    code, report = gated(gate, lambda _request: clock, at=None)
    assert (code, verdict_of(report)) == (3, "clock-skew")
