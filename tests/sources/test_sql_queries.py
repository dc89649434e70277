"""What the sql source says of queries that it cannot or must not answer."""

from decimal import Decimal
from pathlib import Path

import pytest

from slo_gate.core.measurement import Reason
from slo_gate.core.ports import Source
from tests.support.sql import (
    BAD,
    HOURLY,
    NULLS,
    TOTAL,
    WINDOW,
    events,
    measured,
    over_calls,
    ratio,
    refused,
)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return over_calls(tmp_path)


@pytest.mark.parametrize(
    ("total", "reason", "words"),
    [
        pytest.param("SELECT 1; SELECT 2", Reason.QUERY_REJECTED, "exactly one SELECT", id="two statements"),
        pytest.param("", Reason.QUERY_REJECTED, "exactly one SELECT", id="nothing"),
        pytest.param("SELEC 1", Reason.QUERY_REJECTED, "syntax error", id="a slip of the pen"),
        pytest.param(TOTAL.replace("sum(n)", "sum(m)"), Reason.QUERY_REJECTED, '"m" not found', id="a wrong column"),
        pytest.param(TOTAL.replace("calls", "cals"), Reason.QUERY_REJECTED, "cals does not exist", id="a wrong table"),
        pytest.param(TOTAL.replace("$end", "now()"), Reason.QUERY_REJECTED, "does not use $end", id="no end"),
        pytest.param("SELECT 1 AS total", Reason.QUERY_REJECTED, "does not use $start and $end", id="no window"),
        pytest.param(TOTAL.replace("sum(n)", "sum(n + $x)"), Reason.QUERY_REJECTED, "uses $x", id="another parameter"),
        pytest.param(TOTAL.replace("sum(n)", "sum(n + ?)"), Reason.QUERY_REJECTED, "", id="a positional parameter"),
        pytest.param(TOTAL.replace("t < $end", "$end > $start"), Reason.QUERY_REJECTED, "outside", id="rows after it"),
        pytest.param(TOTAL.replace(">= $start", "< $start"), Reason.QUERY_REJECTED, "outside", id="rows before it"),
        pytest.param(
            TOTAL.replace("total", "n"), Reason.WRONG_RESULT_TYPE, "`bucket` and `total`", id="no total column"
        ),
        pytest.param(TOTAL.replace("sum(n)", "'many'"), Reason.WRONG_RESULT_TYPE, "numbers", id="a total of words"),
        pytest.param(TOTAL.replace("$start) AS", "$start)::TIME AS"), Reason.WRONG_RESULT_TYPE, "times", id="no date"),
        pytest.param(
            TOTAL.replace("time_bucket($step, t, $start)", "NULL").replace(
                " GROUP BY bucket", " AND $step > '0s'::INTERVAL"
            ),
            Reason.WRONG_RESULT_TYPE,
            "no `bucket`",
            id="a row without time",
        ),
        pytest.param(TOTAL.replace("sum(n)", "-sum(n)"), Reason.INCONSISTENT_DATA, "negative", id="a negative count"),
        pytest.param(TOTAL.replace("sum(n)", "'NaN'::DOUBLE"), Reason.INCONSISTENT_DATA, "usable", id="NaN"),
        pytest.param(TOTAL.replace("sum(n)", "sum(n) / 0"), Reason.INCONSISTENT_DATA, "usable", id="infinity"),
        pytest.param(TOTAL.replace("sum(n)", "'9e999999'"), Reason.INCONSISTENT_DATA, "usable", id="an absurd number"),
        pytest.param(TOTAL.replace("sum(n)", "1"), Reason.INCONSISTENT_DATA, "more bad", id="less than what is bad"),
        pytest.param(TOTAL.replace("sum(n)", "sum(n::INTEGER[])"), Reason.QUERY_REJECTED, "", id="a wrong cast"),
        pytest.param(
            TOTAL.replace("sum(n)", "sum(site::INTEGER)"), Reason.QUERY_FAILED, "ConversionException", id="bad data"
        ),
        pytest.param(TOTAL.replace("t >=", "n > 9999 AND t >="), Reason.NO_DATA, "no rows", id="no rows"),
        pytest.param(
            f"SELECT t AS bucket, n AS total, uuid() AS u {WINDOW.replace('calls', 'calls, range(600)')}",
            Reason.QUERY_TOO_EXPENSIVE,
            "series",
            id="a budget per row",
        ),
        pytest.param(
            f"SELECT t AS bucket, 1 AS total {WINDOW.replace('calls', 'calls, range(60000)')}",
            Reason.QUERY_TOO_EXPENSIVE,
            "100,000 rows",
            id="too many rows",
        ),
        pytest.param(
            TOTAL.replace("sum(n)", "repeat('x', 1001)"), Reason.QUERY_TOO_EXPENSIVE, "1,000 char", id="a long text"
        ),
    ],
)
def test_measure_says_why_it_has_no_number(source: Source, total: str, reason: Reason, words: str) -> None:
    bad = BAD if reason is Reason.INCONSISTENT_DATA else NULLS.format("bad")
    answer = refused(source, ratio(total, bad=bad))
    assert (answer.reason, answer.queries) == (reason, (bad, total)), answer.detail
    assert words in answer.detail


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO calls SELECT * FROM calls WHERE t >= $start AND t < $end",
        "WITH more AS (INSERT INTO calls SELECT * FROM calls RETURNING *) SELECT * FROM more WHERE $start < $end",
        "UPDATE calls SET n = 0 WHERE t >= $start AND t < $end",
        "DROP TABLE calls",
        "CREATE VIEW v AS SELECT 1",
        "COPY (SELECT $start, $end) TO 'out.csv'",
        "EXPORT DATABASE 'out'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 1",
        "RESET enable_external_access",
        "PRAGMA enable_profiling",
        "CALL force_checkpoint()",
        "EXPLAIN ANALYZE SELECT $start, $end",
        "PREPARE q AS SELECT $start, $end",
        "SELECT * FROM query('DROP TABLE calls') WHERE $start < $end",
        "DROP TABLE calls; " + TOTAL,
        TOTAL + "; DROP TABLE calls",
        TOTAL + ") TO 'out.csv' --",
    ],
)
def test_measure_runs_nothing_but_one_select(source: Source, tmp_path: Path, statement: str) -> None:
    assert refused(source, ratio(statement, bad=BAD)).reason is Reason.QUERY_REJECTED
    assert events(measured(source, ratio(bad=BAD))) == HOURLY
    assert [entry.name for entry in tmp_path.iterdir()] == ["calls.csv"]


