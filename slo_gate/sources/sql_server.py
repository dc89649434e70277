"""The one door to SQLAlchemy: connects to a server when it is first asked, and runs one SELECT at a time.

Each query has a transaction of its own, which only reads where the server can be told so, and is always rolled back.
"""

import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import certifi
import sqlalchemy
from sqlalchemy import exc
from sqlalchemy.pool import NullPool

from slo_gate.core.errors import ConfigError, MissingCredentialsError
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Reason
from slo_gate.core.sql_portable import not_portable
from slo_gate.sources.sql_answer import Table, UnansweredError
from slo_gate.sources.sql_dialects import Access, Dialect
from slo_gate.sources.sql_drivers import NoCredentialsError, silence
from slo_gate.sources.sql_limits import AT_ONCE, MAX_CELL, MAX_ROWS, gathered, refuse_columns
from slo_gate.sources.sql_parameters import NEEDED, Value, placed, rejected, select_of, unended
from slo_gate.sources.sql_server_errors import unanswered, unconnected
from slo_gate.sources.sql_thread import Interruptible

CANCEL_SECONDS = 2.0
_STREAMED = {"stream_results": True, "max_row_buffer": AT_ONCE}


def open_server(setting: str, access: Access, dialect: Dialect) -> "ServerDatabase":
    """Connects to nothing yet.

    Raises ConfigError where the driver is not installed, or will not have the URL, MissingCredentialsError where it
    finds no credentials.
    """
    server = access.server
    silence()
    access = access._replace(authorities=access.authorities or certifi.where())
    url = sqlalchemy.URL.create(
        dialect.url,
        server.user or None,
        access.password or None,
        server.host or None,
        server.port,
        server.database or None,
        dialect.options,
    )
    try:
        engine = sqlalchemy.create_engine(url, poolclass=NullPool, connect_args=dialect.arguments(access))
    except (exc.NoSuchModuleError, ImportError) as error:
        raise ConfigError(f"{setting}.url needs a driver that is not installed", _install(dialect)) from error
    except NoCredentialsError:
        hint = "give the step the variable GOOGLE_APPLICATION_CREDENTIALS, as Google's action for signing in does"
        raise MissingCredentialsError(f"{setting} needs credentials of Google, and there are none", hint) from None
    except (exc.ArgumentError, TypeError, ValueError) as error:
        hint = "see docs/sources/sql.md for what each database's URL looks like"
        raise ConfigError(f"{setting}.url does not suit its driver ({type(error).__name__})", hint) from None
    return ServerDatabase(engine, access, dialect)


def _install(dialect: Dialect) -> str:
    if dialect.extra:
        return f'install it: pip install "slo-gate[{dialect.extra}]"'
    return f"install a SQLAlchemy dialect of the name `{dialect.url}`, and its driver"


class ServerDatabase:
    def __init__(self, engine: sqlalchemy.Engine, access: Access, dialect: Dialect) -> None:
        self._dialect = dialect
        self._session = _Session(engine, access, dialect)
        self._thread = Interruptible(self._session.cancel, access.timeout)
        weakref.finalize(self, self._session.close)

    def select(self, query: str, window: Grid) -> Table:
        """The answer of one SELECT about [window.start, window.end) in steps. Raises UnansweredError."""
        text = select_of(query)
        fault = None if self._dialect.exact else not_portable(query)
        if fault:
            raise rejected(query, fault)
        values = _values(window, self._dialect)
        try:
            return self._thread.run(lambda: self._session.fetched(unended(query, text), values))
        except TimeoutError:
            raise UnansweredError(Reason.OUT_OF_TIME, self._session.late) from None


def _values(window: Grid, dialect: Dialect) -> Mapping[str, Value]:
    seconds = window.step // timedelta(seconds=1)
    return {
        "start": _instant(window.start, dialect),
        "end": _instant(window.end, dialect),
        "step": seconds if dialect.step_in_seconds else window.step,
    }


