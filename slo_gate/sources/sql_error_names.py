"""What ClickHouse and Trino call their errors, by the code that standard SQL and PostgreSQL have for them.

Sources: ClickHouse's `ErrorCodes.cpp`, and Trino's `StandardErrorCode`.
"""

import re
from collections.abc import Mapping

from slo_gate.sources.sql_bigquery_errors import code_of, reason_of, words_of

CANNOT_CONNECT = "08001"
SQLSTATES: Mapping[str, str] = {
    # Of both.
    "SYNTAX_ERROR": "42601",
    "TYPE_MISMATCH": "42804",
    # ClickHouse's.
    "ACCESS_DENIED": "42501",
    "ALIAS_REQUIRED": "42601",
    "AMBIGUOUS_IDENTIFIER": "42702",
    "AUTHENTICATION_FAILED": "28P01",
    "ILLEGAL_AGGREGATION": "42803",
    "ILLEGAL_TYPE_OF_ARGUMENT": "42804",
    "MEMORY_LIMIT_EXCEEDED": "53200",
    "NOT_AN_AGGREGATE": "42803",
    "NO_COMMON_TYPE": "42804",
    "NUMBER_OF_ARGUMENTS_DOESNT_MATCH": "42883",
    "READONLY": "25006",
    "REQUIRED_PASSWORD": "28P01",
    "TIMEOUT_EXCEEDED": "57014",
    "TOO_MANY_ROWS_OR_BYTES": "54000",
    "TOO_MANY_SIMULTANEOUS_QUERIES": "53300",
    "UNKNOWN_DATABASE": "3F000",
    "UNKNOWN_FUNCTION": "42883",
    "UNKNOWN_IDENTIFIER": "42703",
    "UNKNOWN_TABLE": "42P01",
    "UNKNOWN_TYPE": "42704",
    "UNKNOWN_USER": "28P01",
    "WRONG_PASSWORD": "28P01",
    # Trino's.
    "AMBIGUOUS_NAME": "42702",
    "CATALOG_NOT_FOUND": "3F000",
    "COLUMN_NOT_FOUND": "42703",
    "EXCEEDED_CPU_LIMIT": "53000",
    "EXCEEDED_GLOBAL_MEMORY_LIMIT": "53200",
    "EXCEEDED_LOCAL_MEMORY_LIMIT": "53200",
    "EXCEEDED_SCAN_LIMIT": "53000",
    "EXCEEDED_TIME_LIMIT": "57014",
    "EXPRESSION_NOT_AGGREGATE": "42803",
    "FUNCTION_NOT_FOUND": "42883",
    "MISSING_CATALOG_NAME": "3F000",
    "MISSING_SCHEMA_NAME": "3F000",
    "PERMISSION_DENIED": "42501",
    "QUERY_QUEUE_FULL": "53300",
    "SCHEMA_NOT_FOUND": "3F000",
    "TABLE_NOT_FOUND": "42P01",
    "TYPE_NOT_FOUND": "42704",
}
_NAME = re.compile(r"[A-Z][A-Z0-9_]{2,60}")
_CLICKHOUSE = re.compile(r"DB::Exception: (?P<said>.*?)(?: \([A-Z0-9_]+\))? \((?:version|for url) ", re.DOTALL)
_AROUND = re.compile(r"\.? [Ii]n (?:scope|query) ")
"""ClickHouse goes on with the whole query."""

_PLACE = re.compile(r"^line \d+:\d+: ")
"""Counted in the SELECT around the query."""


def sqlstate_of(error: BaseException) -> str:
    """Empty where nothing is known of the error."""
    if type(error).__name__ == "TrinoConnectionError":
        return "28000" if str(error).startswith("error 401") else CANNOT_CONNECT
    return code_of(error) or SQLSTATES.get(name_of(error), "")


def name_of(error: BaseException) -> str:
    """The server's own name of an error; empty where it has none."""
    names = (getattr(error, attribute, None) for attribute in ("error_name", "name"))
    return next((name for name in names if isinstance(name, str) and _NAME.fullmatch(name)), "") or reason_of(error)


def said_of(error: BaseException) -> str:
    """What the server says, without what its driver adds of addresses and versions; empty where that cannot be told."""
    message = getattr(error, "message", None)
    if words := words_of(error):
        return words
    if isinstance(message, str):
        return _PLACE.sub("", message)
    found = _CLICKHOUSE.search(str(error))
    return _AROUND.split(found["said"])[0] if found else ""
