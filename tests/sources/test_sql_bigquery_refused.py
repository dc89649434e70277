"""What GoogleSQL's own engine refuses through the sql source, what BigQuery says of other things, and how slo-gate says so."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from slo_gate.core.measurement import Reason
from slo_gate.core.ports import Source
from tests.support.bigquery import asked
from tests.support.bigquery_calls import BAD, TOTAL
from tests.support.sql import HOURLY, WINDOW, events, measured, ratio, refused

if TYPE_CHECKING:
    from tests.support.bigquery_server import BigQuery

pytestmark = pytest.mark.xdist_group("bigquery")


@pytest.fixture(scope="module")
def source(bigquery: "BigQuery", tmp_path_factory: pytest.TempPathFactory) -> Source:
    return asked(bigquery, tmp_path_factory.mktemp("account"))


@pytest.fixture
def brief(bigquery: "BigQuery", tmp_path: Path) -> Source:
    return asked(bigquery, tmp_path, timeout_seconds=Decimal("1.5"))


@pytest.mark.parametrize(
    ("total", "reason", "words"),
    [
        pytest.param(TOTAL.replace("sum(n)", "sum(m)"), Reason.QUERY_REJECTED, "Unrecognized name: m", id="a column"),
        pytest.param(TOTAL.replace("calls", "cals"), Reason.QUERY_REJECTED, "Not found: Table gate-project:desk.cals", id="a table"),
        pytest.param(TOTAL.replace("DIV(", "DIB("), Reason.QUERY_REJECTED, "Function not found: DIB", id="a function"),
        pytest.param(TOTAL.replace("GROUP BY", "GROUP"), Reason.QUERY_REJECTED, "Syntax error", id="its end"),
        pytest.param(TOTAL.replace(" GROUP BY bucket", ""), Reason.QUERY_REJECTED, "neither grouped nor aggregated", id="no GROUP BY"),
        pytest.param(TOTAL.replace("sum(n)", "sum(site)"), Reason.QUERY_REJECTED, "No matching signature for aggregate function SUM", id="a type"),
        pytest.param(TOTAL.replace("$step)", "CAST(5 AS INT32))"), Reason.QUERY_REJECTED, "Type not found: INT32", id="a type of Google's own alone"),
        pytest.param(TOTAL.replace("n)", "@n)"), Reason.QUERY_REJECTED, "Query parameter 'n' not found", id="a parameter of BigQuery's"),
        pytest.param(f"SELECT time_bucket($step, t, $start) AS bucket, n AS total {WINDOW}", Reason.QUERY_REJECTED, "Function not found", id="DuckDB's bucket"),
        pytest.param(f"{TOTAL}; DROP TABLE calls", Reason.QUERY_REJECTED, "one SELECT", id="a second statement"),
        pytest.param(f"{TOTAL}) AS a; DROP TABLE calls --", Reason.QUERY_REJECTED, "one SELECT", id="more parentheses than were opened"),
        pytest.param("DELETE FROM calls WHERE t >= $start AND t < $end", Reason.QUERY_REJECTED, "one SELECT", id="DELETE"),
        pytest.param("EXPORT DATA OPTIONS (uri='gs://a/*') AS SELECT $start, $end", Reason.QUERY_REJECTED, "one SELECT", id="EXPORT"),
        pytest.param(TOTAL.replace("sum(n)", "sum(CAST(site AS INT64))"), Reason.QUERY_FAILED, "(invalidQuery)", id="bad data, which is not shown"),
        pytest.param(TOTAL.replace("sum(n)", "DIV(1, sum(n - n))"), Reason.QUERY_FAILED, "(invalidQuery)", id="a division by zero"),
        pytest.param(TOTAL.replace("t >=", "n > 9999 AND t >="), Reason.NO_DATA, "no rows", id="no rows"),
        pytest.param(TOTAL.replace("sum(n)", "REPEAT('x', 1001)"), Reason.QUERY_TOO_EXPENSIVE, "1,000 char", id="a long text"),
    ],
)  # fmt: skip
def test_measure_says_why_it_has_no_number(source: Source, total: str, reason: Reason, words: str) -> None:
    answer = refused(source, ratio(total, bad=BAD.replace("t >=", "n > 9999 AND t >=")))
    assert (answer.reason, words in answer.detail) == (reason, True), answer.detail
    assert not [word for word in ("north", "127.0.0.1", "job-", "LIMIT") if word in answer.detail], answer.detail
    assert events(measured(source, ratio(TOTAL, bad=BAD))) == HOURLY


def test_more_rows_than_are_taken_are_refused(bigquery: "BigQuery", source: Source) -> None:
    """They come in pages. The engine would take its time for as many, so each comes many times over."""
    bigquery.service.copies = 30_000
    try:
        answer = refused(source, ratio(f"SELECT t AS bucket, n AS total {WINDOW}", bad=BAD))
    finally:
        bigquery.service.copies = 1
    assert (answer.reason, "100,000 rows" in answer.detail) == (Reason.QUERY_TOO_EXPENSIVE, True), answer
    pages = [one for one in bigquery.service.requests if one.given.get("pageToken")]
    assert len(pages) == 20
    assert events(measured(source, ratio(TOTAL, bad=BAD))) == HOURLY


ACCESS = (
    "Access Denied: Table gate-project:desk.calls: User does not have permission to query table gate-project:desk.calls"
)


@pytest.mark.parametrize(
    ("status", "named", "said", "reason"),
    [
        pytest.param(401, "authError", "Invalid Credentials", Reason.CREDENTIALS_REJECTED, id="a token that is refused"),
        pytest.param(403, "accessDenied", ACCESS, Reason.QUERY_REJECTED, id="a table of others"),
        pytest.param(403, "accessDenied", "Access Denied: Project gate-project: User does not have bigquery.jobs.create permission", Reason.CREDENTIALS_REJECTED, id="a project of others"),
        pytest.param(403, "quotaExceeded", "Quota exceeded: Your usage exceeded the custom quota for QueryUsagePerDay", Reason.THROTTLED, id="the quota of a day"),
        pytest.param(403, "rateLimitExceeded", "Exceeded rate limits: too many concurrent queries", Reason.THROTTLED, id="too many queries at once"),
        pytest.param(429, "rateLimitExceeded", "Exceeded rate limits", Reason.THROTTLED, id="429"),
        pytest.param(400, "resourcesExceeded", "Resources exceeded during query execution", Reason.QUERY_TOO_EXPENSIVE, id="too much memory"),
        pytest.param(403, "responseTooLarge", "Response too large to return", Reason.QUERY_TOO_EXPENSIVE, id="too large an answer"),
        pytest.param(400, "bytesBilledLimitExceeded", "Query exceeded limit for bytes billed", Reason.QUERY_TOO_EXPENSIVE, id="too many bytes"),
        pytest.param(403, "billingNotEnabled", "Access Denied: BigQuery: billing is not enabled", Reason.CREDENTIALS_REJECTED, id="no billing"),
        pytest.param(400, "invalidQuery", "Cannot query over table 'calls' without a filter over column(s) 't'", Reason.QUERY_REJECTED, id="a partition that is not named"),
        pytest.param(404, "notFound", "Not found: Project gate-project", Reason.SOURCE_MISCONFIGURED, id="an unknown project"),
        pytest.param(500, "internalError", "An internal error occurred", Reason.SOURCE_UNREACHABLE, id="500"),
        pytest.param(503, "backendError", "Error encountered during execution. Retrying may solve the problem", Reason.SOURCE_UNREACHABLE, id="503"),
        pytest.param(502, "", "", Reason.SOURCE_UNREACHABLE, id="502 of what stands before it"),
        pytest.param(0, "", "", Reason.SOURCE_UNREACHABLE, id="no answer"),
    ],
)  # fmt: skip
def test_what_bigquery_says_has_its_reason(bigquery: "BigQuery", brief: Source, status: int, named: str, said: str, reason: Reason) -> None:  # fmt: skip
    """Its client would ask again for ten minutes where another answer may come: no longer than the time is that a query has."""
    with bigquery.failing(status, named, said):
        answer = refused(brief, ratio(TOTAL, bad=BAD))
    assert answer.reason is reason, answer
    assert not [word for word in ("127.0.0.1", "gate-project", "canary") if word in answer.detail], answer.detail
    assert events(measured(brief, ratio(TOTAL, bad=BAD))) == HOURLY


def test_what_passes_is_asked_again(bigquery: "BigQuery", source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    passing = iter(["backendError"])
    answered = bigquery.service.answered

    def once(request: object) -> object:
        from tests.support.bigquery_service import ApiError  # noqa: PLC0415 - the engine is there once the server is

        for reason in passing:
            raise ApiError(503, reason, "Retrying may solve the problem")
        return answered(request)  # type: ignore[arg-type]

    monkeypatch.setattr(bigquery.service, "answered", once)
    assert events(measured(source, ratio(TOTAL, bad=BAD))) == HOURLY


@pytest.fixture
def endless(bigquery: "BigQuery") -> Iterator["BigQuery"]:
    bigquery.service.endless = True
    yield bigquery
    bigquery.service.endless = False


def test_a_job_that_never_ends_is_stopped_at_the_server_too(endless: "BigQuery", brief: Source) -> None:
    begun = len(endless.service.jobs)
    assert refused(brief, ratio(TOTAL, bad=BAD)).reason is Reason.OUT_OF_TIME
    jobs = list(endless.service.jobs.values())[begun:]
    assert jobs
    assert [job for job in jobs if not job.error()] == []
    endless.service.endless = False
    assert events(measured(brief, ratio(TOTAL, bad=BAD))) == HOURLY


def test_the_job_has_the_limit_of_the_page(bigquery: "BigQuery", source: Source) -> None:
    measured(source, ratio(TOTAL, bad=BAD))
    given = bigquery.service.requests[-1].given
    assert (given["jobTimeoutMs"], given["defaultDataset"]) == (
        "30000",
        {"projectId": "gate-project", "datasetId": "desk"},
    )


def test_an_unknown_dataset_is_told(bigquery: "BigQuery", tmp_path: Path) -> None:
    answer = refused(asked(bigquery, tmp_path, url="bigquery://gate-project/elsewhere"), ratio(TOTAL, bad=BAD))
    assert (answer.reason, "Not found: Dataset gate-project:elsewhere" in answer.detail) == (
        Reason.QUERY_REJECTED,
        True,
    )
