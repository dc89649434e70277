"""What is sent to sign in, and where a secret may not go. The server only notes what reaches it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from slo_gate.core.errors import ConfigError, MissingCredentialsError
from slo_gate.core.ports import Source, SourceContext
from slo_gate.sources import prometheus
from tests.support.sql import mapping

SECRET = "hunter2-canary"
GIVEN = {"TOKEN": SECRET}
BEARER = {"bearer": {"env": "TOKEN"}}


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
    ],
)
def test_header(tmp_path: Path, settings: dict[str, object], header: str, value: str) -> None:
    with noting() as (url, noted):
        assert connect(tmp_path, GIVEN, url=url, **settings).now()
    assert noted[0][header] == value


def test_a_netrc_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ana password stolen\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with noting() as (url, noted):
        connect(tmp_path, GIVEN, url=url).now()
    assert "Authorization" not in noted[0]


def test_a_secret_never_goes_over_plain_http_to_another_machine(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="over plain HTTP") as refused:
        connect(tmp_path, GIVEN, url="http://prometheus.example:9090", auth=BEARER)
    assert SECRET not in str(refused.value)


def test_a_tenant_is_no_secret(tmp_path: Path) -> None:
    assert connect(tmp_path, GIVEN, url="http://prometheus.example:9090", tenant="team-a")


def test_a_missing_secret_is_told_from_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(MissingCredentialsError, match="needs the variable TOKEN"):
        connect(tmp_path, {}, url="https://prometheus.example", auth=BEARER)


def test_a_secret_that_no_header_may_have_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="TOKEN holds characters") as refused:
        connect(tmp_path, {"TOKEN": "hunter2\nX: y"}, url="https://prometheus.example", auth=BEARER)
    assert "hunter2" not in str(refused.value)
