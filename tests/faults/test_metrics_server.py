"""What a metrics server does wrong on the way to an answer: the exit status, the reason, and how often it is asked.

The ids name the lines of the fault table: V for evidence, E for the metrics API.
"""

import pytest

from tests.faults.gating import ECHO, SLOW, Gate, gated, refusal, verdict_of
from tests.faults.running import SLO, put
from tests.support import faults
from tests.support.faults import Deed, answering, json_reply, reply, serving
from tests.support.playing import playing
from tests.support.tls import authority

GONE = "http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("deed", "code", "verdict"),
    [
        pytest.param(faults.reset, 3, "source-unreachable", id="E1 a reset"),
        pytest.param(refusal(401, "unauthorized", ECHO), 3, "credentials-rejected", id="E3 401"),
        pytest.param(reply(403, ECHO.encode()), 3, "credentials-rejected", id="E3 403"),
        pytest.param(reply(429), 3, "throttled", id="E4 429"),
        pytest.param(reply(429, headers={"Retry-After": "99999"}), 3, "throttled", id="E4 429 for a day"),
        pytest.param(reply(503, headers={"Retry-After": "0"}), 3, "throttled", id="E4 503 for a while"),
        pytest.param(refusal(503, "timeout", "query timed out"), 3, "source-error", id="E5 503"),
        pytest.param(refusal(499, "canceled", "canceled"), 3, "source-error", id="E5 499"),
        pytest.param(refusal(500, "internal", ECHO), 3, "source-error", id="E5 500"),
        pytest.param(reply(502, f"<h1>{ECHO}</h1>".encode()), 3, "source-error", id="E5 502 in HTML"),
        pytest.param(reply(407), 3, "source-misconfigured", id="V2 a proxy that wants a sign-in"),
        pytest.param(
            reply(200, f"<html>{ECHO}</html>".encode(), {"Content-Type": "text/html"}),
            3,
            "malformed-response",
            id="E6 a login page",
        ),
        pytest.param(reply(404, b"404 page not found"), 2, "wrong-endpoint", id="E8 404"),
        pytest.param(reply(405), 2, "wrong-endpoint", id="E9 405 whatever the method"),
        pytest.param(faults.truncated, 3, "malformed-response", id="E11 half an answer"),
        pytest.param(faults.bomb, 3, "malformed-response", id="E12 a gzip bomb"),
        pytest.param(reply(200, b"[" * 100_000), 3, "malformed-response", id="E13 deep JSON"),
        pytest.param(reply(200, b"1" * 5_000), 3, "malformed-response", id="E13 a number of 5,000 digits"),
        pytest.param(json_reply([]), 3, "malformed-response", id="E13 a list"),
        pytest.param(json_reply(None), 3, "malformed-response", id="E13 null"),
        pytest.param(json_reply({"status": "success", "data": None}), 3, "malformed-response", id="E13 no data"),
        pytest.param(reply(200, b'{"status": "succ\xe9s"}'), 3, "malformed-response", id="V6 bytes that are not UTF-8"),
        pytest.param(refusal(400, "bad_data", ECHO), 2, "query-rejected", id="V7 400"),
        pytest.param(
            reply(
                400, b'{"error": {"code": 400, "message": "Unknown name \\"nocache\\"", "status": "INVALID_ARGUMENT"}}'
            ),
            2,
            "query-rejected",
            id="V7 400 of Google",
        ),
        pytest.param(refusal(400, "400", "bad step"), 2, "query-rejected", id="V7 400 of another kind"),
        pytest.param(reply(400, ECHO.encode()), 2, "query-rejected", id="V7 400 without a reason"),
        pytest.param(refusal(422, "422", "unparsed data: )"), 2, "query-rejected", id="V7 422 of VictoriaMetrics"),
        pytest.param(
            refusal(422, "execution", 'expanding series of "parser_total": store lost'), 3, "query-failed", id="V8 422"
        ),
        pytest.param(
            refusal(422, "execution", "expanding series: proxy Series(): fetch series for {} Addr: a: rpc error"),
            3,
            "partial-data",
            id="E19 a store behind Thanos is gone",
        ),
        pytest.param(refusal(422, "execution", "many-to-many matching"), 3, "query-failed", id="V8 422 that lasts"),
        pytest.param(
            refusal(422, "execution", "query processing would load too many samples into memory"),
            3,
            "query-too-expensive",
            id="E21 too many samples",
        ),
        pytest.param(
            refusal(400, "bad_data", "exceeded maximum resolution of 11,000 points per timeseries"),
            3,
            "query-too-expensive",
            id="E21 too many points",
        ),
        pytest.param(
            refusal(422, "execution", "the query exceeded the maximum number of chunks (limit: 1 chunks)"),
            3,
            "query-too-expensive",
            id="E21 more than Mimir allows",
        ),
        pytest.param(
            refusal(422, "422", f"error when executing query={'x' * 500}: more than -search.maxUniqueTimeseries=1"),
            3,
            "query-too-expensive",
            id="E21 more than VictoriaMetrics allows",
        ),
    ],
)
def test_a_server_that_always_does(deed: Deed, code: int, verdict: str, gate: Gate) -> None:
    with serving(deed) as server:
        exit_code, report = gate.run(server.url)
    assert (exit_code, verdict_of(report)) == (code, verdict)
    questions, parts = 5, 4
    assert len(server.requests) <= 2 * (questions + parts), "tried again within reason"


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(faults.dripping(), id="E10 a body that drips"),
        pytest.param(faults.dripping(b"HTTP/1.1 200 OK\r\n", b"X-Drip: 1\r\n"), id="E10 headers that drip"),
        pytest.param(faults.silent, id="V1 no answer"),
        pytest.param(reply(200, headers={"Content-Length": "100"}), id="V1 a body that does not come"),
    ],
)
def test_a_slow_server_is_left_in_time(deed: Deed, gate: Gate) -> None:
    with serving(deed) as server:
        code, report = gate.run(server.url, seconds=SLOW)
    assert code == 3
    assert verdict_of(report) in {"out-of-time", "malformed-response"}


