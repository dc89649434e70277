"""What ClickHouse's own engine refuses through the sql source, and how slo-gate says so."""

from decimal import Decimal

import pytest

from slo_gate.core.measurement import Reason
from slo_gate.core.ports import Source
from tests.support.clickhouse import PASSWORD, ClickHouse
from tests.support.clickhouse_calls import BAD, KINDS, TOTAL, asked
from tests.support.sql import CALLS, HOURLY, WINDOW, events, measured, ratio, refused

pytestmark = pytest.mark.xdist_group("clickhouse")
ROWS = len(CALLS.splitlines()) - 1


@pytest.fixture(scope="module")
def source(clickhouse: ClickHouse) -> Source:
    return asked(clickhouse)


@pytest.mark.parametrize(
    "total",
    [
        pytest.param("INSERT INTO calls SELECT * FROM calls WHERE t >= $start AND t < $end", id="INSERT"),
        pytest.param("ALTER TABLE calls DELETE WHERE t >= $start AND t < $end", id="ALTER"),
        pytest.param("SYSTEM SHUTDOWN", id="SYSTEM"),
        pytest.param("KILL QUERY WHERE 1", id="KILL"),
        pytest.param("SET readonly = 0", id="SET"),
        pytest.param(f"{TOTAL}; DROP TABLE calls", id="a second statement"),
        pytest.param(f"{TOTAL}) AS a; DROP TABLE calls --", id="more parentheses than were opened"),
        pytest.param(f"{TOTAL} INTO OUTFILE 'planted.csv'", id="a file to write"),
        pytest.param(f"{TOTAL} FORMAT CSV", id="another format"),
        pytest.param(f"{TOTAL} HAVING '\\' OR 1=1 --' <> ''", id="a backslash in a string"),
    ],
)
def test_a_query_only_reads(source: Source, clickhouse: ClickHouse, total: str) -> None:
    answer = refused(source, ratio(total, bad=BAD))
    assert answer.reason is Reason.QUERY_REJECTED, answer
    assert events(measured(source, ratio(TOTAL, bad=BAD))) == HOURLY
    assert clickhouse.run("SELECT count() FROM calls") == str(ROWS)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO empty VALUES (1)",
        "DROP TABLE empty",
        "CREATE TABLE more (n Int32) ENGINE = Memory",
        "SET readonly = 0",
    ],
)
def test_the_engine_itself_refuses_what_the_session_may_not(
    source: Source, clickhouse: ClickHouse, statement: str
) -> None:
    """Sent by the source's own connection, past everything that reads the query before: `readonly` holds."""
    session = source._database._session  # type: ignore[attr-defined]
    with pytest.raises(Exception, match="READONLY"):
        session._connected().exec_driver_sql(statement)
    assert clickhouse.run("SELECT count() FROM empty") == "0"


def test_the_session_has_the_limits_of_the_page(source: Source) -> None:
    names = ("readonly", "max_execution_time", "max_result_rows", "max_result_bytes", "max_memory_usage")
    for name, value in zip(names, (2, 30, 100_000, 20_000_000, 1_000_000_000), strict=True):
        query = f"SELECT $start AS bucket, toUInt64(getSetting('{name}')) AS {{}} WHERE $start < $end"
        (bucket,) = measured(source, ratio(query.format("total"), good=query.format("good"))).buckets
        assert bucket.total == value, name


