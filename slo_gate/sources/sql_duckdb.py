"""The one door to DuckDB: opens it over given files alone, and runs one SELECT."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import duckdb

from slo_gate.core.errors import ConfigError
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Reason
from slo_gate.sources.sql_answer import Table, UnansweredError
from slo_gate.sources.sql_files import Files, TableFile
from slo_gate.sources.sql_limits import AT_ONCE, MAX_CELL, gathered
from slo_gate.sources.sql_parameters import refuse_other
from slo_gate.sources.sql_thread import Interruptible

MEMORY_LIMIT = "1GB"
_OPTIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": MEMORY_LIMIT,
    "python_enable_replacements": "false",
    "temp_directory": "",
}
_REJECTED = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.NotImplementedException,
    duckdb.ParserException,
    duckdb.SyntaxException,
)


def open_database(files: Files, timeout: timedelta) -> "DuckDatabase":
    """A database that holds the files' data and can reach nothing else. Raises ConfigError.

    `timeout` is for each file that is read, and for each query.
    """
    connection = duckdb.connect(":memory:", config=_OPTIONS)
    connection.execute("SET TimeZone = 'UTC'")
    thread = Interruptible(connection.interrupt, timeout)
    if files.database:
        _attach(connection, files)
    for table in files.tables:
        _load(connection, table, thread)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return DuckDatabase(connection, thread)


def _attach(connection: duckdb.DuckDBPyConnection, files: Files) -> None:
    path = str(files.database).replace("'", "''")
    try:
        connection.execute(f"ATTACH '{path}' AS source (READ_ONLY)")
        connection.execute("USE source")
    except duckdb.Error as error:
        raise ConfigError(
            f"{files.setting}.url cannot be opened as a DuckDB database ({type(error).__name__})",
            "is it a DuckDB file of this version or an older one, and does no process write to it? SQLite's is sqlite:///file.db",
        ) from error


def _load(connection: duckdb.DuckDBPyConnection, table: TableFile, thread: Interruptible) -> None:
    # The table's name is an identifier by its setting's pattern, the reader one of our own table.
    load = f'CREATE TABLE "{table.table}" AS SELECT * FROM {table.reader}(?)'  # noqa: S608
    try:
        thread.run(lambda: connection.execute(load, [str(table.path)]))
    except TimeoutError as error:
        raise ConfigError(
            f"{table.setting} takes longer to read than `timeout_seconds` allows",
            "allow more, or keep the data in a DuckDB file",
        ) from error
    except duckdb.Error as error:
        raise ConfigError(
            f"{table.setting} cannot be read with DuckDB's {table.reader} ({type(error).__name__})",
            "open the file with DuckDB itself to see which line is wrong",
        ) from error


class DuckDatabase:
    def __init__(self, connection: duckdb.DuckDBPyConnection, thread: Interruptible) -> None:
        self._connection = connection
        self._thread = thread

    def select(self, query: str, window: Grid) -> Table:
        """The answer of one SELECT about [window.start, window.end) in steps, every cell as text.

        Text, because it keeps exact decimals and needs no time zone library. Raises UnansweredError.
        """
        try:
            statement = self._only_select(query)
            parameters = _bound(statement, window)
            return self._thread.run(lambda: self._fetched(_as_text(query), parameters))
        except TimeoutError:
            detail = "the query took longer than `timeout_seconds` allows"
            raise UnansweredError(Reason.OUT_OF_TIME, detail) from None
        except (duckdb.Error, RuntimeError, UnicodeError) as error:
            raise _unanswered(error) from None

    def _only_select(self, query: str) -> duckdb.Statement:
        query.encode()  # DuckDB calls a lone surrogate a wrong type
        statements = self._connection.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            kinds = ", ".join(statement.type.name for statement in statements) or "nothing"
            raise UnansweredError(Reason.QUERY_REJECTED, f"a query must be exactly one SELECT; this is {kinds[:100]}")
        return statements[0]

    def _fetched(self, query: str, parameters: Mapping[str, object]) -> Table:
        cursor = self._connection.execute(query, parameters)
        return gathered([column[0] for column in cursor.description], iter(lambda: cursor.fetchmany(AT_ONCE), []))


def _as_text(select: str) -> str:
    """The SELECT as a subquery, which may not write, with its cells as text, cut just above what is refused."""
    # The query comes from an SLO file by design.
    return f"SELECT left(CAST(COLUMNS(*) AS VARCHAR), {MAX_CELL + 1}) FROM (\n{_unended(select)}\n)"  # noqa: S608


def _unended(select: str) -> str:
    """A statement without the semicolons, and what comments stand behind them."""
    text = select.encode()
    tokens = [start for start, kind in duckdb.tokenize(select) if kind is not duckdb.token_type.comment]
    while tokens and text[tokens[-1] : tokens[-1] + 1] == b";":
        text = text[: tokens.pop()]
    return text.decode()


def _bound(statement: duckdb.Statement, window: Grid) -> dict[str, datetime | timedelta]:
    """The parameters that the statement names; the window's two ends must be among them."""
    used = set(statement.named_parameters)
    refuse_other(used)
    known: dict[str, datetime | timedelta] = {
        "start": _naive(window.start),
        "end": _naive(window.end),
        "step": window.step,
    }
    return {name: known[name] for name in used}


def _naive(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)


def _unanswered(error: Exception) -> UnansweredError:
    """DuckDB's errors in our words. What it says of the query's text is kept, cut; what it says of data never is."""
    name = type(error).__name__
    if isinstance(error, duckdb.OutOfMemoryException):
        return UnansweredError(Reason.QUERY_TOO_EXPENSIVE, f"the query needs more than {MEMORY_LIMIT} of memory")
    if isinstance(error, duckdb.PermissionException):
        detail = "the query reaches beyond its source's tables, for a file or a setting"
        return UnansweredError(Reason.QUERY_REJECTED, detail)
    if isinstance(error, _REJECTED):
        line = str(error).partition("\n")[0][:200]
        return UnansweredError(Reason.QUERY_REJECTED, name if set(line) & set("/\\") else line)
    return UnansweredError(Reason.QUERY_FAILED, f"DuckDB could not run the query ({name})")
