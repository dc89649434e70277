"""What BigQuery's REST interface does with the engine behind it: jobs, their pages of rows, tables, and errors.

The engine is real (tests/support/bigquery_engine.py). The rest stands in, after BigQuery's reference of its REST interface: one
project with one dataset, which every table is in; a query is done when its request is answered, and its rows come in pages. A
query that the engine refuses is refused as BigQuery words it. A table is found by its own name, and by its whole name in one
pair of backquotes. Nothing is known of rights, quotas, slots and locations: what BigQuery says of those, a test has to say.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Any, NamedTuple

from tests.support import bigquery_values as values
from tests.support.bigquery_engine import GoogleSql, GoogleSqlError, Table

PROJECT, DATASET = "gate-project", "desk"
LOCATION = "EU"
PAGE = 20_000
"""Rows in one answer, at most."""

_NO_TABLE = re.compile(r"Table not found: (\S+?);? ")


class ApiError(Exception):
    """An error as BigQuery answers it: the status of HTTP, a reason, and words."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason

    def body(self) -> dict[str, Any]:
        error = {"message": str(self), "domain": "global", "reason": self.reason}
        return {"error": {"code": self.status, "message": str(self), "errors": [error]}}


class Asked(NamedTuple):
    """A request. `given` is its body, or what stands behind the question mark."""

    method: str
    path: str
    given: Mapping[str, Any]


class Found(NamedTuple):
    """An answer as it is sent: the columns of its schema, and its rows."""

    columns: Sequence[Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]]


@dataclass
class Job:
    """`answer` is None for a job that never ends by itself; `until` is when its time is up."""

    name: str
    answer: Found | None
    until: float
    stopped: Event = field(default_factory=Event)

    def wait(self, given: Mapping[str, Any]) -> None:
        """As long as who asks wants, or ten seconds, or until it is over."""
        if not self.answer:
            self.stopped.wait(max(min(int(given.get("timeoutMs", 10_000)) / 1000, self.until - monotonic()), 0))

    @property
    def reference(self) -> dict[str, str]:
        return {"projectId": PROJECT, "jobId": self.name, "location": LOCATION}

    def error(self) -> ApiError | None:
        if self.stopped.is_set():
            return ApiError(400, "stopped", "Job execution was cancelled: User requested cancellation")
        if not self.answer and monotonic() >= self.until:
            return ApiError(400, "timeout", "Operation timed out. Consider reducing the amount of work.")
        return None


