"""How queries reach the drivers of databases, by SQLAlchemy's dialects of them; SQLite stands in for an unknown one."""

import logging
import sqlite3
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import certifi
import pytest
import sqlalchemy

from slo_gate.core.errors import ConfigError
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Reason
from slo_gate.sources.sql_answer import Table, UnansweredError
from slo_gate.sources.sql_dialects import DIALECTS, Access, Dialect, dialect_of
from slo_gate.sources.sql_drivers import LOGGERS, trino_session
from slo_gate.sources.sql_parameters import Value, placed
from slo_gate.sources.sql_server import ServerDatabase, open_server
from slo_gate.sources.sql_url import Server
from tests.support.sql import BAD, CALLS, GRID, connect, ratio, refused
from tests.support.tls import authority

QUERY = "SELECT '$start %', $start, \"$end\" -- $step\n, $end, $step, $start FROM t WHERE a % 2 = 0 AND b LIKE 'x%'"
VALUES: Mapping[str, Value] = {"start": "S", "end": "E", "step": 60}


@pytest.mark.parametrize(
    ("style", "text", "values"),
    [
        ("qmark", QUERY.replace(" $start,", " ?,").replace(" $end,", " ?,").replace("$step, $start", "?, ?"), ("S", "E", 60, "S")),
        ("format", QUERY.replace("%", "%%").replace(" $start,", " %s,").replace(" $end,", " %s,").replace("$step, $start", "%s, %s"), ("S", "E", 60, "S")),
        ("numeric", QUERY.replace(" $start,", " :1,").replace(" $end,", " :2,").replace("$step, $start", ":3, :4"), ("S", "E", 60, "S")),
        ("numeric_dollar", QUERY.replace(" $start,", " $1,").replace(" $end,", " $2,").replace("$step, $start", "$3, $4"), ("S", "E", 60, "S")),
        ("named", QUERY.replace(" $start,", " :start,").replace(" $end,", " :end,").replace("$step, $start", ":step, :start"), VALUES),
        (
            "pyformat",
            QUERY.replace("%", "%%").replace(" $start,", " %(start)s,").replace(" $end,", " %(end)s,").replace("$step, $start", "%(step)s, %(start)s"),
            VALUES,
        ),
    ],
)  # fmt: skip
def test_parameters_outside_of_strings_names_and_comments_are_placed(style: str, text: str, values: object) -> None:
    assert placed(QUERY, style, VALUES) == (text, values)


@pytest.mark.parametrize(
    ("name", "url", "style"),
    [
        ("postgresql", "postgresql://u@db/x", "pyformat"),
        ("clickhouse", "clickhouse://u@db/x", "pyformat"),
        ("trino", "trino://u@db/catalog/schema", "qmark"),
    ],
)
def test_sqlalchemy_knows_the_dialect(name: str, url: str, style: str) -> None:
    assert sqlalchemy.create_engine(url.replace(name, DIALECTS[name].url)).dialect.paramstyle == style


def test_trino_writes_times_with_their_zone() -> None:
    from trino.dbapi import Cursor  # noqa: PLC0415 - a driver of tests alone

    cursor: Any = Cursor.__new__(Cursor)
    text, values = placed("SELECT $start, $step", "qmark", {"start": datetime(2026, 11, 1, tzinfo=UTC), "step": 60})
    written = [cursor._format_prepared_param(value) for value in values]
    assert (text, written) == ("SELECT ?, ?", ["TIMESTAMP '2026-11-01 00:00:00.000000 UTC'", "60"])


def test_clickhouse_is_given_times_whose_zone_no_setting_changes() -> None:
    from clickhouse_connect.driver.binding import finalize_query  # noqa: PLC0415 - as above

    forms = {"start": DIALECTS["clickhouse"].instant}
    text, values = placed("SELECT $start, '%', $step", "pyformat", {"start": "2026-11-01 00:00:00", "step": 60}, forms)
    assert isinstance(values, dict)
    assert finalize_query(text, values) == "SELECT toDateTime64('2026-11-01 00:00:00', 6, 'UTC'), '%', 60"


def access(host: str) -> Access:
    server = Server("postgresql", "", "gate", host, 1, "desk")
    return Access(server, "canary", "authority.pem", timedelta(seconds=1.5))


@pytest.mark.parametrize(
    ("name", "host", "expected"),
    [
        ("postgresql", "db.example.com", {"sslmode": "verify-full", "sslrootcert": "authority.pem"}),
        ("postgresql", "127.0.0.1", {"sslmode": "prefer"}),
        ("postgresql", "db.example.com", {"password": "canary", "hostaddr": "", "sslcertmode": "disable"}),
        ("clickhouse", "db.example.com", {"secure": True}),
        ("clickhouse", "localhost", {"secure": False}),
        ("trino", "db.example.com", {"http_scheme": "https"}),
    ],
)
def test_a_driver_is_told_to_encrypt_and_whom_to_trust(name: str, host: str, expected: Mapping[str, object]) -> None:
    assert expected.items() <= DIALECTS[name].arguments(access(host)).items()


def test_drivers_that_speak_http_trust_the_same_authorities() -> None:
    assert DIALECTS["clickhouse"].arguments(access("db"))["pool_mgr"].connection_pool_kw["ca_certs"] == "authority.pem"
    assert DIALECTS["clickhouse"].arguments(access("db"))["pool_mgr"].connection_pool_kw["cert_reqs"] == "CERT_REQUIRED"
    assert DIALECTS["trino"].arguments(access("db"))["http_session"].verify == "authority.pem"


