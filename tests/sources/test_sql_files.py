"""Which files the sql source reads, and its settings."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from slo_gate.core.errors import ConfigError
from slo_gate.sources import sql
from tests.support.sql import (
    BAD,
    HOUR,
    HOURLY,
    connect,
    events,
    mapping,
    measured,
    over_calls,
    ratio,
    written,
)


def test_two_sources_share_a_database_file_and_leave_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "it's.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE TABLE calls AS SELECT * FROM read_csv('{written(tmp_path)}')")
    before = path.read_bytes()
    for _ in range(2):
        assert events(measured(connect(tmp_path, url="duckdb:///it's.duckdb"), ratio(bad=BAD))) == HOURLY
    assert path.read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["calls.csv", "it's.duckdb"]


@pytest.mark.parametrize("suffix", ["parquet", "json", "ndjson"])
def test_connect_reads_tables_of_other_kinds(tmp_path: Path, suffix: str) -> None:
    array = ", ARRAY true" if suffix == "json" else ""
    kind = "parquet" if suffix == "parquet" else f"json{array}"
    with duckdb.connect() as connection:
        target = tmp_path / f"calls.{suffix}"
        connection.execute(f"COPY (SELECT * FROM read_csv('{written(tmp_path)}')) TO '{target}' (FORMAT {kind})")
    assert events(measured(connect(tmp_path, tables={"calls": f"calls.{suffix}"}), ratio(bad=BAD))) == HOURLY


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        pytest.param({}, "neither", id="neither file nor tables"),
        pytest.param({"url": "duckdb:///a.duckdb", "tables": {"t": "a.csv"}}, "both", id="file and tables"),
        pytest.param({"tables": {"t": "b.csv"}}, "sources.calls.tables.t names a file that is not there", id="missing"),
        pytest.param({"tables": {"t": "../outside.csv"}}, "leads out", id="a path that climbs out"),
        pytest.param({"tables": {"t": "link.csv"}}, "leads out", id="a link that leads out"),
        pytest.param({"tables": {"t": "inner"}}, "must be one file", id="a folder"),
        pytest.param({"tables": {"t": "a.txt"}}, "unknown kind", id="an unknown kind of file"),
        pytest.param({"tables": {"t": "x[1].csv"}}, "must be one file", id="a pattern"),
        pytest.param({"tables": {"t": "broken.parquet"}}, "cannot be read", id="a broken file"),
        pytest.param({"url": "duckdb:///a.csv"}, "cannot be opened", id="no database"),
        pytest.param({"url": "duckdb:////etc/passwd"}, "leads out", id="an absolute path"),
    ],
)
def test_connect_refuses(tmp_path: Path, settings: dict[str, Any], words: str) -> None:
    (tmp_path / "outside.csv").write_text("t,n\n2026-11-01,1\n")
    folder = tmp_path / "project"
    (folder / "inner").mkdir(parents=True)
    for name in ("a.csv", "a.txt", "x[1].csv", "broken.parquet"):
        (folder / name).write_text("t,n\n2026-11-01,1\n")
    (folder / "link.csv").symlink_to("../outside.csv")
    with pytest.raises(ConfigError, match=words) as caught:
        connect(folder, **settings)
    assert str(tmp_path) not in caught.value.message + caught.value.hint
    assert caught.value.hint


@pytest.mark.parametrize(
    "settings",
    [
        {"url": "duckdb://host/x"},
        {"tables": {"a; DROP": "x.csv"}},
        {"tables": {}},
        {"timeout_seconds": 0},
        {"stale_after": "soon"},
        {"password": "x"},
    ],
    ids=str,
)
def test_settings_do_not_fit(settings: dict[str, object]) -> None:
    assert not sql.SETTINGS.takes(mapping({"type": "sql", "url": "duckdb://"} | settings))


def test_connect_reads_stale_after_and_has_no_clock(tmp_path: Path) -> None:
    source = over_calls(tmp_path, stale_after="2h")
    assert (source.stale_after, source.now()) == (2 * HOUR, None)


def test_settings_do_not_import_duckdb_and_its_absence_names_the_extra(tmp_path: Path) -> None:
    written(tmp_path)
    code = """
import sys
from pathlib import Path
from slo_gate.core import node, errors, ports
from slo_gate.sources import sql
assert "duckdb" not in sys.modules
sys.modules["duckdb"] = None
text = lambda value: node.Scalar(value, value, node.START)
tables = node.Mapping(node.START, {"calls": node.Entry(text("calls"), text("calls.csv"))})
settings = node.Mapping(node.START, {"url": node.Entry(text("url"), text("duckdb://")), "tables": node.Entry(text("tables"), tables)})
try:
    sql.connect("calls", settings, ports.SourceContext(Path(sys.argv[1]), {}))
except errors.ConfigError as error:
    print(error.hint)
"""
    ran = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True, timeout=30)
    assert ran.stdout.strip() == 'install it: pip install "slo-gate[sql]"'
