"""Prometheus' query API: POST query and query_range, and what its answers and refusals mean."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from slo_gate.core.duration import spell
from slo_gate.core.measurement import Labels, Reason
from slo_gate.core.printable import printable
from slo_gate.transport import Client, Deadline, FailureKind, Response, TransportFailure, retry_after

ATTEMPTS = 3
FAILURES = 3
"""So many questions in a row without an answer, and the server is asked no more in this run."""
MAX_GET = 2000
"""Bytes of a query that may become part of an address, where the server takes no POST."""
MAX_POINTS = 10_000
"""Points of a series in one answer; Prometheus refuses more than 11,000."""
_MISCONFIGURED = frozenset({FailureKind.UNKNOWN_NAME, FailureKind.UNTRUSTED, FailureKind.PROXY})
_PARTIAL = ("partial", "truncated")
_SAMPLE = re.compile(r"NaN|[+-]Inf|-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?")
_LASTING = ("many-to-many", "duplicate", "same labelset", "too many samples", "exceeded maximum")
"""What a 422 says that the same query would be told again."""
_OF_THE_SERVER = frozenset(
    {
        Reason.SOURCE_UNREACHABLE,
        Reason.SOURCE_MISCONFIGURED,
        Reason.CREDENTIALS_REJECTED,
        Reason.THROTTLED,
        Reason.SOURCE_ERROR,
        Reason.MALFORMED_RESPONSE,
        Reason.WRONG_ENDPOINT,
    }
)
"""Failures that the next question would very likely meet as well."""
Series = dict[Labels, dict[datetime, Decimal]]


class UnansweredError(Exception):
    """A query without a usable answer. `detail` is our own words; `passing` tells that once more may be enough."""

    def __init__(self, reason: Reason, detail: str, *, passing: bool = False) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Answer:
    series: Series
    warnings: tuple[str, ...]


class Api:
    """Asks one server. The same question is asked once; once the server is gone, nothing more is."""

    def __init__(self, client: Client, prefix: str, deadline: Deadline) -> None:
        self._client = client
        self._prefix = prefix
        self._deadline = deadline
        self._known: dict[tuple[tuple[str, str], ...], Answer | UnansweredError] = {}
        self._failures = 0
        self._method = "POST"

    def query(self, text: str, at: datetime) -> Answer:
        """Samples at one instant. Raises UnansweredError."""
        return self._asked("query", {"query": text, "time": _unix(at)})

    def query_range(self, text: str, start: datetime, end: datetime, step: timedelta) -> Answer:
        """Samples at `start`, and each step after it until `end`. Raises UnansweredError."""
        series: Series = {}
        warnings: dict[str, None] = {}
        while start <= end:
            last = min(end, start + (MAX_POINTS - 1) * step)
            form = {"query": text, "start": _unix(start), "end": _unix(last), "step": _unix_length(step)}
            answer = self._asked("query_range", form)
            for labels, samples in answer.series.items():
                series.setdefault(labels, {}).update(samples)
            warnings |= dict.fromkeys(answer.warnings)
            start = last + step
        return Answer(series, tuple(warnings))

    def now(self) -> datetime | None:
        try:
            data = self._data("query", {"query": "time()"})
            return datetime.fromtimestamp(float(data["result"][1]), UTC)
        except (UnansweredError, KeyError, TypeError, ValueError, IndexError, OverflowError):
            return None

    def _asked(self, path: str, form: Mapping[str, str]) -> Answer:
        key = (("", path), *sorted(form.items()))
        if key not in self._known:
            try:
                self._known[key] = _answer(self._data(path, form))
            except UnansweredError as error:
                self._known[key] = error
        known = self._known[key]
        if isinstance(known, UnansweredError):
            raise known
        return known

    def _data(self, path: str, form: Mapping[str, str]) -> Mapping[str, Any]:
        """The answer's `data`, with the warnings beside it."""
        if self._failures >= FAILURES:
            detail = f"not asked, because {FAILURES} questions in a row before had no answer"
            raise UnansweredError(Reason.NOT_ASKED, detail)
        try:
            data = self._persistent(path, form)
        except UnansweredError as error:
            self._failures = self._failures + 1 if error.reason in _OF_THE_SERVER else 0
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
            raise _unreachable(error, self._deadline) from None
        body = _body(response)
        refusal = _refusal(response, body, self._deadline)
        if refusal:
            raise refusal
        return _checked(body)

    def _sent(self, path: str, form: Mapping[str, str]) -> Response:
        """POST, since a query may be longer than an address; GET from then on where the server takes no POST."""
        response = self._attempted(path, form)
        short = sum(map(len, form.values())) <= MAX_GET
        if self._method == "POST" and response.status in {405, 501} and short:
            self._method = "GET"
            response = self._attempted(path, form)
        return response

    def _attempted(self, path: str, form: Mapping[str, str]) -> Response:
        place = {"form" if self._method == "POST" else "params": form}
        return self._client.send(
            self._method, f"{self._prefix}/api/v1/{path}", deadline=self._deadline, attempts=ATTEMPTS, **place
        )