def test_e1_nobody_is_there(gate: Gate) -> None:
    code, report = gate.run(GONE)
    assert (code, verdict_of(report)) == (3, "source-unreachable")


def test_e7_nothing_is_sent_where_a_redirect_leads(gate: Gate) -> None:
    with serving(reply(200)) as elsewhere, serving(reply(302, headers={"Location": elsewhere.url})) as server:
        code, report = gate.run(server.url)
    assert (code, verdict_of(report), elsewhere.requests) == (2, "wrong-endpoint", [])


@pytest.mark.parametrize(
    ("host", "trust", "days"),
    [
        pytest.param("127.0.0.1", "", 2, id="E2 an authority that nobody trusts"),
        pytest.param("localhost", ", ca_file: authority.pem", 2, id="E2 a certificate of another host"),
        pytest.param("127.0.0.1", ", ca_file: authority.pem", -1, id="E2 a certificate that has expired"),
    ],
)
def test_a_certificate_that_is_wrong_is_met_once(host: str, trust: str, days: int, gate: Gate) -> None:
    context = authority(gate.folder).server(days)
    with answering(playing(), tls=context) as server:
        code, report = gate.run(server.url.replace("127.0.0.1", host), more=trust)
    assert (code, verdict_of(report), server.requests) == (3, "source-misconfigured", [])


def test_a_server_that_tells_the_truth_passes(gate: Gate) -> None:
    """All that follows would prove nothing if the truth failed too."""
    code, report = gated(gate, playing())
    assert (code, verdict_of(report)) == (0, "pass")
    assert report["objectives"][0]["remaining"] == "0.5"


def test_e4_a_short_wait_is_waited(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = iter([reply(429, headers={"Retry-After": "0"})])
    truth = playing()
    code, report = gated(gate, lambda request: next(turns, None) or truth(request))
    assert (code, verdict_of(report)) == (0, "pass")


def test_e9_a_server_that_takes_no_post_is_asked_with_get(gate: Gate) -> None:
    truth = playing()
    code, report = gated(gate, lambda request: truth(request) if request.method == "GET" else reply(405))
    assert (code, verdict_of(report)) == (0, "pass")


def test_e24_a_dead_server_costs_little_however_many_slos(gate: Gate) -> None:
    slos = {
        f"slo/{n}.yaml": SLO.replace("name: web", f"name: web-{n}").replace("r_total", f"r{n}_total")
        for n in range(300)
    }
    put(gate.folder, slos)
    with serving(reply(502)) as server:
        code, report = gate.run(server.url)
    assert code == 3
    assert len(server.requests) < 30
    reasons = {one["no_data"]["reason"] for one in report["objectives"]}
    assert reasons == {"source-error", "not-asked"}
