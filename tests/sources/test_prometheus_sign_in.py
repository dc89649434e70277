"""What is sent to sign in, and where a secret may not go. The server only notes what reaches it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from slo_gate.core.errors import ConfigError, MissingCredentialsError
from slo_gate.core.ports import Source, SourceContext
from slo_gate.sources import prometheus, prometheus_sigv4
from slo_gate.sources.prometheus_sigv4 import Keys, Scope, signed
from tests.support.faults import json_reply, reply, serving
from tests.support.sql import mapping

SECRET = "hunter2-canary"
GIVEN = {"TOKEN": SECRET}
BEARER = {"bearer": {"env": "TOKEN"}}
CLOCK = json_reply({"status": "success", "data": {"resultType": "scalar", "result": [0, "1763467200"]}})


@contextmanager
def noting() -> Iterator[tuple[str, list[dict[str, str]]]]:
    noted: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            noted.append(dict(self.headers))
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps({"status": "success", "data": {"resultType": "scalar", "result": [0, "1763467200"]}})
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", noted
        finally:
            server.shutdown()
            thread.join()


def connect(folder: Path, environ: dict[str, str], **settings: object) -> Source:
    given = mapping({"type": "prometheus"} | settings)
    assert prometheus.SETTINGS.takes(given)
    return prometheus.connect("metrics", given, SourceContext(folder, environ))


@pytest.mark.parametrize(
    ("settings", "header", "value"),
    [
        pytest.param({"auth": BEARER}, "Authorization", f"Bearer {SECRET}", id="a bearer token"),
        pytest.param(
            {"auth": {"basic": {"username": "ana", "password": {"env": "TOKEN"}}}},
            "Authorization",
            "Basic YW5hOmh1bnRlcjItY2FuYXJ5",
            id="a user and a password",
        ),
        pytest.param(
            {"auth": {"header": {"name": "X-Key", "value": {"env": "TOKEN"}}}}, "X-Key", SECRET, id="a header"
        ),
        pytest.param({"tenant": "team-a"}, "X-Scope-OrgID", "team-a", id="a tenant"),
        pytest.param({"headers": {"X-Team": "a b"}}, "X-Team", "a b", id="a further header"),
        pytest.param({"headers": {"X-Key": {"env": "TOKEN"}}}, "X-Key", SECRET, id="a further header with a secret"),
    ],
)
def test_header(tmp_path: Path, settings: dict[str, object], header: str, value: str) -> None:
    with noting() as (url, noted):
        assert connect(tmp_path, GIVEN, url=url, **settings).now()
    assert noted[0][header] == value


def test_several_secrets_go_together(tmp_path: Path) -> None:
    """A proxy before the server may have a sign-in of its own."""
    headers = {"CF-Access-Client-Id": "gate", "CF-Access-Client-Secret": {"env": "OTHER"}}
    with noting() as (url, noted):
        assert connect(tmp_path, GIVEN | {"OTHER": "second"}, url=url, auth=BEARER, headers=headers).now()
    assert noted[0]["CF-Access-Client-Id"] == "gate"
    assert noted[0]["CF-Access-Client-Secret"] == "second"
    assert noted[0]["Authorization"] == f"Bearer {SECRET}"


@pytest.mark.parametrize(
    ("settings", "query"),
    [
        pytest.param(
            {},
            "timeout=30s&partial_response=false&deny_partial_response=1&nocache=1",
            id="a whole answer or none, if not said",
        ),
        pytest.param(
            {"parameters": {"max_source_resolution": "0s", "x": "a b"}},
            "max_source_resolution=0s&x=a%20b",
            id="others in their place",
        ),
        pytest.param({"parameters": {}}, "", id="none for a server that refuses what it does not know"),
    ],
)
def test_parameters_go_with_each_question(tmp_path: Path, settings: dict[str, object], query: str) -> None:
    with serving(CLOCK) as server:
        assert connect(tmp_path, GIVEN, url=server.url, **settings).now()
    assert server.requests[0].target == "/api/v1/query" + (f"?{query}" if query else "")
    assert server.requests[0].body == "query=time%28%29"


def test_a_server_that_takes_get_alone_is_not_asked_otherwise(tmp_path: Path) -> None:
    with serving(CLOCK) as server:
        assert connect(tmp_path, GIVEN, url=server.url, auth=BEARER, method="GET", parameters={}).now()
    (request,) = server.requests
    assert (request.method, request.target) == ("GET", "/api/v1/query?query=time%28%29")
    assert request.headers["authorization"] == f"Bearer {SECRET}"


AMAZON = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": SECRET}
SIGV4 = {"sigv4": {"region": "eu-central-1"}}


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("session", ["", "session-canary"], ids=["a lasting key", "a temporary key"])
def test_what_is_signed_is_what_is_sent(tmp_path: Path, method: str, session: str) -> None:
    """The server's side of it: the same signature, made of the request that came."""
    environ = AMAZON | ({"AWS_SESSION_TOKEN": session} if session else {})
    with serving(CLOCK) as server:
        source = connect(tmp_path, environ, url=f"{server.url}/workspaces/ws-1", auth=SIGV4, method=method)
        assert source.now()
    (request,) = server.requests
    at = datetime.strptime(request.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)
    by = (Keys("AKIDEXAMPLE", SECRET, session), Scope("eu-central-1", "aps"), at)
    url = f"http://{request.headers['host']}{request.target}"
    expected = signed(request.method, url, request.body.encode(), by)
    assert {name: request.headers[name.lower()] for name in expected} == expected
    assert SECRET not in str(request), "the key itself stays here"


