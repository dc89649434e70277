"""The same events measure alike in every database: the promises of examples/service-desk, in each one's SQL.

The SQL is that of docs/sources/sql.md.
"""

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import NoData
from slo_gate.core.ports import Source
from tests.support.postgres import PASSWORD, Postgres
from tests.support.program import called
from tests.support.repository import ROOT, fences
from tests.support.sql import BAD, CALLS, GRIDS, HOUR, LABELS, TOTAL, ask, connect, ratio, told

pytestmark = pytest.mark.xdist_group("postgres")
DATA = ROOT / "examples/service-desk/data"
TABLES = {
    "calls": ("t", "n", "failed", "site"),
    "tickets": ("ticket", "opened_at", "solved_at"),
    "ratings": ("rated_at", "stars"),
}
TIMES = frozenset({"t", "opened_at", "solved_at", "rated_at"})
BUCKETS = {"duckdb": "time_bucket", "sqlite": "time_bucket", "postgresql": "date_bin"}


def rows(table: str) -> list[list[str | None]]:
    text = CALLS if table == "calls" else (DATA / f"{table}.csv").read_text()
    return [[cell or None for cell in row] for row in list(csv.reader(text.splitlines()))[1:]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the events as CSV files and as a SQLite database."""
    folder = tmp_path_factory.mktemp("desk")
    with closing(sqlite3.connect(folder / "desk.db")) as connection, connection:
        for table, columns in TABLES.items():
            text = CALLS if table == "calls" else (DATA / f"{table}.csv").read_text()
            (folder / f"{table}.csv").write_text(text)
            kinds = ", ".join(f"{name} {'TEXT' if name in TIMES or name == 'site' else 'INTEGER'}" for name in columns)
            connection.execute(f"CREATE TABLE {table} ({kinds})")
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows(table))
    return folder


@pytest.fixture(scope="module")
def desk(postgres: Postgres) -> Iterator[Postgres]:
    for table, columns in TABLES.items():
        kinds = ", ".join(f"{name} {kind_of(name)}" for name in columns)
        values = ", ".join(
            f"({', '.join('NULL' if cell is None else literal(name, cell) for name, cell in zip(columns, row, strict=True))})"
            for row in rows(table)
        )
        postgres.run(
            f"CREATE TABLE {table} ({kinds})",
            f"INSERT INTO {table} VALUES {values}",
            f"GRANT SELECT ON {table} TO slo_gate",
        )
    yield postgres
    postgres.run(f"DROP TABLE {', '.join(TABLES)}")


def kind_of(column: str) -> str:
    return "timestamptz" if column in TIMES else "text" if column == "site" else "integer"


def literal(column: str, cell: str) -> str:
    return f"'{cell}+00'" if column in TIMES else f"'{cell}'"


def urls(desk: Postgres) -> dict[str, dict[str, Any]]:
    return {
        "duckdb": {"url": "duckdb://", "tables": {table: f"{table}.csv" for table in TABLES}},
        "sqlite": {"url": "sqlite:///desk.db"},
        "postgresql": {"url": desk.url(), "password": {"env": "DESK_PASSWORD"}},
    }


@pytest.fixture(scope="module")
def sources(folder: Path, desk: Postgres) -> dict[str, Source]:
    environ = {"DESK_PASSWORD": PASSWORD}
    return {name: connect(folder, environ=environ, **settings) for name, settings in urls(desk).items()}


def in_sql_of(name: str, text: str) -> str:
    return text.replace("time_bucket", BUCKETS[name])


@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
def test_measurements_are_the_same(sources: dict[str, Source], grid: Grid, label: str) -> None:
    """Buckets, lookbacks, newest records and coverage."""
    readings = {
        name: told(source, in_sql_of(name, TOTAL), in_sql_of(name, BAD), label, grid)
        for name, source in sources.items()
    }
    assert readings["sqlite"] == readings["duckdb"]
    assert readings["postgresql"] == readings["duckdb"]


def test_the_same_text_serves_all_where_their_sql_agrees(sources: dict[str, Source]) -> None:
    query = "SELECT t AS bucket, {} FROM calls WHERE t >= $start AND t < $end"
    indicator = ratio(query.format("n AS total"), bad=query.format("failed AS bad"))
    duckdb, sqlite, postgresql = (ask(source, indicator, HOUR) for source in sources.values())
    assert not isinstance(duckdb, NoData)
    assert duckdb == sqlite == postgresql


def documented(name: str) -> tuple[str, str]:
    """The queries for the tickets decided, and for those solved in time, in a database's SQL."""
    queries = [
        one.text.strip() for one in fences("docs/sources/sql.md") if one.language == "sql" and "tickets" in one.text
    ]
    suits = [one for one in queries if ("date_bin" in one) == (name == "postgresql") and "$step" in one]
    assert len(suits) == 2
    return suits[0], suits[1]


def indented(query: str) -> str:
    return query.replace("\n", "\n" + " " * 16)


def slo_files(folder: Path, name: str) -> None:
    """The service desk's promises in a database's SQL; for DuckDB, as examples/service-desk has them."""
    for path in (ROOT / "examples/service-desk/slo").iterdir():
        text = path.read_text()
        if name != "duckdb":
            text = text.replace("type: sql", f"type: {'PostgreSQL' if name == 'postgresql' else 'SQLite'}")
            if path.name.startswith("tickets"):
                total, good = documented(name)
                parts = text.split("query: |\n")
                ends = [part.find("\n        total:") for part in parts]
                rest = parts[2][parts[2].index("\n  objectives:") :]
                text = f"{parts[0]}query: |\n{' ' * 16}{indented(good)}{parts[1][ends[1] :]}query: |\n{' ' * 16}{indented(total)}{rest}"
            else:
                text = in_sql_of(name, text)
        (folder / path.name).write_text(text)


def report(folder: Path, desk: Postgres, name: str) -> Any:
    work = folder / f"of-{name}"
    (work / "slo").mkdir(parents=True)
    slo_files(work / "slo", name)
    for path in folder.iterdir():
        if path.is_file():
            (work / path.name).write_bytes(path.read_bytes())
    config = {
        "version": 1,
        "at": "2026-11-18T12:00:00Z",
        "slos": ["slo/*.yaml"],
        "sources": {"service-desk": {"type": "sql", **urls(desk)[name]}},
        "rules": [
            {"name": "fast", "when": {"burn_rate": {"budget": "2%", "long": "1h", "short": "5m"}}, "then": "fail"}
        ],
    }
    (work / ".slo-gate.yaml").write_text(json.dumps(config))
    result = called("gate", "--format", "json", cwd=work, env={"DESK_PASSWORD": PASSWORD})
    assert PASSWORD not in result.out + result.err
    return json.loads(result.out)


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_the_service_desk_has_the_same_budgets(folder: Path, desk: Postgres, name: str, tmp_path: Path) -> None:
    """Open overdue tickets are bad in each: tests/examples holds DuckDB's numbers to plain arithmetic."""
    for path in folder.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    found, known = (report(tmp_path, desk, each) for each in (name, "duckdb"))
    assert [one["reasons"] for one in found["objectives"] if one["verdict"] == "unknown"] == []
    assert found["findings"] == known["findings"] == []
    told = (
        "slo",
        "good",
        "total",
        "remaining",
        "burn_rates",
        "recovers_at",
        "exhausts_at",
        "coverage",
        "newest_sample",
        "verdict",
    )
    assert [{key: one[key] for key in told} for one in found["objectives"]] == [
        {key: one[key] for key in told} for one in known["objectives"]
    ]
    assert len(found["objectives"]) == 2
    assert all(int(one["total"]) > 100 for one in found["objectives"])
    assert datetime.fromisoformat(found["at"]) == datetime.fromisoformat("2026-11-18T12:00:00+00:00")
