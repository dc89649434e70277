"""The table of calls in BigQuery, in each type that a time is kept in, and the expression for its buckets."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.support.repository import ROOT
from tests.support.sql import BAD as BAD_IN_DUCKDB
from tests.support.sql import CALLS
from tests.support.sql import TOTAL as TOTAL_IN_DUCKDB

if TYPE_CHECKING:
    from tests.support.bigquery_server import BigQuery

BUCKET = next(
    line.split("`")[1] for line in (ROOT / "docs/sources/sql.md").read_text().splitlines() if "TIMESTAMP_DIFF" in line
)
"""The expression of the page."""

TABLES = "/bigquery/v2/projects/gate-project/datasets/desk/tables"


def in_bigquery(text: str) -> str:
    return text.replace("time_bucket($step, t, $start)", BUCKET)


TOTAL, BAD = in_bigquery(TOTAL_IN_DUCKDB), in_bigquery(BAD_IN_DUCKDB)
CALLED: Sequence[Sequence[str | None]] = [line.split(",") for line in CALLS.splitlines()[1:]]


def fill(server: "BigQuery") -> None:
    create(server, "calls", {"t": "TIMESTAMP", "n": "INTEGER", "failed": "INTEGER", "site": "STRING"}, CALLED)


def create(server: "BigQuery", table: str, kinds: Mapping[str, str], rows: Iterable[Sequence[str | None]] = ()) -> None:
    """As its interface has it: `tables.insert`, and `tabledata.insertAll`."""
    schema = {"fields": [{"name": name, "type": kind} for name, kind in kinds.items()]}
    _ask(server, "POST", TABLES, {"tableReference": {"tableId": table}, "schema": schema})
    given = [{"json": dict(zip(kinds, row, strict=True))} for row in rows]
    _ask(server, "POST", f"{TABLES}/{table}/insertAll", {"rows": given})


def drop(server: "BigQuery", table: str) -> None:
    _ask(server, "DELETE", f"{TABLES}/{table}", {})


def _ask(server: "BigQuery", method: str, path: str, given: Mapping[str, Any]) -> None:
    from tests.support.bigquery_service import Asked  # noqa: PLC0415 - the engine is there once the server is

    server.service.answered(Asked(method, path, given))