def test_a_token_of_one_key_is_not_sent_with_another(tmp_path: Path) -> None:
    keys = {"access_key_id": {"env": "GATE_KEY"}, "secret_access_key": {"env": "GATE_SECRET"}}
    environ = AMAZON | {"AWS_SESSION_TOKEN": "of-another", "GATE_KEY": "AKIDGATE", "GATE_SECRET": "s"}
    with serving(CLOCK) as server:
        connect(tmp_path, environ, url=server.url, auth={"sigv4": SIGV4["sigv4"] | keys}).now()
    assert "Credential=AKIDGATE/" in server.requests[0].headers["authorization"]
    assert "x-amz-security-token" not in server.requests[0].headers


def test_each_attempt_is_signed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signature is good for some minutes; a wait that the server asked for may be longer."""
    stamps = iter(range(1, 9))
    monkeypatch.setattr(prometheus_sigv4, "signed", lambda *_: {"Authorization": f"of attempt {next(stamps)}"})
    with serving(reply(503, headers={"Retry-After": "0"}), CLOCK) as server:
        assert connect(tmp_path, AMAZON, url=server.url, auth=SIGV4).now()
    sent = [request.headers["authorization"] for request in server.requests]
    assert sent == ["of attempt 1", "of attempt 2"]


def test_a_netrc_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ana password stolen\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with noting() as (url, noted):
        connect(tmp_path, GIVEN, url=url).now()
    assert "Authorization" not in noted[0]


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"auth": BEARER}, id="a bearer token"),
        pytest.param({"headers": {"X-Key": {"env": "TOKEN"}}}, id="a further header"),
        pytest.param({"auth": SIGV4}, id="a signature, and the token beside it"),
    ],
)
def test_a_secret_never_goes_over_plain_http_to_another_machine(tmp_path: Path, settings: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="over plain HTTP") as refused:
        connect(tmp_path, GIVEN | AMAZON, url="http://prometheus.example:9090", **settings)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"headers": {"X-Key": "a", "x-key": "b"}}, id="twice among the further ones"),
        pytest.param(
            {"headers": {"x-key": "a"}, "auth": {"header": {"name": "X-Key", "value": {"env": "TOKEN"}}}},
            id="there, and as the one that signs in",
        ),
        pytest.param(
            {"headers": {"X-Key": {"env": "TOKEN"}}, "auth": {"header": {"name": "X-Key", "value": {"env": "TOKEN"}}}},
            id="there, and as the one that signs in, in the same letters",
        ),
        pytest.param(
            {"tenant": "a", "auth": {"header": {"name": "x-scope-orgid", "value": {"env": "TOKEN"}}}},
            id="as the tenant, and as the one that signs in",
        ),
    ],
)
def test_a_header_is_given_once(tmp_path: Path, settings: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r"(?i)sources\.metrics gives the header x-\w+(-\w+)? twice") as refused:
        connect(tmp_path, GIVEN, url="https://prometheus.example", **settings)
    assert SECRET not in str(refused.value)


def test_a_tenant_is_no_secret(tmp_path: Path) -> None:
    assert connect(tmp_path, GIVEN, url="http://prometheus.example:9090", tenant="team-a")


TOKENLESS = {"sigv4": {"region": "eu-central-1", "session_token": {"env": "MY_SESSION"}}}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param({"auth": BEARER}, r"sources\.metrics\.auth needs the variable TOKEN", id="a bearer token"),
        pytest.param(
            {"headers": {"X-Key": {"env": "TOKEN"}}},
            r"sources\.metrics\.headers\.X-Key needs the variable TOKEN",
            id="a further header",
        ),
        pytest.param(
            {"auth": SIGV4}, r"sources\.metrics\.auth\.sigv4 needs the variable AWS_ACCESS_KEY_ID", id="Amazon's keys"
        ),
        pytest.param(
            {"auth": TOKENLESS}, r"sources\.metrics\.auth\.sigv4 needs the variable MY_SESSION", id="a token of theirs"
        ),
    ],
)
def test_a_missing_secret_is_told_from_a_wrong_setting(tmp_path: Path, settings: dict[str, object], said: str) -> None:
    with pytest.raises(MissingCredentialsError, match=said):
        connect(tmp_path, {}, url="https://prometheus.example", **settings)


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"auth": BEARER}, id="a bearer token"),
        pytest.param({"headers": {"X-Key": {"env": "TOKEN"}}}, id="a further header"),
        pytest.param(
            {"auth": {"sigv4": {"region": "us-east-1", "secret_access_key": {"env": "TOKEN"}}}}, id="Amazon's key"
        ),
    ],
)
def test_a_secret_that_no_header_may_have_is_not_shown(tmp_path: Path, settings: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="TOKEN holds characters") as refused:
        connect(tmp_path, AMAZON | {"TOKEN": "hunter2\nX: y"}, url="https://prometheus.example", **settings)
    assert "hunter2" not in str(refused.value)
