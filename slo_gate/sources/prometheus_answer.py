"""What the answers of Prometheus' query API mean: samples, or why there are none."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from slo_gate.core.duration import spell
from slo_gate.core.measurement import Labels, Reason
from slo_gate.core.printable import printable
from slo_gate.transport import Deadline, FailureKind, Response, TransportFailure, retry_after

_MISCONFIGURED = frozenset({FailureKind.UNKNOWN_NAME, FailureKind.UNTRUSTED, FailureKind.UNWELCOME, FailureKind.PROXY})
_PARTIAL = ("partial", "truncated")
_SAMPLE = re.compile(r"NaN|[+-]Inf|-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?")
_LASTING = ("many-to-many", "duplicate", "same labelset", "too many samples", "exceeded maximum")
"""What a 422 says that the same query would be told again."""
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


def data_of(response: Response, deadline: Deadline) -> Mapping[str, Any]:
    """The answer's `data`, with the warnings beside it. Raises UnansweredError."""
    body = _body(response)
    refusal = _refusal(response, body, deadline)
    if refusal:
        raise refusal
    return _checked(body)


def unreachable(error: TransportFailure, deadline: Deadline) -> UnansweredError:
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


def answer_of(data: Mapping[str, Any]) -> Answer:
    """The samples of an answer. Raises UnansweredError."""
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
