"""A sql source over ClickHouse's engine, with the table of calls in each type that a time is kept in."""

from pathlib import Path

from slo_gate.core.ports import Source
from tests.support.clickhouse import PASSWORD, ClickHouse
from tests.support.repository import ROOT
from tests.support.sql import BAD as BAD_IN_DUCKDB
from tests.support.sql import CALLS, connect
from tests.support.sql import TOTAL as TOTAL_IN_DUCKDB

BUCKET = next(
    line.split("`")[1] for line in (ROOT / "docs/sources/sql.md").read_text().splitlines() if "toIntervalSecond" in line
)
"""The expression of the page."""


def in_clickhouse(text: str) -> str:
    return text.replace("time_bucket($step, t, $start)", BUCKET)


TOTAL, BAD = in_clickhouse(TOTAL_IN_DUCKDB), in_clickhouse(BAD_IN_DUCKDB)
KINDS = {
    "calls": "DateTime64(6, 'UTC')",
    "of_tokyo": "DateTime64(3, 'Asia/Tokyo')",
    "of_seconds": "DateTime('UTC')",
    "of_the_server": "DateTime",
    "of_the_server_64": "DateTime64(9)",
}
"""A table for each type that a time is kept in. The zone of the last two is the server's, which is not UTC."""


def fill(server: ClickHouse) -> None:
    """The tables of `KINDS`, and one that nothing is in."""
    values = ", ".join(
        f"(toDateTime64('{at}', 6, 'UTC'), {n}, {failed}, '{site}')"
        for at, n, failed, site in (line.split(",") for line in CALLS.splitlines()[1:])
    )
    for table, kind in KINDS.items():
        columns = f"t {kind}, n Int32, failed Int32, site String"
        server.run(f"CREATE TABLE {table} ({columns}) ENGINE = MergeTree ORDER BY t")
        server.run(f"INSERT INTO {table} VALUES {values}")
    server.run("CREATE TABLE empty (n Int32) ENGINE = MergeTree ORDER BY n")


def asked(clickhouse: ClickHouse, secret: str = PASSWORD, **settings: object) -> Source:
    given = {"url": clickhouse.url(), "password": {"env": "WAREHOUSE_PASSWORD"}} | settings
    return connect(Path(), environ={"WAREHOUSE_PASSWORD": secret}, **given)
