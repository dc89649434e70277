"""What the sql source measures on real SQLite, and what it does not let a query do."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from slo_gate.core.errors import ConfigError
from slo_gate.core.measurement import Reason
from slo_gate.core.ports import Source
from tests.support.sql import BAD, CALLS, GOOD, HOURLY, TOTAL, WINDOW, connect, events, measured, ratio, refused

MANY = "calls, (SELECT 1 FROM calls a, calls b, calls c, calls d, calls e, calls f)"
ROWS = [tuple(line.split(",")) for line in CALLS.splitlines()[1:]]


def written(folder: Path, stored: Callable[[str], object] = str, kind: str = "TEXT") -> Path:
    """The calls, their times in some form."""
    path = folder / "calls.db"
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE calls (t {kind}, n INTEGER, failed INTEGER, site TEXT)")
        rows = [(stored(at), int(n), int(failed), site) for at, n, failed, site in ROWS]
        connection.executemany("INSERT INTO calls VALUES (?, ?, ?, ?)", rows)
    connection.close()
    return path


def over(path: Path, **settings: Any) -> Source:
    return connect(path.parent, url=f"sqlite:///{path.name}", **settings)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return over(written(tmp_path))


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def in_jakarta(text: str) -> str:
    hour = int(text[11:13]) + 7
    return f"{text[:11].replace(' ', 'T')}{hour:02}{text[13:]}+07:00" if hour < 24 else f"{text.replace(' ', 'T')}Z"


@pytest.mark.parametrize(
    ("stored", "kind", "column", "start", "end"),
    [
        pytest.param(str, "TEXT", "t", "$start", "$end", id="texts of SQLite's own form"),
        pytest.param(lambda text: f"{text}.250", "DATETIME", "t", "$start", "$end", id="such with fractions"),
        pytest.param(
            lambda text: text.replace(" ", "T") + "Z", "TEXT", "datetime(t)", "$start", "$end", id="texts with T and Z"
        ),
        pytest.param(in_jakarta, "TEXT", "datetime(t)", "$start", "$end", id="texts with an offset"),
        pytest.param(
            lambda text: int(seconds(text)), "INTEGER", "t", "unixepoch($start)", "unixepoch($end)", id="seconds"
        ),
        pytest.param(seconds, "REAL", "t", "unixepoch($start)", "unixepoch($end)", id="seconds with fractions"),
    ],
)
def test_measure_reads_times_that_are(
    tmp_path: Path, stored: Callable[[str], object], kind: str, column: str, start: str, end: str
) -> None:
    window = f"FROM calls WHERE {column} >= {start} AND {column} < {end}"
    queries = [query.replace(WINDOW, window) for query in (TOTAL, BAD)]
    source = over(written(tmp_path, stored, kind))
    assert events(measured(source, ratio(queries[0], bad=queries[1]))) == HOURLY


@pytest.mark.parametrize("stored", [lambda text: text.replace(" ", "T"), in_jakarta], ids=["T", "an offset"])
def test_times_that_do_not_compare_as_texts_are_refused(tmp_path: Path, stored: Callable[[str], object]) -> None:
    """They would be left out of the window's last day in silence."""
    answer = refused(over(written(tmp_path, stored)), ratio(bad=BAD))
    assert answer.reason is Reason.QUERY_REJECTED


def test_seconds_compared_with_texts_are_no_data(tmp_path: Path) -> None:
    assert refused(over(written(tmp_path, seconds, "REAL")), ratio(bad=BAD)).reason is Reason.NO_DATA


