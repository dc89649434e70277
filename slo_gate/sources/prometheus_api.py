"""Prometheus' query API, asked: POST query and query_range, again where once more may be enough."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from slo_gate.core.measurement import Reason
from slo_gate.sources.prometheus_answer import (
    Answer,
    Series,
    UnansweredError,
    answer_of,
    clock_of,
    data_of,
    unreachable,
)
from slo_gate.sources.prometheus_ask import Times
from slo_gate.transport import Client, Deadline, Response, TransportFailure

ATTEMPTS = 3
FAILURES = 3
"""So many questions in a row without an answer, and the server is asked no more in this run."""
MAX_GET = 2000
"""Bytes of a query that may become part of an address, where the server takes no POST."""
MAX_POINTS = 10_000
"""Points of a series in one answer; Prometheus refuses more than 11,000."""
OF_THE_SERVER = frozenset(
    {
        Reason.SOURCE_UNREACHABLE,
        Reason.SOURCE_MISCONFIGURED,
        Reason.CREDENTIALS_REJECTED,
        Reason.THROTTLED,
        Reason.WRONG_ENDPOINT,
        Reason.PARTIAL_DATA,
        Reason.OUT_OF_TIME,
        Reason.NOT_ASKED,
    }
)
"""Failures that have nothing to do with what was asked."""
_LIKELY_OF_THE_SERVER = (OF_THE_SERVER - {Reason.PARTIAL_DATA}) | {Reason.SOURCE_ERROR, Reason.MALFORMED_RESPONSE}
"""Failures that the next question would very likely meet as well."""


class Api:
    """Asks one server, also from several threads at once. Once the server is gone, nothing more is asked."""

    def __init__(self, client: Client, prefix: str, deadline: Deadline, method: str = "POST") -> None:
        self._client = client
        self._prefix = prefix
        self._deadline = deadline
        self._failures = 0
        self._method = method

    def answer(self, text: str, times: Times) -> Answer:
        """Samples at some times. Raises UnansweredError."""
        if times.step is None:
            form = {"query": text, "time": _unix(times.end)}
            return answer_of(self._data("query", form), form)
        return self._range(text, times.start, times.end, times.step)

    def _range(self, text: str, start: datetime, end: datetime, step: timedelta) -> Answer:
        series: Series = {}
        warnings: dict[str, None] = {}
        while start <= end:
            last = min(end, start + (MAX_POINTS - 1) * step)
            form = {"query": text, "start": _unix(start), "end": _unix(last), "step": _unix_length(step)}
            answer = answer_of(self._data("query_range", form), form)
            for labels, samples in answer.series.items():
                series.setdefault(labels, {}).update(samples)
            warnings |= dict.fromkeys(answer.warnings)
            start = last + step
        return Answer(series, tuple(warnings))

    @property
    def given_up(self) -> bool:
        """Whether so many questions had no answer that no more are asked."""
        return self._failures >= FAILURES

    def now(self) -> datetime | None:
        try:
            return clock_of(self._data("query", {"query": "time()"}))
        except (UnansweredError, KeyError, TypeError, ValueError, IndexError, OverflowError):
            return None
        finally:
            self._deadline.hold()  # whoever asks for the time early has other work to do before the next question

    def recording_rules(self) -> tuple[Mapping[str, Any], ...]:
        """The rules that record, as the server describes them; none where it does not tell."""
        path = f"{self._prefix}/api/v1/rules"
        try:
            response = self._client.send("GET", path, deadline=self._deadline, attempts=1, params={"type": "record"})
            groups = data_of(response, self._deadline)["groups"]
            return tuple(rule for group in groups for rule in group["rules"] if rule.get("type") == "recording")
        except (TransportFailure, UnansweredError, KeyError, TypeError, AttributeError):
            return ()

    def _data(self, path: str, form: Mapping[str, str]) -> Mapping[str, Any]:
        """The answer's `data`, with the warnings beside it."""
        if self.given_up:
            detail = f"not asked, because {FAILURES} questions in a row before had no answer"
            raise UnansweredError(Reason.NOT_ASKED, detail)
        try:
            data = self._persistent(path, form)
        except UnansweredError as error:
            self._failures = self._failures + 1 if error.reason in _LIKELY_OF_THE_SERVER else 0
            raise
        self._failures = 0
        return data

    def _persistent(self, path: str, form: Mapping[str, str]) -> Mapping[str, Any]:
        """The transport has tried again where the network or the server's status said so; this is for the answer's text."""
        try:
            return self._once(path, form)
        except UnansweredError as error:
            if not error.passing:
                raise
        return self._once(path, form)

    def _once(self, path: str, form: Mapping[str, str]) -> Mapping[str, Any]:
        try:
            response = self._sent(path, form)
        except TransportFailure as error:
            raise unreachable(error, self._deadline) from None
        return data_of(response, self._deadline)

    def _sent(self, path: str, form: Mapping[str, str]) -> Response:
        """POST, since a query may be longer than an address; GET from then on where the server takes no POST."""
        method = self._method
        response = self._attempted(method, path, form)
        short = sum(map(len, form.values())) <= MAX_GET
        if method == "POST" and response.status in {405, 501} and short:
            self._method = "GET"
            response = self._attempted("GET", path, form)
        return response

    def _attempted(self, method: str, path: str, form: Mapping[str, str]) -> Response:
        place = {"form" if method == "POST" else "params": form}
        return self._client.send(
            method, f"{self._prefix}/api/v1/{path}", deadline=self._deadline, attempts=ATTEMPTS, **place
        )


def _unix(instant: datetime) -> str:
    return f"{instant.timestamp():.3f}"


def _unix_length(length: timedelta) -> str:
    return f"{length.total_seconds():.3f}"
