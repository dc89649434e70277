"""What ClickHouse calls its errors, by the code that standard SQL and PostgreSQL have for them.

Source: ClickHouse's `ErrorCodes.cpp`.
"""

import re
from collections.abc import Mapping

from slo_gate.sources.sql_told import Told, name_in

SQLSTATES: Mapping[str, str] = {
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
    "SYNTAX_ERROR": "42601",
    "TIMEOUT_EXCEEDED": "57014",
    "TOO_MANY_ROWS_OR_BYTES": "54000",
    "TOO_MANY_SIMULTANEOUS_QUERIES": "53300",
    "TYPE_MISMATCH": "42804",
    "UNKNOWN_DATABASE": "3F000",
    "UNKNOWN_FUNCTION": "42883",
    "UNKNOWN_IDENTIFIER": "42703",
    "UNKNOWN_TABLE": "42P01",
    "UNKNOWN_TYPE": "42704",
    "UNKNOWN_USER": "28P01",
    "WRONG_PASSWORD": "28P01",
}
_SAID = re.compile(r"DB::Exception: (?P<said>.*?)(?: \([A-Z0-9_]+\))? \((?:version|for url) ", re.DOTALL)
_AROUND = re.compile(r"\.? [Ii]n (?:scope|query) ")
"""It goes on with the whole query."""


def told_by_clickhouse(error: BaseException) -> Told:
    name, found = name_in(getattr(error, "name", None)), _SAID.search(str(error))
    return Told(error, SQLSTATES.get(name, ""), name, _AROUND.split(found["said"])[0] if found else "")