def test_the_newest_record_and_the_labels_are_read(source: Source) -> None:
    total = TOTAL.replace("sum(n)", "max(t) AS newest, sum(n)").replace("t >=", "site = 'south' AND t >=")
    measurement = measured(source, ratio(total, good=GOOD.replace("t >=", "site = 'south' AND t >=")))
    assert measurement.newest == datetime(2026, 11, 1, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("total", "reason", "words"),
    [
        pytest.param("DELETE FROM calls WHERE $start < $end", Reason.QUERY_REJECTED, "no SELECT", id="DELETE"),
        pytest.param("PRAGMA query_only = 0", Reason.QUERY_REJECTED, "no SELECT", id="PRAGMA"),
        pytest.param("ATTACH 'x.db' AS x", Reason.QUERY_REJECTED, "no SELECT", id="ATTACH"),
        pytest.param("VACUUM INTO 'copy.db'", Reason.QUERY_REJECTED, "no SELECT", id="VACUUM INTO"),
        pytest.param(f"{TOTAL}; DROP TABLE calls", Reason.QUERY_REJECTED, "second", id="a second statement"),
        pytest.param("WITH x AS (SELECT 1) DELETE FROM calls WHERE $start < $end", Reason.QUERY_REJECTED, "no SELECT", id="WITH, DELETE"),
        pytest.param("/* /* */ DELETE FROM calls WHERE $start < $end -- */", Reason.QUERY_REJECTED, "no statement", id="a comment that ends early"),
        pytest.param(
            TOTAL.replace("FROM calls", "FROM calls, pragma_database_list"),
            Reason.QUERY_REJECTED,
            "more than read",
            id="a pragma as a table",
        ),
        pytest.param(TOTAL.replace("sum(n)", "load_extension('x')"), Reason.QUERY_REJECTED, "more than read", id="code"),
        pytest.param(TOTAL.replace("sum(n)", "sum(m)"), Reason.QUERY_REJECTED, "no such column: m", id="a column"),
        pytest.param(TOTAL.replace("calls", "cals"), Reason.QUERY_REJECTED, "no such table: cals", id="a table"),
        pytest.param(TOTAL.replace("$end", "datetime()"), Reason.QUERY_REJECTED, "does not use $end", id="no end"),
        pytest.param(TOTAL.replace("sum(n)", "sum(n + $x)"), Reason.QUERY_REJECTED, "uses $x", id="a parameter"),
        pytest.param(TOTAL.replace("sum(n)", "sum(n + ?)"), Reason.QUERY_REJECTED, "", id="a nameless parameter"),
        pytest.param(TOTAL.replace("(n)", "(n) > n ("), Reason.QUERY_REJECTED, "never closed", id="an open parenthesis"),
        pytest.param(TOTAL.replace("$step, t", "$step, site"), Reason.WRONG_RESULT_TYPE, "no time", id="a bucket of words"),
        pytest.param(TOTAL.replace("sum(n)", "x'00ff'"), Reason.WRONG_RESULT_TYPE, "numbers", id="bytes"),
        pytest.param(TOTAL.replace("sum(n)", "9e999"), Reason.INCONSISTENT_DATA, "usable", id="infinity"),
        pytest.param(
            TOTAL.replace("sum(n)", "hex(zeroblob(1000))"), Reason.QUERY_TOO_EXPENSIVE, "1,000 char", id="a long text"
        ),
        pytest.param(
            TOTAL.replace("sum(n)", "length(zeroblob(99000000))"), Reason.QUERY_TOO_EXPENSIVE, "16 MB", id="a huge value"
        ),
        pytest.param(
            f"SELECT t AS bucket, n AS total {WINDOW.replace('calls', MANY)}",
            Reason.QUERY_TOO_EXPENSIVE,
            "100,000 rows",
            id="rows without end",
        ),
    ],
)  # fmt: skip
def test_measure_says_why_it_has_no_number(
    source: Source, tmp_path: Path, total: str, reason: Reason, words: str
) -> None:
    before = (tmp_path / "calls.db").read_bytes()
    bad = f"SELECT NULL AS bucket, sum(n) AS bad {WINDOW} AND n < 0"
    answer = refused(source, ratio(total, bad=bad))
    assert answer.reason is reason, answer.detail
    assert words in answer.detail
    assert (tmp_path / "calls.db").read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["calls.db"]
    assert events(measured(source, ratio(bad=BAD))) == HOURLY


def test_a_query_is_interrupted_after_its_timeout_and_the_next_one_works(tmp_path: Path) -> None:
    source = over(written(tmp_path), timeout_seconds=Decimal("0.2"))
    endless = "(WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT count(*) FROM r)"
    assert refused(source, ratio(TOTAL.replace("sum(n)", endless), bad=BAD)).reason is Reason.OUT_OF_TIME
    assert events(measured(source, ratio(bad=BAD))) == HOURLY


def test_a_database_that_is_written_to_meanwhile_is_read(tmp_path: Path) -> None:
    path = written(tmp_path)
    with sqlite3.connect(path) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("UPDATE calls SET failed = n WHERE n = 40")
        assert events(measured(over(path), ratio(bad=BAD))) == HOURLY
    writer.close()
    assert events(measured(over(path), ratio(bad=BAD))) == [*HOURLY[:2], (3, 0, 40)]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        pytest.param({"url": "sqlite:///calls.csv"}, "cannot be opened as a SQLite", id="no database"),
        pytest.param({"url": "sqlite:///missing.db"}, "is not there", id="no file"),
        pytest.param({"url": "sqlite:////etc/passwd"}, "leads out", id="an absolute path"),
        pytest.param({"url": "sqlite:///../calls.db"}, "leads out", id="a path that climbs out"),
        pytest.param({"url": "sqlite:///link.db"}, "leads out", id="a link that leads out"),
        pytest.param({"url": "sqlite:///a.db", "tables": {"t": "a.csv"}}, "tables has no meaning", id="tables"),
        pytest.param({"url": "sqlite:///a.db", "ca_file": "a.pem"}, "ca_file has no meaning", id="an authority"),
        pytest.param({"url": "duckdb:///../calls.db"}, "leads out", id="out of the folder as DuckDB's"),
        pytest.param({"tables": {"calls": "inside.db"}}, "unknown kind", id="a table of DuckDB"),
    ],
)
def test_connect_refuses(tmp_path: Path, settings: dict[str, Any], words: str) -> None:
    written(tmp_path)
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "calls.csv").write_text(CALLS)
    (folder / "inside.db").write_bytes((tmp_path / "calls.db").read_bytes())
    (folder / "link.db").symlink_to("../calls.db")
    with pytest.raises(ConfigError, match=words) as caught:
        connect(folder, **settings)
    assert str(tmp_path) not in caught.value.message + caught.value.hint
    assert caught.value.hint
