"""The one HTTP door over real sockets: what is tried again, how long it waits, and what bounds an answer."""

import random
import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.errors import ConfigError
from slo_gate.transport import (
    MAX_RETRIES,
    Client,
    Deadline,
    FailureKind,
    Response,
    TransportFailure,
    retry_after,
)
from tests.support import faults
from tests.support.faults import Deed, reply, serving
from tests.support.properties import tried

GONE = "http://127.0.0.1:1"


class Waits(list[float]):
    """Takes the place of sleeping, and notes for how long."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def ask(url: str, waits: Callable[[float], None], seconds: float = 20, attempts: int = 3) -> Response:
    return Client(url, sleep=waits).send("POST", "/q", form={"a": "b"}, deadline=Deadline(seconds), attempts=attempts)


def failure(url: str, seconds: float = 20, attempts: int = 1) -> FailureKind:
    with pytest.raises(TransportFailure) as failed:
        ask(url, Waits(), seconds, attempts)
    return failed.value.kind


@pytest.mark.parametrize("status", [408, 425, 429, 499, 500, 502, 503, 504])
def test_a_status_that_may_pass_is_tried_three_times(status: int) -> None:
    waits = Waits()
    with serving(reply(status)) as server:
        assert ask(server.url, waits).status == status
    assert len(server.requests) == 3
    assert all(0 <= wait <= 0.5 * 2**tried for tried, wait in enumerate(waits, 1))


@pytest.mark.parametrize("status", [301, 302, 400, 401, 403, 404, 405, 406, 407, 413, 414, 422, 431])
def test_a_status_that_lasts_is_not_tried_again(status: int) -> None:
    with serving(reply(status, headers={"Location": "http://127.0.0.1:1/"})) as server:
        assert ask(server.url, Waits()).status == status
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "deed", [pytest.param(faults.reset, id="reset"), pytest.param(faults.truncated, id="truncated")]
)
def test_a_broken_answer_is_tried_again(deed: Deed) -> None:
    with serving(deed, reply(200, b"fine")) as server:
        assert ask(server.url, Waits()).body == b"fine"


def test_waits_by_chance_take_no_numbers_that_other_code_counts_on() -> None:
    before, waits = random.getstate(), Waits()
    with serving(reply(503)) as server:
        ask(server.url, waits)
    assert len(set(waits)) == 2
    assert random.getstate() == before


def test_a_refused_connection_is_tried_three_times() -> None:
    waits = Waits()
    with pytest.raises(TransportFailure, match="cannot be reached"):
        ask(GONE, waits)
    assert len(waits) == 2


def test_the_wait_that_a_server_asks_for_is_kept() -> None:
    waits = Waits()
    with serving(reply(429, headers={"Retry-After": "7"}), reply(200)) as server:
        assert ask(server.url, waits).status == 200
    assert waits == [7.0]


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    waits = Waits()
    with serving(reply(429, headers={"Retry-After": "99999"})) as server:
        assert ask(server.url, waits).status == 429
    assert (len(server.requests), waits) == (1, [])


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({}, None, id="none asked for"),
        pytest.param({"Retry-After": "120"}, 120, id="seconds"),
        pytest.param(
            {"Retry-After": "Wed, 25 Nov 2026 01:00:30 GMT", "Date": "Wed, 25 Nov 2026 01:00:00 GMT"},
            30,
            id="a date, by the server's own clock",
        ),
        pytest.param(
            {"Retry-After": "Wed, 25 Nov 2026 01:00:00 GMT", "Date": "Wed, 25 Nov 2026 02:00:00 GMT"},
            0,
            id="a date that is over",
        ),
        pytest.param({"Retry-After": "soon"}, None, id="words"),
        pytest.param({"Retry-After": "-5"}, None, id="less than nothing"),
        pytest.param({"Retry-After": "1" * 5000}, None, id="a number without end"),
    ],
)
def test_what_a_server_asks_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(Response(503, headers, b"")) == seconds


def test_a_date_without_the_servers_clock_is_taken_by_ours() -> None:
    wait = retry_after(
        Response(503, {"Retry-After": f"{datetime(2100, 1, 1, tzinfo=UTC):%a, %d %b %Y %H:%M:%S} GMT"}, b"")
    )
    assert wait
    assert wait > 1_000_000


@tried(100)
@given(st.text(max_size=60))
def test_no_retry_after_breaks(text: str) -> None:
    wait = retry_after(Response(503, {"Retry-After": text}, b""))
    assert wait is None or wait >= 0


def test_a_client_tries_again_ten_times_in_all() -> None:
    with serving(reply(503)) as server:
        client = Client(server.url, sleep=Waits())
        for _ in range(20):
            client.send("GET", "/q", deadline=Deadline(20), attempts=3)
    assert len(server.requests) == 20 + MAX_RETRIES


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(faults.dripping(), id="a body that drips"),
        pytest.param(faults.dripping(b"HTTP/1.1 200 OK\r\n", b"X-Drip: 1\r\n"), id="headers that drip"),
        pytest.param(faults.silent, id="no answer"),
    ],
)
def test_a_slow_answer_ends_with_the_deadline(deed: Deed) -> None:
    begun = time.monotonic()
    with serving(deed) as server:
        assert failure(server.url, seconds=0.5) is FailureKind.TIMEOUT
    assert time.monotonic() - begun < 1.5


def test_a_truncated_answer_is_none() -> None:
    with serving(faults.truncated) as server:
        assert failure(server.url) is FailureKind.BROKEN


def test_a_bomb_is_not_unpacked() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with serving(faults.bomb) as server:
        assert failure(server.url) is FailureKind.TOO_LARGE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000, "kilobytes"


def test_a_redirect_is_not_followed() -> None:
    with serving(reply(200)) as elsewhere, serving(reply(302, headers={"Location": elsewhere.url})) as server:
        assert ask(server.url, Waits()).status == 302
    assert elsewhere.requests == []


def test_a_name_that_nobody_knows_is_not_asked_for_again() -> None:
    assert failure("http://slo-gate.invalid", attempts=3) in {FailureKind.UNKNOWN_NAME, FailureKind.UNREACHABLE}


def test_a_proxy_that_is_down_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://ana:hunter2@127.0.0.1:1")
    assert failure("http://prometheus.example") is FailureKind.PROXY


def test_a_secret_needs_https() -> None:
    with pytest.raises(ConfigError, match="over plain HTTP"):
        Client("http://prometheus.example", secrets={"Authorization": "Bearer x"})


@pytest.mark.parametrize(
    ("header", "secret"),
    [
        pytest.param("Bearer hunter2-canary", "hunter2-canary", id="a token"),
        pytest.param("Basic YW5hOmh1bnRlcjItY2FuYXJ5", "hunter2-canary", id="a password"),
        pytest.param("Basic YW5hOmh1bnRlcjItY2FuYXJ5", "YW5hOmh1bnRlcjItY2FuYXJ5", id="a password as it was sent"),
    ],
)
def test_a_secret_that_a_server_repeats_is_not_in_the_answer(header: str, secret: str) -> None:
    with serving(reply(400, f"no such user: {secret}!".encode())) as server:
        answer = Client(server.url, secrets={"Authorization": header}).send("GET", "/q")
    assert answer.body == b"no such user: ***!"


def test_a_header_that_is_no_secret_may_be_repeated() -> None:
    with serving(reply(400, b"no such tenant: team-alpha")) as server:
        answer = Client(server.url, headers={"X-Scope-OrgID": "team-alpha"}).send("GET", "/q")
    assert answer.body == b"no such tenant: team-alpha"
