"""The service desk's verdicts on ClickHouse's engine are those on DuckDB: the promises of examples/service-desk, gated."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sources.test_sql_alike import DATA, TIMES, rows
from tests.support.clickhouse import PASSWORD, ClickHouse
from tests.support.clickhouse_calls import BUCKET
from tests.support.program import called
from tests.support.repository import ROOT

pytestmark = pytest.mark.xdist_group("clickhouse")
TABLES = {"tickets": ("ticket", "opened_at", "solved_at"), "ratings": ("rated_at", "stars")}
SLOS = sorted((ROOT / "examples/service-desk/slo").iterdir())
TOLD = (
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


@pytest.fixture(scope="module")
def desk(clickhouse: ClickHouse) -> Iterator[ClickHouse]:
    for table, columns in TABLES.items():
        kinds = ", ".join(f"{name} Nullable({'DateTime' if name in TIMES else 'Int32'})" for name in columns)
        values = ", ".join(
            f"({', '.join('NULL' if cell is None else literal(name, cell) for name, cell in zip(columns, row, strict=True))})"
            for row in rows(table)
        )
        clickhouse.run(f"CREATE TABLE {table} ({kinds}) ENGINE = MergeTree ORDER BY tuple()")
        clickhouse.run(f"INSERT INTO {table} VALUES {values}")
    yield clickhouse
    for table in TABLES:
        clickhouse.run(f"DROP TABLE {table}")


def literal(column: str, cell: str) -> str:
    return f"toDateTime('{cell}', 'UTC')" if column in TIMES else cell


def report(folder: Path, source: dict[str, Any], *, translated: bool) -> Any:
    (folder / "slo").mkdir(parents=True)
    for path in SLOS:
        text = path.read_text()
        if translated:
            text = re.sub(
                r"time_bucket\(\$step, (\w+), \$start\)", lambda found: BUCKET.replace(", t)", f", {found[1]})"), text
            )
        (folder / "slo" / path.name).write_text(text)
    for table in TABLES:
        (folder / f"{table}.csv").write_text((DATA / f"{table}.csv").read_text())
    rules = [{"name": "fast", "when": {"burn_rate": {"budget": "2%", "long": "1h", "short": "5m"}}, "then": "fail"}]
    config = {"version": 1, "at": "2026-11-18T12:00:00Z", "slos": ["slo/*.yaml"], "sources": {"service-desk": source}}
    (folder / ".slo-gate.yaml").write_text(json.dumps(config | {"rules": rules}))
    result = called("gate", "--format", "json", cwd=folder, env={"DESK_PASSWORD": PASSWORD})
    assert PASSWORD not in result.out + result.err
    return json.loads(result.out)


def test_the_service_desk_has_the_same_verdicts(desk: ClickHouse, tmp_path: Path) -> None:
    there = {"type": "sql", "url": desk.url(), "password": {"env": "DESK_PASSWORD"}}
    here = {"type": "sql", "url": "duckdb://", "tables": {table: f"{table}.csv" for table in TABLES}}
    found = report(tmp_path / "clickhouse", there, translated=True)["objectives"]
    known = report(tmp_path / "duckdb", here, translated=False)["objectives"]
    assert [one["reasons"] for one in found if one["verdict"] == "unknown"] == []
    assert [{key: one[key] for key in TOLD} for one in found] == [{key: one[key] for key in TOLD} for one in known]
    assert len(found) == 2
    assert all(int(one["total"]) > 100 for one in found)