def test_measure_names_the_query_it_refuses(source: Source) -> None:
    assert refused(source, ratio(bad="SELECT 1")).detail.startswith("the bad query: ")


@pytest.mark.parametrize(
    "expression",
    [
        "(SELECT count(*) FROM read_csv('{file}'))",
        "(SELECT length(content) FROM read_text('{file}'))",
        "(SELECT count(*) FROM '{file}')",
        "(SELECT count(*) FROM glob('/*'))",
        "(SELECT count(*) FROM sniff_csv('{file}'))",
        "(SELECT count(*) FROM read_csv('https://127.0.0.1:1/x.csv'))",
        "(SELECT count(*) FROM sqlite_scan('{file}', 'x'))",
        "(SELECT count(*) FROM query_table('{file}'))",
        "(SELECT count(*) FROM query('FROM ''{file}'' '))",
        "(SELECT count(*) FROM duckdb_secrets())",
        "getenv('HOME')",
    ],
)
def test_a_query_cannot_read_beyond_its_tables(source: Source, tmp_path: Path, expression: str) -> None:
    text = TOTAL.replace("sum(n)", expression.format(file=tmp_path / "calls.csv"))
    answer = refused(source, ratio(text, bad=BAD))
    assert answer.reason is Reason.QUERY_REJECTED
    assert str(tmp_path) not in answer.detail


def test_a_query_cannot_see_the_programs_variables(source: Source) -> None:
    assert refused(source, ratio(TOTAL.replace("calls", "parameters"), bad=BAD)).reason is Reason.QUERY_REJECTED


@pytest.mark.parametrize("text", ["(" * 20_000, "SELECT '\ud800'", "SELECT 1\0", f"SELECT {'-' * 50_001}1", "/*"])
def test_a_hostile_query_is_answered(source: Source, text: str) -> None:
    assert refused(source, ratio(text, bad=BAD)).reason in {Reason.QUERY_REJECTED, Reason.QUERY_FAILED}


def test_a_query_is_interrupted_after_its_timeout_and_the_next_one_works(tmp_path: Path) -> None:
    source = over_calls(tmp_path, timeout_seconds=Decimal("0.2"))
    endless = TOTAL.replace("sum(n)", "(SELECT count(*) FROM range(1000000000000) r WHERE range % 7 = 3)")
    assert refused(source, ratio(endless, bad=BAD)).reason is Reason.OUT_OF_TIME
    assert events(measured(source, ratio(bad=BAD))) == HOURLY
