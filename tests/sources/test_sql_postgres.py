"""What the sql source measures on a real PostgreSQL, and what it does not let a query do."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from socket import gethostbyname, gethostname

import pytest

from slo_gate.core.errors import ConfigError
from slo_gate.core.measurement import Reason
from slo_gate.core.ports import Source
from tests.support.postgres import PASSWORD, Postgres
from tests.support.repository import ROOT
from tests.support.require import require
from tests.support.signals import hearing_interrupts
from tests.support.sql import BAD as BAD_IN_DUCKDB
from tests.support.sql import CALLS, HOURLY, WINDOW, ask, connect, events, hour_of, measured, number_of, ratio, refused
from tests.support.sql import TOTAL as TOTAL_IN_DUCKDB

pytestmark = pytest.mark.xdist_group("postgres")
TOTAL = TOTAL_IN_DUCKDB.replace("time_bucket", "date_bin")
BAD = BAD_IN_DUCKDB.replace("time_bucket", "date_bin")
SECRET = {"password": {"env": "DESK_PASSWORD"}}
SIDE_EFFECTS = """
CREATE FUNCTION remember() RETURNS integer LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO calls VALUES ('2026-11-01', 1, 1, 'planted'); RETURN 1; END $$
"""


@pytest.fixture(scope="module")
def calls(postgres: Postgres) -> Iterator[Postgres]:
    rows = ", ".join(
        f"('{at}+00', {n}, {failed}, '{site}')"
        for at, n, failed, site in (line.split(",") for line in CALLS.splitlines()[1:])
    )
    postgres.run(
        "CREATE TABLE calls (t timestamptz, n integer, failed integer, site text)",
        f"INSERT INTO calls VALUES {rows}",
        "CREATE SEQUENCE numbers",
        "CREATE TABLE private (n integer)",
        "GRANT SELECT ON calls TO slo_gate",
        "GRANT USAGE ON numbers TO slo_gate",
        SIDE_EFFECTS,
    )
    yield postgres
    postgres.run("DROP TABLE calls, private", "DROP SEQUENCE numbers", "DROP FUNCTION remember")


def asked(postgres: Postgres, secret: str = PASSWORD, **settings: object) -> Source:
    given = {"url": postgres.url(), **SECRET} | settings
    return connect(postgres.folder, environ={"DESK_PASSWORD": secret}, **given)


@pytest.mark.parametrize(
    ("total", "bad"),
    [
        pytest.param(TOTAL, BAD, id="as it is"),
        pytest.param(f"{TOTAL} ; -- a;ll", f"/* 100 % of the $start */ {BAD};", id="comments and semicolons"),
        pytest.param(
            f"SELECT t AS bucket, n AS total {WINDOW} AND site <> '100 %s $start $x :start'",
            f"SELECT t AS bucket, failed AS bad {WINDOW} AND site <> $a$ $b %(end)s $a$",
            id="what is no parameter",
        ),
        pytest.param(
            TOTAL.replace("SELECT", "WITH every AS (SELECT * FROM calls) SELECT").replace("FROM calls WHERE", "FROM every WHERE"),
            BAD.replace("sum(failed)", "sum(CASE WHEN failed % 2 < 2 THEN failed END)"),
            id="WITH, and a remainder",
        ),
        pytest.param(
            TOTAL.replace("sum(n)", "sum(n)::double precision"), BAD.replace("sum(failed)", "sum(failed)::numeric(20, 5)"), id="other numbers"
        ),
        pytest.param(TOTAL.replace("t >=", "t::timestamp >="), BAD.replace("t, $start", "t::timestamp, $start"), id="times without a zone"),
        pytest.param(
            TOTAL.replace("$start) AS", "$start) AT TIME ZONE 'Asia/Jakarta' AT TIME ZONE 'Asia/Jakarta' AS"), BAD, id="a time zone and back"
        ),
    ],
)  # fmt: skip
def test_measure_sums_events_per_bucket_for(calls: Postgres, total: str, bad: str) -> None:
    assert events(measured(asked(calls), ratio(total, bad=bad))) == HOURLY


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("7::smallint", Decimal(7), id="SMALLINT"),
        pytest.param("1234567890123456789::bigint", Decimal(1234567890123456789), id="BIGINT"),
        pytest.param("0.1234567890123456789::numeric", Decimal("0.1234567890123456789"), id="NUMERIC, exactly"),
        pytest.param("0.5::real", Decimal("0.5"), id="REAL"),
        pytest.param("1e20::double precision", Decimal("1e20"), id="DOUBLE PRECISION"),
        pytest.param("'7'::text", Decimal(7), id="a number in a text"),
        pytest.param("'NaN'::numeric", Reason.INCONSISTENT_DATA, id="NaN as NUMERIC"),
        pytest.param("'Infinity'::numeric", Reason.INCONSISTENT_DATA, id="Infinity as NUMERIC"),
        pytest.param("'NaN'::double precision", Reason.INCONSISTENT_DATA, id="NaN as DOUBLE PRECISION"),
        pytest.param("'-Infinity'::double precision", Reason.INCONSISTENT_DATA, id="-Infinity as DOUBLE PRECISION"),
        pytest.param("-1", Reason.INCONSISTENT_DATA, id="a negative count"),
        pytest.param("true", Reason.WRONG_RESULT_TYPE, id="BOOLEAN"),
        pytest.param("interval '1 hour'", Reason.WRONG_RESULT_TYPE, id="INTERVAL"),
        pytest.param("'[]'::jsonb", Reason.WRONG_RESULT_TYPE, id="JSONB"),
        pytest.param("'\\x00ff'::bytea", Reason.WRONG_RESULT_TYPE, id="BYTEA"),
        pytest.param("ARRAY[1, 2]", Reason.WRONG_RESULT_TYPE, id="an array"),
    ],
)
def test_a_number_of_type(calls: Postgres, expression: str, expected: Decimal | Reason) -> None:
    query = f"SELECT $start AS bucket, {expression} AS {{}} WHERE $start < $end"
    assert number_of(asked(calls), query) == expected


@pytest.mark.parametrize(
    ("expression", "hour"),
    [
        pytest.param("'2026-11-01 02:30:00+00'::timestamptz", 2, id="TIMESTAMPTZ"),
        pytest.param("'2026-11-01 09:30:00.123456+07'::timestamptz", 2, id="TIMESTAMPTZ of another zone"),
        pytest.param("'2026-11-01 02:30:00'::timestamp", 2, id="TIMESTAMP is UTC"),
        pytest.param("'2026-11-01'::date", 0, id="DATE is its midnight"),
        pytest.param("'2026-11-01T02:30:00Z'::text", 2, id="a time in a text"),
        pytest.param("'infinity'::timestamptz", Reason.WRONG_RESULT_TYPE, id="infinity"),
        pytest.param("'0044-03-15 BC'::date", Reason.WRONG_RESULT_TYPE, id="a date before Christ"),
        pytest.param("'02:30'::time", Reason.WRONG_RESULT_TYPE, id="TIME"),
        pytest.param("NULL::timestamptz", Reason.WRONG_RESULT_TYPE, id="NULL"),
        pytest.param("'2026-11-01 04:00'::timestamptz", Reason.QUERY_REJECTED, id="the end of the window"),
    ],
)
def test_a_time_of_type(calls: Postgres, expression: str, hour: int | Reason) -> None:
    query = f"SELECT {expression} AS bucket, 1 AS {{}} WHERE $start < $end"
    assert hour_of(asked(calls), query) == hour


@pytest.mark.parametrize(
    ("total", "words"),
    [
        pytest.param("INSERT INTO calls SELECT * FROM calls WHERE t >= $start AND t < $end", "no SELECT", id="INSERT"),
        pytest.param("COPY (SELECT $start, $end) TO PROGRAM 'true'", "no SELECT", id="COPY TO PROGRAM"),
        pytest.param("DO 'BEGIN END'", "no SELECT", id="DO"),
        pytest.param("CALL remember()", "no SELECT", id="CALL"),
        pytest.param("SET ROLE postgres", "no SELECT", id="SET"),
        pytest.param(f"{TOTAL}; DROP TABLE calls", "second statement", id="a second statement"),
        pytest.param(f"{TOTAL}) TO STDOUT --", "nothing is open", id="more parentheses than were opened"),
        pytest.param(f"WITH more AS (DELETE FROM calls RETURNING *) {TOTAL}", "changes data", id="a WITH that writes"),
        pytest.param(TOTAL.replace("FROM", "INTO copied FROM", 1), "INTO", id="SELECT INTO"),
        pytest.param("SELECT * FROM calls WHERE t >= $start AND t < $end FOR UPDATE", "", id="FOR UPDATE"),
        pytest.param(TOTAL.replace("sum(n)", "max(remember())"), "may only read", id="a function that inserts"),
        pytest.param(TOTAL.replace("sum(n)", "max(nextval('numbers'))"), "may only read", id="a sequence"),
        pytest.param(TOTAL.replace("sum(n)", "max(setval('numbers', 9))"), "not allowed", id="a sequence that is set"),
        pytest.param(TOTAL.replace("sum(n)", "max(lo_import('/etc/passwd'))::int"), "not allowed", id="lo_import"),
        pytest.param(TOTAL.replace("sum(n)", "length(pg_read_file('/etc/passwd'))"), "not allowed", id="pg_read_file"),
        pytest.param(TOTAL.replace("sum(n)", "length(pg_ls_dir('.'))"), "not allowed", id="pg_ls_dir"),
        pytest.param(TOTAL.replace("sum(n)", "(SELECT count(*) FROM private)"), "not allowed", id="a table of others"),
        pytest.param(
            TOTAL.replace("sum(n)", "length(max(set_config('transaction_read_only', 'off', false)))"),
            "transaction",
            id="the transaction's own setting",
        ),
        pytest.param(
            TOTAL.replace("sum(n)", "length(max(set_config('role', 'postgres', false)))"), "", id="another role"
        ),
        pytest.param(TOTAL.replace("sum(n)", "dblink_exec('', 'DROP TABLE calls')"), "dblink_exec", id="dblink"),
    ],
)
def test_a_query_only_reads(calls: Postgres, total: str, words: str) -> None:
    source = asked(calls)
    answer = refused(source, ratio(total, bad=BAD))
    assert answer.reason in {Reason.QUERY_REJECTED, Reason.QUERY_FAILED}
    assert words in answer.detail
    assert events(measured(source, ratio(TOTAL, bad=BAD))) == HOURLY
    assert calls.value("SELECT count(*) FROM calls") == len(CALLS.splitlines()) - 1
    assert calls.value("SELECT to_regclass('copied')") is None
    assert calls.value("SELECT count(*) FROM pg_largeobject_metadata") == 0
    assert calls.value("SELECT is_called FROM numbers") is False


def test_what_a_read_only_transaction_lets_through_is_rolled_back(calls: Postgres) -> None:
    """PostgreSQL lets large objects be made in it up to version 15."""
    query = "SELECT $start AS bucket, lo_create(0) AS {} WHERE $start < $end"
    ask(asked(calls), ratio(query.format("total"), good=query.format("good")))
    assert calls.value("SELECT count(*) FROM pg_largeobject_metadata") == 0


def test_a_setting_that_a_query_changes_ends_with_it(calls: Postgres) -> None:
    source = asked(calls, timeout_seconds=1)
    for name, value in (
        ("statement_timeout", "0"),
        ("default_transaction_read_only", "off"),
        ("TimeZone", "Asia/Tokyo"),
    ):
        query = f"SELECT $start AS bucket, length(set_config('{name}', '{value}', false)) AS {{}} WHERE $start < $end"
        measured(source, ratio(query.format("total"), good=query.format("good")))
    assert "may only read" in refused(source, ratio(TOTAL.replace("sum(n)", "max(remember())"), bad=BAD)).detail
    slow = f"SELECT t AS bucket, n AS total {WINDOW} AND length(pg_sleep(9)::text) > 0"
    assert refused(source, ratio(slow, bad=BAD)).reason is Reason.OUT_OF_TIME
    assert events(measured(source, ratio(f"SELECT t::timestamp AS bucket, n AS total {WINDOW}", bad=BAD))) == HOURLY


@pytest.mark.parametrize(
    ("total", "reason", "words"),
    [
        pytest.param(TOTAL.replace("sum(n)", "sum(m)"), Reason.QUERY_REJECTED, '"m" does not exist', id="a column"),
        pytest.param(TOTAL.replace("calls", "cals"), Reason.QUERY_REJECTED, '"cals" does not exist', id="a table"),
        pytest.param(TOTAL.replace("date_bin", "bin"), Reason.QUERY_REJECTED, "function bin", id="a function"),
        pytest.param("SELEC 1", Reason.QUERY_REJECTED, "no SELECT", id="a slip of the pen"),
        pytest.param(TOTAL.replace("GROUP BY bucket", "GROUP bucket"), Reason.QUERY_REJECTED, "syntax", id="its end"),
        pytest.param("SELECT\n1 AS n;\nDROP TABLE x", Reason.QUERY_REJECTED, "line 3", id="where it is"),
        pytest.param(TOTAL.replace("$end", "now()"), Reason.QUERY_REJECTED, "does not use $end", id="no end"),
        pytest.param(TOTAL.replace("sum(n)", "sum(n + $x)"), Reason.QUERY_REJECTED, "uses $x", id="a parameter"),
        pytest.param("SELECT WHERE $start < $end", Reason.WRONG_RESULT_TYPE, "must return", id="no column"),
        pytest.param(TOTAL.replace("sum(n)", "sum(site::int)"), Reason.QUERY_FAILED, "22P02", id="bad data"),
        pytest.param(TOTAL.replace("sum(n)", "1 / (sum(n) - sum(n))"), Reason.QUERY_FAILED, "22012", id="a zero"),
        pytest.param(TOTAL.replace("t >=", "n > 9999 AND t >="), Reason.NO_DATA, "no rows", id="no rows"),
        pytest.param(
            TOTAL.replace("sum(n)", "repeat('x', 100000000)"), Reason.QUERY_TOO_EXPENSIVE, "1,000 char", id="a long text"
        ),
        pytest.param(
            f"SELECT t AS bucket, 1 AS total {WINDOW.replace('calls', 'calls, generate_series(1, 10000000)')}",
            Reason.QUERY_TOO_EXPENSIVE,
            "100,000 rows",
            id="too many rows",
        ),
        pytest.param(
            f"SELECT t AS bucket, repeat('x', 900) AS a, 1 AS total {WINDOW.replace('calls', 'calls, generate_series(1, 9000)')}",
            Reason.QUERY_TOO_EXPENSIVE,
            "20,000,000 characters",
            id="too much in all",
        ),
        pytest.param(
            f"SELECT {', '.join(f'{n} AS c{n}' for n in range(51))} WHERE $start < $end",
            Reason.QUERY_TOO_EXPENSIVE,
            "50 columns",
            id="too many columns",
        ),
        pytest.param(f"SELECT '\0', {TOTAL[7:]}", Reason.QUERY_REJECTED, "NUL", id="a character that cannot be"),
        pytest.param(f"SELECT '\ud800', {TOTAL[7:]}", Reason.QUERY_FAILED, "", id="half a character"),
    ],
)  # fmt: skip
def test_measure_says_why_it_has_no_number(calls: Postgres, total: str, reason: Reason, words: str) -> None:
    bad = f"SELECT NULL::timestamptz AS bucket, sum(n) AS bad {WINDOW} AND n < 0"
    answer = refused(asked(calls), ratio(total, bad=bad))
    assert (answer.reason, answer.queries) == (reason, (bad, total)), answer.detail
    assert words in answer.detail
    assert "north" not in answer.detail


@pytest.mark.parametrize(
    ("settings", "secret", "reason"),
    [
        pytest.param({}, "wrong-canary", Reason.CREDENTIALS_REJECTED, id="a wrong password"),
        pytest.param({"password": {"env": "OTHER"}}, "", None, id="a variable that is not set"),
        pytest.param({"user": "nobody"}, PASSWORD, Reason.CREDENTIALS_REJECTED, id="an unknown user"),
        pytest.param({"database": "elsewhere"}, PASSWORD, Reason.SOURCE_MISCONFIGURED, id="an unknown database"),
        pytest.param({"url": "postgresql://u@127.0.0.1:1/d"}, PASSWORD, Reason.SOURCE_UNREACHABLE, id="nobody there"),
        pytest.param({"url": "postgresql://u@db.invalid/d"}, PASSWORD, Reason.SOURCE_MISCONFIGURED, id="no such host"),
    ],
)
def test_what_goes_wrong_before_a_query_shows_no_secret(
    calls: Postgres, settings: dict[str, str], secret: str, reason: Reason | None, capfd: pytest.CaptureFixture[str]
) -> None:
    if "url" not in settings and "password" not in settings:
        settings = {"url": calls.url(**settings)}
    if reason is None:
        with pytest.raises(ConfigError, match=r"sources\.calls\.password needs the variable OTHER"):
            asked(calls, secret, **settings)
        return
    source = asked(calls, secret, **settings)
    answers = [refused(source, ratio(TOTAL, bad=BAD)) for _ in range(2)]
    assert {answer.reason for answer in answers} == {reason}
    shown = "".join(answer.detail for answer in answers) + "".join(capfd.readouterr())
    assert secret not in shown
    assert "127.0.0.1" not in shown


def test_without_a_password_none_is_taken_from_elsewhere(
    calls: Postgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    passwords = tmp_path / "passwords"
    passwords.write_text(f"*:*:*:*:{PASSWORD}\n")
    passwords.chmod(0o600)
    for name, value in {"PGPASSWORD": PASSWORD, "PGPASSFILE": str(passwords), "PGHOSTADDR": "192.0.2.1"}.items():
        monkeypatch.setenv(name, value)
    source = connect(tmp_path, url=calls.url())
    assert refused(source, ratio(TOTAL, bad=BAD)).reason is Reason.CREDENTIALS_REJECTED


def test_a_password_goes_to_this_machine_or_to_a_server_whose_certificate_is_checked(calls: Postgres) -> None:
    try:
        gethostbyname(gethostname())
    except OSError:
        require(False, "the name of this machine is known to no name server")
    named = calls.url(host=gethostname())
    answer = refused(asked(calls, url=named), ratio(TOTAL, bad=BAD))
    assert (answer.reason, "certificate" in answer.detail) == (Reason.SOURCE_MISCONFIGURED, True)
    assert events(measured(asked(calls, url=named, ca_file="authority.pem"), ratio(TOTAL, bad=BAD))) == HOURLY


def test_a_query_ends_at_the_server_when_its_time_is_up(calls: Postgres) -> None:
    source = asked(calls, timeout_seconds=Decimal("0.5"))
    slow = f"SELECT t AS bucket, n AS total {WINDOW} AND length(pg_sleep(60)::text) > 0"
    answer = refused(source, ratio(slow, bad=BAD))
    assert (answer.reason, "the query took longer" in answer.detail) == (Reason.OUT_OF_TIME, True)
    assert running_queries(calls) == 0
    assert events(measured(source, ratio(TOTAL, bad=BAD))) == HOURLY


def test_a_connection_that_broke_is_made_anew(calls: Postgres) -> None:
    source = asked(calls)
    measured(source, ratio(TOTAL, bad=BAD))
    calls.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'slo-gate'")
    assert refused(source, ratio(TOTAL, bad=BAD)).reason is Reason.SOURCE_UNREACHABLE
    assert events(measured(source, ratio(TOTAL, bad=BAD))) == HOURLY


def test_one_connection_serves_all_queries(calls: Postgres) -> None:
    source = asked(calls)
    query = "SELECT $start AS bucket, pg_backend_pid() AS {} WHERE $start < $end"
    lookbacks = [timedelta(hours=hours) for hours in (1, 2)]
    measurement = measured(source, ratio(query.format("total"), good=query.format("good")), *lookbacks)
    assert len({bucket.total for bucket in (*measurement.buckets, *measurement.stretches) if bucket}) == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_the_gate_and_the_query(calls: Postgres, tmp_path: Path, number: int, code: int) -> None:
    slow = f"SELECT t AS bucket, n AS total {WINDOW} AND length(pg_sleep(60)::text) > 0"
    (tmp_path / ".slo-gate.yaml").write_text(
        f"version: 1\nslos: [slo.yaml]\nsources:\n  desk: {{type: sql, url: '{calls.url()}', password: {{env: DESK_PASSWORD}}}}\n"
    )
    (tmp_path / "slo.yaml").write_text(SLO.format(query=slow))
    command = [sys.executable, "-m", "slo_gate.cli", "gate"]
    environ = os.environ | {"DESK_PASSWORD": PASSWORD, "PYTHONPATH": str(ROOT)}
    with (
        hearing_interrupts(),
        subprocess.Popen(
            command, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as gate,
    ):
        deadline = time.monotonic() + 60
        while not running_queries(calls):
            assert gate.poll() is None, gate.communicate()
            assert time.monotonic() < deadline
        gate.send_signal(number)
        out, err = gate.communicate(timeout=30)
    assert gate.returncode == code
    assert PASSWORD not in out + err
    assert running_queries(calls) == 0


SLO = """\
apiVersion: openslo/v1
kind: SLO
metadata: {{name: slow}}
spec:
  service: desk
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 30d, isRolling: true}}]
  indicator:
    metadata: {{name: slow}}
    spec:
      ratioMetric:
        counter: true
        good: {{metricSource: {{type: PostgreSQL, spec: {{query: "{query} AND failed = 0"}}}}}}
        total: {{metricSource: {{type: PostgreSQL, spec: {{query: "{query}"}}}}}}
  objectives: [{{displayName: slow, target: 0.9}}]
---
apiVersion: openslo/v1
kind: Service
metadata: {{name: desk}}
spec: {{}}
"""


def running_queries(postgres: Postgres) -> int:
    """How many of slo-gate's the server is at."""
    count = postgres.value(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'slo-gate' AND state = 'active'"
    )
    assert isinstance(count, int)
    return count