def _unreachable(error: TransportFailure, deadline: Deadline) -> UnansweredError:
    if not deadline.remaining:
        return UnansweredError(Reason.OUT_OF_TIME, "the time for asking the source was over")
    if error.kind in {FailureKind.BROKEN, FailureKind.TOO_LARGE}:
        return UnansweredError(Reason.MALFORMED_RESPONSE, f"the server {error.kind}")
    reason = Reason.SOURCE_MISCONFIGURED if error.kind in _MISCONFIGURED else Reason.SOURCE_UNREACHABLE
    return UnansweredError(reason, f"the server {error.kind}")


def _body(response: Response) -> Mapping[str, Any] | None:
    try:
        body = response.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _refusal(  # noqa: PLR0911 - a table of refusals
    response: Response, body: Mapping[str, Any] | None, deadline: Deadline
) -> UnansweredError | None:
    status = response.status
    if status == 200:
        return None
    kind = str(body.get("errorType", "")) if body else ""
    text = printable(str(body.get("error", "")), 200) if body else ""
    if status in {401, 403}:
        return UnansweredError(Reason.CREDENTIALS_REJECTED, f"the server answered {status}")
    if status == 429 or (status == 503 and "Retry-After" in response.headers):
        return UnansweredError(Reason.THROTTLED, f"the server answered {status}: {_throttled(response, deadline)}")
    if status in {404, 405, 501} or 300 <= status < 400:
        return UnansweredError(Reason.WRONG_ENDPOINT, f"the server answered {status}: no query API at this address")
    if kind == "bad_data" or (status == 422 and "pars" in text):
        return UnansweredError(Reason.QUERY_REJECTED, f"the server rejects the query: {text}")
    if "too many samples" in text or "exceeded maximum resolution" in text:
        return UnansweredError(Reason.QUERY_TOO_EXPENSIVE, "the query would load too many samples")
    if status == 422:
        passing = not any(words in text for words in _LASTING)
        return UnansweredError(Reason.QUERY_FAILED, "the server could not carry the query out (422)", passing=passing)
    return UnansweredError(Reason.SOURCE_ERROR, f"the server answered {status}")


def _throttled(response: Response, deadline: Deadline) -> str:
    asked = retry_after(response)
    if asked is not None and asked >= deadline.remaining:
        return (
            f"too many requests, and it asks to wait {spell(timedelta(seconds=asked))}, longer than this run may take"
        )
    return "too many requests"


def _checked(body: Mapping[str, Any] | None) -> Mapping[str, Any]:
    data = body.get("data") if body else None
    if body is None or body.get("status") != "success" or not isinstance(data, dict):
        detail = "the answer is not one of Prometheus' API: a login page or a proxy, perhaps"
        raise UnansweredError(Reason.MALFORMED_RESPONSE, detail, passing=True)
    warnings = [printable(str(text), 200) for text in [*(body.get("warnings") or ()), *(body.get("infos") or ())]]
    if body.get("isPartial") or any(word in text.lower() for text in warnings for word in _PARTIAL):
        raise UnansweredError(Reason.PARTIAL_DATA, "the server says that its answer is not complete")
    return {**data, "warnings": warnings}


def _answer(data: Mapping[str, Any]) -> Answer:
    kind, result = data.get("resultType"), data.get("result")
    if kind not in {"vector", "matrix"}:
        raise UnansweredError(Reason.WRONG_RESULT_TYPE, "the query must return an instant vector, and does not")
    series: Series = {}
    try:
        for one in result or ():
            labels = tuple(sorted((str(key), str(value)) for key, value in one["metric"].items() if key != "__name__"))
            pairs = [one["value"]] if kind == "vector" else one["values"]
            if labels in series:
                raise UnansweredError(Reason.INCONSISTENT_DATA, "two series of the answer have the same labels")
            if samples := dict(_samples(pairs)):
                series[labels] = samples
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation, OverflowError):
        raise UnansweredError(Reason.MALFORMED_RESPONSE, "a series of the answer has no usable samples") from None
    return Answer(series, tuple(data["warnings"]))


def _samples(pairs: list[Any]) -> Iterator[tuple[datetime, Decimal]]:
    """NaN is no sample: nothing was divided by nothing."""
    for time, text in pairs:
        if not _SAMPLE.fullmatch(text):  # Decimal would also take 1_0, blanks and other scripts' digits
            raise ValueError
        value = Decimal(text)
        if value.is_infinite():
            raise UnansweredError(Reason.INCONSISTENT_DATA, "a sample is infinite")
        if not value.is_nan():
            yield datetime.fromtimestamp(time, UTC), value


def _unix(instant: datetime) -> str:
    return f"{instant.timestamp():.3f}"


def _unix_length(length: timedelta) -> str:
    return f"{length.total_seconds():.3f}"
