"""The one door to SQLite: opens one file read-only, and runs one SELECT that reads its tables and nothing else.

It is part of Python's standard library, and so of every installation.
"""

import sqlite3
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from slo_gate.core.errors import ConfigError
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Reason
from slo_gate.sources.sql_answer import Table, UnansweredError
from slo_gate.sources.sql_limits import AT_ONCE, gathered
from slo_gate.sources.sql_parameters import select_of
from slo_gate.sources.sql_sqlite_time import CONVERSIONS, as_sqlite, is_other_text, time_bucket
from slo_gate.sources.sql_thread import Interruptible

_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_REFUSED_FUNCTIONS = frozenset({"load_extension"})
MAX_VALUE = 16_000_000
"""Bytes of one value, and of one row as the file has it."""

_PRAGMAS = (
    "query_only = 1",
    "trusted_schema = 0",
    "temp_store = MEMORY",
    # Shared by all SQLite databases of the process, which are the gate's alone.
    "hard_heap_limit = 1000000000",
)
_TOO_EXPENSIVE = frozenset({sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_NOMEM})


def open_sqlite(setting: str, path: Path, timeout: timedelta) -> "SqliteDatabase":
    """Raises ConfigError where the file is no database. `timeout` is for each query; `setting` names the file."""
    try:
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro", uri=True, check_same_thread=False, isolation_level=None, timeout=5
        )
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error as error:
        raise ConfigError(
            f"{setting} cannot be opened as a SQLite database ({type(error).__name__})",
            "is it a SQLite file? One in WAL mode must be in a folder that may be written to",
        ) from error
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.create_function("time_bucket", 3, time_bucket, deterministic=True)
    return SqliteDatabase(connection, timeout)


class _Reader:
    """SQLite's authorizer: reading is all that is allowed, no pragma, no attached file, no function that loads code.

    `columns` are those that were read, each with its table.
    """

    def __init__(self) -> None:
        self.columns: set[tuple[str, str]] = set()

    def __call__(
        self, action: int, first: str | None, second: str | None, _database: str | None, _within: str | None
    ) -> int:
        if action == sqlite3.SQLITE_READ and first and second:
            self.columns.add((first, second))
        refused = action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _REFUSED_FUNCTIONS
        return sqlite3.SQLITE_OK if action in _ALLOWED and not refused else sqlite3.SQLITE_DENY


class SqliteDatabase:
    def __init__(self, connection: sqlite3.Connection, timeout: timedelta) -> None:
        self._connection = connection
        self._reader = _Reader()
        connection.set_authorizer(self._reader)
        self._thread = Interruptible(connection.interrupt, timeout)

    def select(self, query: str, window: Grid) -> Table:
        """The answer of one SELECT about [window.start, window.end). Raises UnansweredError.

        `$start` and `$end` are texts as SQLite's `datetime()` writes them, in UTC; `$step` is in seconds.
        """
        text = select_of(query)
        converts = any(one.text in CONVERSIONS for one in text.tokens)
        values: dict[str, str | int] = {
            "start": as_sqlite(window.start),
            "end": as_sqlite(window.end),
            "step": window.step // timedelta(seconds=1),
        }
        try:
            return self._thread.run(lambda: self._fetched(query, values, converts=converts))
        except TimeoutError:
            detail = "the query took longer than `timeout_seconds` allows"
            raise UnansweredError(Reason.OUT_OF_TIME, detail) from None
        except (sqlite3.Error, sqlite3.Warning, MemoryError, UnicodeError, ValueError) as error:
            raise _unanswered(error) from None

    def _fetched(self, query: str, values: dict[str, str | int], *, converts: bool) -> Table:
        self._reader.columns.clear()
        cursor = self._connection.execute(query, values)
        columns = [column[0] for column in cursor.description]
        try:
            table = gathered(columns, iter(lambda: cursor.fetchmany(AT_ONCE), []))
        finally:
            cursor.close()
        if not converts:
            self._refuse_other_texts()
        return table

    def _refuse_other_texts(self) -> None:
        """Raises UnansweredError where a column that was read holds times that do not compare with the window's."""
        for table, column in sorted(self._reader.columns):
            select = f"SELECT {_quoted(column)} FROM {_quoted(table)} WHERE {_quoted(column)} IS NOT NULL LIMIT 1"  # noqa: S608
            with suppress(sqlite3.Error):  # a name that the query itself gave to something
                found = self._connection.execute(select).fetchone()
                if found and is_other_text(found[0]):
                    detail = f"`{column[:40]}` holds times with a `T`: compare `datetime({column[:40]})` with $start and $end"
                    raise UnansweredError(Reason.QUERY_REJECTED, detail)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _unanswered(error: Exception) -> UnansweredError:
    """SQLite's errors in our words. What it says of the query's text is kept, cut; what it says of data never is."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    if code in _TOO_EXPENSIVE or isinstance(error, MemoryError):
        detail = "the query needs more than 1 GB of memory, or a value of more than 16 MB"
        return UnansweredError(Reason.QUERY_TOO_EXPENSIVE, detail)
    if code == sqlite3.SQLITE_AUTH or str(error).startswith("not authorized"):
        detail = "the query does more than read its source's tables"
        return UnansweredError(Reason.QUERY_REJECTED, detail)
    if str(error).startswith("user-defined function"):
        detail = "`time_bucket` was given what is no time: it takes texts in ISO 8601 and seconds since 1970"
        return UnansweredError(Reason.WRONG_RESULT_TYPE, detail)
    if code == sqlite3.SQLITE_ERROR or isinstance(error, sqlite3.ProgrammingError | sqlite3.Warning):
        return UnansweredError(Reason.QUERY_REJECTED, str(error).partition("\n")[0][:200])
    return UnansweredError(Reason.QUERY_FAILED, f"SQLite could not run the query ({type(error).__name__})")