@pytest.mark.parametrize(
    ("total", "reason", "words"),
    [
        pytest.param(TOTAL.replace("sum(n)", "sum(m)"), Reason.QUERY_REJECTED, "identifier `m`", id="a column"),
        pytest.param(TOTAL.replace("calls", "cals"), Reason.QUERY_REJECTED, "identifier 'cals'", id="a table"),
        pytest.param(TOTAL.replace("calls", "no.calls"), Reason.QUERY_REJECTED, "Database no", id="a database"),
        pytest.param(TOTAL.replace("intDiv", "intDib"), Reason.QUERY_REJECTED, "name `intDib`", id="a function"),
        pytest.param(TOTAL.replace("GROUP BY", "GROUP"), Reason.QUERY_REJECTED, "Syntax error", id="its end"),
        pytest.param(TOTAL.replace(" GROUP BY bucket", ""), Reason.QUERY_REJECTED, "GROUP BY keys", id="no GROUP BY"),
        pytest.param(TOTAL.replace("sum(n)", "sum(site)"), Reason.QUERY_REJECTED, "Illegal type", id="a type"),
        pytest.param(f"{TOTAL} LIMIT {{n:Int}}", Reason.QUERY_REJECTED, "braces", id="a parameter of the driver's"),
        pytest.param(
            TOTAL.replace("sum(n)", "sum(toInt32(site))"), Reason.QUERY_FAILED, "(CANNOT_PARSE_TEXT)", id="bad data"
        ),
        pytest.param(TOTAL.replace("t >=", "n > 9999 AND t >="), Reason.NO_DATA, "no rows", id="no rows"),
        pytest.param(
            TOTAL.replace("sum(n)", "repeat('x', 100000)"), Reason.QUERY_TOO_EXPENSIVE, "1,000 char", id="a long text"
        ),
        pytest.param(
            f"SELECT t AS bucket, 1 AS total {WINDOW.replace('calls', 'calls, numbers(10000000) AS a')}",
            Reason.QUERY_TOO_EXPENSIVE,
            "(TOO_MANY_ROWS_OR_BYTES)",
            id="too many rows",
        ),
        pytest.param(
            f"SELECT t AS bucket, materialize(repeat('x', 900)) AS a, 1 AS total {WINDOW.replace('calls', 'calls, numbers(9000) AS a')}",
            Reason.QUERY_TOO_EXPENSIVE,
            "(TOO_MANY_ROWS_OR_BYTES)",
            id="too much in all",
        ),
        pytest.param(
            "SELECT $start AS bucket, length(groupArray(number)) AS total FROM numbers(1000000000) WHERE $start < $end",
            Reason.QUERY_TOO_EXPENSIVE,
            "(MEMORY_LIMIT_EXCEEDED)",
            id="too much memory",
        ),
    ],
)
def test_measure_says_why_it_has_no_number(source: Source, total: str, reason: Reason, words: str) -> None:
    answer = refused(source, ratio(total, bad=BAD.replace("t >=", "n > 9999 AND t >=")))
    assert (answer.reason, words in answer.detail) == (reason, True), answer.detail
    assert not [word for word in ("north", "127.0.0.1", "version", "toDateTime64") if word in answer.detail]
    assert events(measured(source, ratio(TOTAL, bad=BAD))) == HOURLY


@pytest.mark.parametrize(
    ("settings", "secret", "reason"),
    [
        pytest.param({}, "wrong-canary", Reason.CREDENTIALS_REJECTED, id="a wrong password"),
        pytest.param({"user": "nobody"}, PASSWORD, Reason.CREDENTIALS_REJECTED, id="an unknown user"),
        pytest.param({"database": "elsewhere"}, PASSWORD, Reason.SOURCE_MISCONFIGURED, id="an unknown database"),
        pytest.param({"url": "clickhouse://u@127.0.0.1:1/d"}, PASSWORD, Reason.SOURCE_UNREACHABLE, id="nobody there"),
        pytest.param({"url": "clickhouse://u@db.invalid/d"}, PASSWORD, Reason.SOURCE_MISCONFIGURED, id="no such host"),
    ],
)
def test_what_goes_wrong_before_a_query_shows_no_secret(
    clickhouse: ClickHouse,
    settings: dict[str, str],
    secret: str,
    reason: Reason,
    capfd: pytest.CaptureFixture[str],
) -> None:
    source = asked(clickhouse, secret, url=settings.get("url") or clickhouse.url(**settings))
    answers = [refused(source, ratio(TOTAL, bad=BAD)) for _ in range(2)]
    assert {answer.reason for answer in answers} == {reason}, answers
    shown = "".join(answer.detail for answer in answers) + "".join(capfd.readouterr())
    assert secret not in shown
    assert "127.0.0.1" not in shown


def test_a_query_ends_at_the_server_when_its_time_is_up(clickhouse: ClickHouse) -> None:
    """After whole seconds, since that is how ClickHouse counts."""
    source = asked(clickhouse, timeout_seconds=Decimal(1))
    slow = "SELECT $start AS bucket, count() AS total FROM numbers(1000000000000) WHERE sipHash64(number) = 1 AND $start < $end"
    assert refused(source, ratio(slow, bad=BAD)).reason is Reason.OUT_OF_TIME
    assert events(measured(source, ratio(TOTAL, bad=BAD))) == HOURLY


def test_the_tables_are_as_they_were(clickhouse: ClickHouse) -> None:
    assert {clickhouse.run(f"SELECT count() FROM {table}") for table in KINDS} == {str(ROWS)}
