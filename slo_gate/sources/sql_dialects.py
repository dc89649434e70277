"""What each kind of server needs: its driver, an encrypted connection, limits, and a session that only reads."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from slo_gate.core.address import is_loopback
from slo_gate.sources.sql_bigquery_errors import told_by_bigquery
from slo_gate.sources.sql_clickhouse_errors import told_by_clickhouse
from slo_gate.sources.sql_drivers import bigquery_client, clickhouse_pool, trino_session
from slo_gate.sources.sql_limits import MAX_CHARACTERS, MAX_ROWS
from slo_gate.sources.sql_told import Tell, told_by_state
from slo_gate.sources.sql_trino_errors import told_by_trino
from slo_gate.sources.sql_url import Server

CONNECT_SECONDS = 10
HTTPS = 443
MAX_MEMORY = 1_000_000_000
Arguments = dict[str, Any]
NO_OPTIONS: Mapping[str, str] = MappingProxyType({})


class Access(NamedTuple):
    """How a server is reached. `authorities` is the path of a PEM file; the one that comes with the drivers, if empty."""

    server: Server
    password: str
    authorities: str
    timeout: timedelta

    @property
    def local(self) -> bool:
        return is_loopback(self.server.host)

    @property
    def seconds(self) -> int:
        """The timeout in whole seconds, rounded up."""
        return -(-self.timeout // timedelta(seconds=1))


class Dialect(NamedTuple):
    """`url` is what SQLAlchemy calls dialect and driver; `extra` is what installs them.

    `arguments` go to the driver, and `tell` reads its errors. `session` are the statements with which a transaction begins.
    `encrypts` tells whether the arguments make the driver check whom it speaks to. `step_in_seconds`: `$step` is a number,
    not an interval. `exact` tells whether strings and comments end where PostgreSQL's do. `instant` is the expression that
    makes a time in UTC of a text, `{}`, for drivers that would write times in a zone of their own choice. `options` are
    those of SQLAlchemy's URL.
    """

    url: str
    extra: str
    arguments: Callable[[Access], Arguments]
    tell: Tell = told_by_state
    session: Callable[[Access], str] | None = None
    encrypts: bool = True
    step_in_seconds: bool = True
    exact: bool = False
    instant: str = ""
    options: Mapping[str, str] = NO_OPTIONS


def _postgresql(access: Access) -> Arguments:
    """Says everything that libpq would else take from variables and from files of the home folder.

    Source: PostgreSQL's documentation, "Parameter Key Words".
    """
    return {
        "password": access.password,
        "passfile": "/dev/null/none",
        "hostaddr": "",
        "options": "",
        "sslmode": "prefer" if access.local else "verify-full",
        "sslrootcert": access.authorities,
        "sslcertmode": "disable",
        "gssencmode": "disable",
        "client_encoding": "utf8",
        "application_name": "slo-gate",
        "connect_timeout": min(CONNECT_SECONDS, access.seconds),
        # A pooler between may hand the next transaction to another connection.
        "prepare_threshold": None,
    }


def _postgresql_session(access: Access) -> str:
    """Settings that end with the transaction: they hold behind a pooler, too, and a query can undo none that matters."""
    milliseconds = max(1, access.timeout // timedelta(milliseconds=1))
    settings = {
        "statement_timeout": str(milliseconds),
        "lock_timeout": str(milliseconds),
        "idle_in_transaction_session_timeout": str(milliseconds + 10_000),
        "default_transaction_read_only": "on",
        "TimeZone": "'UTC'",
        "DateStyle": "'ISO'",
        "standard_conforming_strings": "on",
    }
    return "; ".join(
        ["SET TRANSACTION READ ONLY", *(f"SET LOCAL {name} = {value}" for name, value in settings.items())]
    )


def _clickhouse(access: Access) -> Arguments:
    """Source: ClickHouse's documentation, "Query-level session settings" and "Restrictions on query complexity"."""
    return {
        "secure": not access.local,
        "pool_mgr": clickhouse_pool(access.server.host, access.server.port or HTTPS, access.authorities),
        "connect_timeout": CONNECT_SECONDS,
        "send_receive_timeout": access.seconds,
        "query_limit": 0,
        "autogenerate_session_id": False,
        # What the driver has no argument of, it sends as settings. 2: reads alone, and these settings may be given.
        "readonly": 2,
        "max_execution_time": access.seconds,
        "max_result_rows": MAX_ROWS,
        "max_result_bytes": MAX_CHARACTERS,
        "result_overflow_mode": "throw",
        "max_memory_usage": MAX_MEMORY,
        "session_timezone": "UTC",
    }


def _trino(access: Access) -> Arguments:
    """Source: Trino's documentation, "Query management properties"."""
    return {
        "http_scheme": "http" if access.local and not access.password else "https",
        "http_session": trino_session(access.authorities),
        "source": "slo-gate",
        "timezone": "UTC",
        "request_timeout": access.seconds,
        "session_properties": {
            "query_max_run_time": f"{access.seconds}s",
            "query_max_execution_time": f"{access.seconds}s",
        },
    }


def _bigquery(access: Access) -> Arguments:
    """The URL's host is a project, and its database a dataset."""
    client = bigquery_client(access.server.host, access.server.database, access.authorities, access.timeout)
    # Rows come over HTTP with the rest: the other client is not installed with it, and its absence is warned of.
    return {"client": client, "prefer_bqstorage_client": False}


def _nothing(_access: Access) -> Arguments:
    return {}


DIALECTS: Mapping[str, Dialect] = {
    "postgresql": Dialect(
        "postgresql+psycopg",
        "postgres",
        _postgresql,
        session=_postgresql_session,
        step_in_seconds=False,
        exact=True,
    ),
    "clickhouse": Dialect(
        "clickhousedb+connect", "clickhouse", _clickhouse, told_by_clickhouse, instant="toDateTime64({}, 6, 'UTC')"
    ),
    "trino": Dialect("trino", "trino", _trino, told_by_trino),
    "bigquery": Dialect("bigquery", "bigquery", _bigquery, told_by_bigquery, options={"user_supplied_client": "true"}),
}
ALIASES: Mapping[str, str] = {"postgres": "postgresql", "clickhousedb": "clickhouse"}


def dialect_of(server: Server) -> Dialect:
    """That of the table; else one that leaves everything to the driver, and that only this machine may get secrets by."""
    known = DIALECTS.get(ALIASES.get(server.dialect, server.dialect))
    url = f"{server.dialect}+{server.driver}" if server.driver else server.dialect
    return known or Dialect(url, "", _nothing, encrypts=False)
