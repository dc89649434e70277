"""Prometheus' query API: POST query and query_range, and what its answers and refusals mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from slo_gate.core.measurement import Labels, Reason
from slo_gate.core.printable import printable
from slo_gate.transport import Client, Deadline, FailureKind, Response, TransportFailure

ATTEMPTS = 3
MAX_POINTS = 10_000
"""Points of a series in one answer; Prometheus refuses more than 11,000."""
_MISCONFIGURED = frozenset({FailureKind.UNKNOWN_NAME, FailureKind.UNTRUSTED, FailureKind.PROXY})
_PARTIAL = ("partial", "truncated")
Series = dict[Labels, dict[datetime, Decimal]]


class UnansweredError(Exception):
    """A query without a usable answer. `detail` is our own words."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


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
        self._gone: UnansweredError | None = None

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
        if self._gone:
            raise UnansweredError(Reason.NOT_ASKED, f"not asked, because before {self._gone.detail}")
        try:
            response = self._client.send(
                "POST", f"{self._prefix}/api/v1/{path}", form=form, deadline=self._deadline, attempts=ATTEMPTS
            )
        except TransportFailure as error:
            failure = _unreachable(error, self._deadline)
            if failure.reason is not Reason.MALFORMED_RESPONSE:
                self._gone = failure
            raise failure from None
        body = _body(response)
        refusal = _refusal(response, body)
        if refusal:
            raise refusal
        return _checked(body)


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
    response: Response, body: Mapping[str, Any] | None
) -> UnansweredError | None:
    status = response.status
    if status == 200:
        return None
    kind = str(body.get("errorType", "")) if body else ""
    text = printable(str(body.get("error", "")), 200) if body else ""
    if status in {401, 403}:
        return UnansweredError(Reason.CREDENTIALS_REJECTED, f"the server answered {status}")
    if status == 429 or (status == 503 and "Retry-After" in response.headers):
        return UnansweredError(Reason.THROTTLED, f"the server answered {status}: too many requests")
    if status in {404, 405} or 300 <= status < 400:
        return UnansweredError(Reason.WRONG_ENDPOINT, f"the server answered {status}: no query API at this address")
    if kind == "bad_data" or (status == 422 and "pars" in text):
        return UnansweredError(Reason.QUERY_REJECTED, f"the server rejects the query: {text}")
    if "too many samples" in text or "exceeded maximum resolution" in text:
        return UnansweredError(Reason.QUERY_TOO_EXPENSIVE, "the query would load too many samples")
    if status == 422:
        return UnansweredError(Reason.QUERY_FAILED, "the server could not carry the query out (422)")
    return UnansweredError(Reason.SOURCE_ERROR, f"the server answered {status}")


def _checked(body: Mapping[str, Any] | None) -> Mapping[str, Any]:
    data = body.get("data") if body else None
    if body is None or body.get("status") != "success" or not isinstance(data, dict):
        detail = "the answer is not one of Prometheus' API: a login page or a proxy, perhaps"
        raise UnansweredError(Reason.MALFORMED_RESPONSE, detail)
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
            series[labels] = dict(_samples(pairs))
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation, OverflowError):
        raise UnansweredError(Reason.MALFORMED_RESPONSE, "a series of the answer has no usable samples") from None
    return Answer(series, tuple(data["warnings"]))


def _samples(pairs: list[Any]) -> Iterator[tuple[datetime, Decimal]]:
    """NaN is no sample: nothing was divided by nothing."""
    for time, text in pairs:
        value = Decimal(text)
        if value.is_infinite():
            raise UnansweredError(Reason.INCONSISTENT_DATA, "a sample is infinite")
        if not value.is_nan():
            yield datetime.fromtimestamp(time, UTC), value


def _unix(instant: datetime) -> str:
    return f"{instant.timestamp():.3f}"


def _unix_length(length: timedelta) -> str:
    return f"{length.total_seconds():.3f}"
