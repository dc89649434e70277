"""The service desk's verdicts with GoogleSQL's engine are those on DuckDB: the promises of examples/service-desk, gated."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.sources.test_sql_alike import DATA, TIMES, rows
from tests.sources.test_sql_clickhouse_desk import SLOS, TABLES, TOLD
from tests.support.bigquery import URL, environ
from tests.support.bigquery_calls import BUCKET, create, drop
from tests.support.program import called

if TYPE_CHECKING:
    from tests.support.bigquery_server import BigQuery

pytestmark = pytest.mark.xdist_group("bigquery")


@pytest.fixture(scope="module")
def desk(bigquery: "BigQuery") -> Iterator["BigQuery"]:
    for table, columns in TABLES.items():
        kinds = {name: "TIMESTAMP" if name in TIMES else "INTEGER" for name in columns}
        create(bigquery, table, kinds, rows(table))
    yield bigquery
    for table in TABLES:
        drop(bigquery, table)


def in_bigquery(text: str) -> str:
    """`LEAST` passes over nothing there, as the page says."""
    bucketed = re.sub(
        r"time_bucket\(\$step, (\w+), \$start\)", lambda found: BUCKET.replace("(t,", f"({found[1]},"), text
    )
    overdue = "opened_at + INTERVAL 24 HOUR"
    return bucketed.replace(f"LEAST(solved_at, {overdue})", f"LEAST(COALESCE(solved_at, {overdue}), {overdue})")


def report(folder: Path, source: dict[str, Any], env: dict[str, str], *, translated: bool) -> Any:
    (folder / "slo").mkdir(parents=True)
    for path in SLOS:
        text = path.read_text()
        (folder / "slo" / path.name).write_text(in_bigquery(text) if translated else text)
    for table in TABLES:
        (folder / f"{table}.csv").write_text((DATA / f"{table}.csv").read_text())
    rules = [{"name": "fast", "when": {"burn_rate": {"budget": "2%", "long": "1h", "short": "5m"}}, "then": "fail"}]
    config = {
        "version": 1,
        "at": "2026-11-18T12:00:00.25Z",
        "slos": ["slo/*.yaml"],
        "sources": {"service-desk": source},
    }
    (folder / ".slo-gate.yaml").write_text(json.dumps(config | {"rules": rules}))
    result = called("gate", "--format", "json", cwd=folder, env=env)
    assert result.out, result.err
    return json.loads(result.out)


def test_the_service_desk_has_the_same_verdicts(desk: "BigQuery", tmp_path: Path) -> None:
    here = {"type": "sql", "url": "duckdb://", "tables": {table: f"{table}.csv" for table in TABLES}}
    known = report(tmp_path / "duckdb", here, {}, translated=False)["objectives"]
    env = environ(desk, tmp_path)
    found = report(tmp_path / "bigquery", {"type": "sql", "url": URL}, env, translated=True)["objectives"]
    assert [one["reasons"] for one in found if one["verdict"] == "unknown"] == []
    assert [{key: one[key] for key in TOLD} for one in found] == [{key: one[key] for key in TOLD} for one in known]
    assert len(found) == 2
    assert all(int(one["total"]) > 100 for one in found)