class Elsewhere(BaseHTTPRequestHandler):
    """A server that sends everybody to another address of its own, and remembers who came."""

    came: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.came.append(f"{self.path} {self.headers.get('Authorization', '')}")
        self.send_response(307 if "/elsewhere" not in self.path else 500)
        self.send_header("Location", f"http://localhost:{self.connection.getsockname()[1]}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST  # noqa: N815 - the name is http.server's

    def log_message(self, *_args: object) -> None:
        """Nothing is printed."""


def test_no_variable_has_trino_trust_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certifi.where())
    issued = authority(tmp_path).issue("server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(issued.certificate, issued.key)
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        serving = Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        try:
            session = trino_session(str(tmp_path / "authority.pem"))
            answer = session.post(f"https://127.0.0.1:{server.server_port}/elsewhere", timeout=10)
        finally:
            server.shutdown()
            serving.join()
    assert answer.status_code == 500


@pytest.mark.parametrize("url", ["clickhouse://u@127.0.0.1:{port}/x", "trino://u@127.0.0.1:{port}/catalog/schema"])
def test_no_redirect_is_followed_and_no_netrc_read(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login canary password canary\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    came: list[str] = []
    monkeypatch.setattr(Elsewhere, "came", came)
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        serving = Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        source = connect(tmp_path, url=url.format(port=server.server_port), timeout_seconds=20)
        answer = refused(source, ratio(bad=BAD))
        server.shutdown()
        serving.join()
    assert answer.reason in {Reason.SOURCE_UNREACHABLE, Reason.QUERY_FAILED}
    assert came
    assert not [one for one in came if "/elsewhere" in one or "Basic Y2FuYXJ5" in one]
    assert all(logging.getLogger(name).handlers for name in LOGGERS), "what drivers log would be printed"


def test_the_limits_of_a_query_are_the_servers_too() -> None:
    settings = DIALECTS["clickhouse"].arguments(access("db"))
    assert (settings["readonly"], settings["max_execution_time"]) == (2, 2)
    assert DIALECTS["trino"].arguments(access("db"))["session_properties"]["query_max_run_time"] == "2s"
    session = DIALECTS["postgresql"].session
    assert session
    assert session(access("db")).startswith("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = 1500;")


@pytest.fixture
def unknown(tmp_path: Path) -> ServerDatabase:
    path = tmp_path / "calls.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE calls (t TEXT, n INTEGER, failed INTEGER, site TEXT)")
        connection.executemany(
            "INSERT INTO calls VALUES (?, ?, ?, ?)", [line.split(",") for line in CALLS.splitlines()[1:]]
        )
    connection.close()
    return open_server(
        "sources.calls", Access(Server("", "", "", "", None, str(path)), "", "", timedelta(seconds=30)), UNKNOWN
    )


def _no_arguments(_access: Access) -> dict[str, Any]:
    return {}


UNKNOWN = Dialect("sqlite+pysqlite", "", _no_arguments, encrypts=False, instant="datetime({})")
"""A dialect that the table does not know; as texts, since Python's sqlite3 takes no times any more."""


def selected(database: ServerDatabase, query: str, grid: Grid = GRID) -> Table:
    return database.select(query, grid)


def test_an_unknown_dialect_is_asked(unknown: ServerDatabase) -> None:
    found = selected(
        unknown, "SELECT t AS bucket, n AS total FROM calls WHERE t >= $start AND t < $end AND $step = 3600;"
    )
    assert found == Table(
        ("bucket", "total"), [[line.split(",")[0], line.split(",")[1]] for line in CALLS.splitlines()[2:6]]
    )


@pytest.mark.parametrize(
    ("query", "reason", "words"),
    [
        ("DELETE FROM calls WHERE $start < $end", Reason.QUERY_REJECTED, "no SELECT"),
        ("SELECT 1 AS n, '\\' FROM calls WHERE $start < $end", Reason.QUERY_REJECTED, "backslash"),
        ("SELECT 1 AS n # '\n', 2 WHERE $start < $end", Reason.QUERY_REJECTED, "`#`"),
        ("SELECT m FROM calls WHERE $start < $end", Reason.QUERY_FAILED, "(OperationalError)"),
        ("SELECT a.n FROM calls a, calls b, calls c, calls d, calls e, calls f, calls g WHERE $start < $end", Reason.QUERY_TOO_EXPENSIVE, "100,000 rows"),
        ("SELECT hex(zeroblob(1000)) WHERE $start < $end", Reason.QUERY_TOO_EXPENSIVE, "1,000 char"),
        (f"SELECT {', '.join(str(n) for n in range(51))} WHERE $start < $end", Reason.QUERY_TOO_EXPENSIVE, "50 columns"),
    ],
)  # fmt: skip
def test_an_unknown_dialect_is_refused(unknown: ServerDatabase, query: str, reason: Reason, words: str) -> None:
    with pytest.raises(UnansweredError) as caught:
        selected(unknown, query)
    assert (caught.value.reason, words in caught.value.detail) == (reason, True), caught.value.detail
    assert len(selected(unknown, "SELECT n FROM calls WHERE $start < $end").rows) == len(CALLS.splitlines()) - 1


def test_an_unknown_dialect_gets_no_password_but_on_this_machine() -> None:
    assert not dialect_of(Server("mysql", "pymysql", "u", "db", None, "")).encrypts
    with pytest.raises(ConfigError, match="driver that is not installed"):
        open_server("sources.x", access("127.0.0.1"), dialect_of(Server("mysql", "pymysql", "u", "db", None, "")))