def _instant(instant: datetime, dialect: Dialect) -> datetime | str:
    at = instant.astimezone(UTC)
    return at.replace(tzinfo=None).isoformat(" ") if dialect.instant else at


class _Session:
    """One connection, kept from query to query until something goes wrong with it."""

    def __init__(self, engine: sqlalchemy.Engine, access: Access, dialect: Dialect) -> None:
        self._engine = engine
        self._access = access
        self._dialect = dialect
        self._connection: sqlalchemy.Connection | None = None
        self._driver: Any = None
        self._unreachable: UnansweredError | None = None

    @property
    def late(self) -> str:
        what = "the query took" if self._driver else "connecting to the server took"
        return f"{what} longer than `timeout_seconds` allows"

    def cancel(self) -> None:
        """Asks the server to end the query, where the driver can do so. Called in another thread than the query's."""
        cancel: Callable[..., object] | None = getattr(self._driver, "cancel_safe", None)
        if cancel:
            with suppress(Exception):  # it is tried again until the query ends
                cancel(timeout=CANCEL_SECONDS)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            with suppress(Exception):  # it is given up in any case
                connection.close()

    def fetched(self, query: str, values: Mapping[str, Value]) -> Table:
        connection = self._connected()
        try:
            if self._dialect.session:
                connection.exec_driver_sql(self._dialect.session(self._access))
            table = _rows(connection, query, values, self._dialect)
            connection.rollback()
        except UnansweredError:
            self.close()
            raise
        except Exception as error:  # noqa: BLE001 - drivers raise what they like, and their words are not shown
            self.close()
            raise unanswered(error, self._dialect.tell) from None
        return table

    def _connected(self) -> sqlalchemy.Connection:
        """A server that could not be connected to is not tried again: others wait for their answers."""
        if self._unreachable:
            raise self._unreachable
        if not self._connection:
            try:
                connection = self._engine.connect()
            except Exception as error:  # noqa: BLE001 - as above
                self._unreachable = unconnected(error, self._dialect.tell)
                raise self._unreachable from None
            self._driver = connection.connection.driver_connection
            self._connection = connection
        return self._connection


def _rows(connection: sqlalchemy.Connection, query: str, values: Mapping[str, Value], dialect: Dialect) -> Table:
    """The query as a subquery, which may not write."""
    # The query comes from an SLO file by design.
    select = f"SELECT * FROM (\n{query}\n) AS slo_gate"  # noqa: S608
    if not dialect.exact:
        forms = {name: dialect.instant for name in NEEDED if dialect.instant}
        return _streamed(connection, *placed(select, connection.dialect.paramstyle, values, forms))
    text, parameters = placed(f"{select} LIMIT 0", connection.dialect.paramstyle, values)
    columns = list(connection.exec_driver_sql(text, parameters).keys())
    refuse_columns(columns)
    if not columns:
        return Table((), ())
    text, parameters = placed(_cut(query, len(columns)), connection.dialect.paramstyle, values)
    return Table(tuple(columns), _streamed(connection, text, parameters).rows)


def _cut(query: str, columns: int) -> str:
    """PostgreSQL's: every cell as text, cut just above what is refused, and no more rows than one too many."""
    names = [f"c{number}" for number in range(columns)]
    cells = ", ".join(f"left({name}::text, {MAX_CELL + 1})" for name in names)
    return f"SELECT {cells} FROM (\n{query}\n) AS slo_gate({', '.join(names)}) LIMIT {MAX_ROWS + 1}"  # noqa: S608


def _streamed(
    connection: sqlalchemy.Connection, text: str, parameters: Mapping[str, Value] | tuple[Value, ...]
) -> Table:
    result = connection.exec_driver_sql(text, parameters, execution_options=_STREAMED)
    try:
        return gathered(list(result.keys()), iter(lambda: result.fetchmany(AT_ONCE), []))
    finally:
        result.close()