@dataclass
class Service:
    engine: GoogleSql
    endless: bool = False
    """Whether the jobs that begin now never end by themselves."""

    copies: int = 1
    """How many times over an answer has its rows."""

    jobs: dict[str, Job] = field(default_factory=dict)
    requests: list[Asked] = field(default_factory=list)
    """What was asked, but for tables."""

    _tables: dict[str, Table] = field(default_factory=dict)
    _kinds: dict[str, dict[str, str]] = field(default_factory=dict)

    def answered(self, asked: Asked) -> dict[str, Any]:
        """Raises ApiError."""
        path = asked.path.removeprefix(f"/bigquery/v2/projects/{PROJECT}/")
        kind, *rest = path.split("/")
        if kind == "datasets":
            return self._table(asked, rest)
        self.requests.append(asked)
        if (kind, asked.method) == ("queries", "POST"):
            return self._query(asked.given)
        job = self.jobs.get(rest[0]) if rest else None
        if not job:
            raise ApiError(404, "notFound", f"Not found: {asked.path}")
        if rest[1:] == ["cancel"]:
            job.stopped.set()
            return {"job": self._state(job)}
        return self._state(job) if kind == "jobs" else self._rows(job, asked.given)

    def _table(self, asked: Asked, rest: list[str]) -> dict[str, Any]:
        """`tables.insert`, `tables.delete`, and `tabledata.insertAll`."""
        if rest[-1] == "tables":
            name = asked.given["tableReference"]["tableId"]
            self._kinds[name] = {one["name"]: one["type"] for one in asked.given["schema"]["fields"]}
            columns = [(column, values.kind_of(wire)) for column, wire in self._kinds[name].items()]
            self._tables[name] = Table(columns, [])
        elif asked.method == "DELETE":
            del self._tables[rest[-1]]
        else:
            name, kinds = rest[-2], self._kinds[rest[-2]]
            added = [
                [values.value_of(kinds[key], one["json"].get(key)) for key in kinds] for one in asked.given["rows"]
            ]
            self._tables[name] = Table(self._tables[name].columns, [*self._tables[name].rows, *added])
        named = {f"{PROJECT}.{DATASET}.{name}": table for name, table in self._tables.items()}
        self.engine.hold(self._tables | named)
        return {}

    def _query(self, given: Mapping[str, Any]) -> dict[str, Any]:
        seconds = int(given.get("jobTimeoutMs", 6 * 3600 * 1000)) / 1000
        answer = None if self.endless else self._evaluated(given)
        job = Job(f"job-{len(self.jobs)}", answer, monotonic() + seconds)
        self.jobs[job.name] = job
        return self._rows(job, given)

    def _evaluated(self, given: Mapping[str, Any]) -> Found:
        assert given["useLegacySql"] is False
        dataset = given.get("defaultDataset")
        if dataset and dataset["datasetId"] != DATASET:
            raise ApiError(404, "notFound", f"Not found: Dataset {PROJECT}:{dataset['datasetId']} was not found in location {LOCATION}")  # fmt: skip
        parameters = {
            one["name"]: (
                values.kind_of(one["parameterType"]["type"]),
                values.value_of(one["parameterType"]["type"], one["parameterValue"]["value"]),
            )
            for one in given.get("queryParameters", [])
        }
        try:
            found = self.engine.query(given["query"], parameters)
        except GoogleSqlError as error:
            raise _refused(error) from error
        kinds = [kind for _, kind in found.columns]
        columns = [values.field(name or f"f{place}_", kind) for place, (name, kind) in enumerate(found.columns)]
        return Found(columns, [values.row(cells, kinds) for cells in found.rows] * self.copies)

    def _state(self, job: Job) -> dict[str, Any]:
        error = job.error()
        done = bool(job.answer or error)
        status: dict[str, Any] = {"state": "DONE" if done else "RUNNING"}
        if error:
            status["errorResult"] = error.body()["error"]["errors"][0]
        return {
            "jobReference": job.reference,
            "status": status,
            "statistics": {"query": {"statementType": "SELECT"}},
            "configuration": {"jobType": "QUERY", "query": {"useLegacySql": False}},
        }

    def _rows(self, job: Job, given: Mapping[str, Any]) -> dict[str, Any]:
        """`jobs.query` and `jobs.getQueryResults`."""
        job.wait(given)
        error = job.error()
        if error:
            raise error
        if not job.answer:
            return {"jobReference": job.reference, "jobComplete": False}
        start, wanted = int(given.get("pageToken") or 0), min(int(given.get("maxResults", PAGE)), PAGE)
        answer, end = job.answer, start + wanted
        page: dict[str, Any] = {
            "jobReference": job.reference,
            "jobComplete": True,
            "schema": {"fields": answer.columns},
            "totalRows": str(len(answer.rows)),
            "rows": answer.rows[start:end],
        }
        return page | ({"pageToken": str(end)} if wanted and end < len(answer.rows) else {})


def _refused(error: GoogleSqlError) -> ApiError:
    """BigQuery has an error of its own for tables: where they are is not a matter of its SQL."""
    table = _NO_TABLE.match(f"{error} ")
    if table and "." not in table[1]:
        return ApiError(404, "notFound", f"Not found: Table {PROJECT}:{DATASET}.{table[1]} was not found in location {LOCATION}")  # fmt: skip
    return ApiError(400, "invalidQuery", str(error))
