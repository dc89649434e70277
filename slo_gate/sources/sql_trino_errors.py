"""What Trino calls its errors, by the code that standard SQL and PostgreSQL have for them.

Source: Trino's `StandardErrorCode`.
"""

import re
from collections.abc import Mapping

from slo_gate.sources.sql_told import CANNOT_CONNECT, Told, name_in

SQLSTATES: Mapping[str, str] = {
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
    "SYNTAX_ERROR": "42601",
    "TABLE_NOT_FOUND": "42P01",
    "TYPE_MISMATCH": "42804",
    "TYPE_NOT_FOUND": "42704",
}
_PLACE = re.compile(r"^line \d+:\d+: ")
"""Counted in the SELECT around the query."""


def told_by_trino(error: BaseException) -> Told:
    if type(error).__name__ == "TrinoConnectionError":
        return Told(error, "28000" if str(error).startswith("error 401") else CANNOT_CONNECT)
    name, message = name_in(getattr(error, "error_name", None)), getattr(error, "message", None)
    return Told(error, SQLSTATES.get(name, ""), name, _PLACE.sub("", message) if isinstance(message, str) else "")
