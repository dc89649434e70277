"""What the answers of Prometheus' query API mean: samples, or why there are none."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from slo_gate.core.duration import spell
from slo_gate.core.measurement import Labels, Reason
from slo_gate.core.printable import printable
from slo_gate.transport import Deadline, FailureKind, Response, TransportFailure, retry_after

_MISCONFIGURED = frozenset({FailureKind.UNKNOWN_NAME, FailureKind.UNTRUSTED, FailureKind.UNWELCOME, FailureKind.PROXY})
_PARTIAL = ("partial", "truncated", "fetch series", "error", "fail", "unavailable", "timeout", "deadline", "remote")
"""What warnings say of data that is missing. Thanos passes on what it was told by a store that did not answer, and
Prometheus by a remote one. What either says of the query itself begins as follows.
"""
_OF_THE_QUERY = "PromQL "
_OF_A_STORE = "fetch series for"
"""What Thanos says where a store does not answer and the whole was asked for."""
_UNPARSED = ("cannot parse", "when parsing", "unparsed data", "unexpected token")
"""What VictoriaMetrics says, with status 422, of a query that is no PromQL."""
_EXPENSIVE = (
    "too many samples",
    "exceeded maximum resolution",
    "exceeded the maximum",  # Mimir: chunks, series or bytes of one query
    "exceeds the limit",  # Mimir: the time that one query spans
    "-search.max",  # VictoriaMetrics names the flag that limits it
)
_SAMPLE = r"(?:[+-]Inf|-?[0-9]{1,400}(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,4})?)"
_SAMPLES = re.compile(rf"(?:{_SAMPLE} )*")
"""All of a series at once: there may be many."""
_LASTING = ("many-to-many", "duplicate", "same labelset")
"""What a 422 says that the same query would be told again."""
_MOMENT = 0.01
"""Seconds by which instants may differ: they travel as numbers with three places."""
Series = dict[Labels, dict[datetime, Decimal]]


class UnansweredError(Exception):
    """A query without a usable answer. `detail` is our own words; `passing` tells that once more may be enough."""

    def __init__(self, reason: Reason, detail: str, *, passing: bool = False) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.passing = passing


class Answer(NamedTuple):
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
    if status in {401, 403}:
        return UnansweredError(Reason.CREDENTIALS_REJECTED, f"the server answered {status}")
    if status == 407:
        return UnansweredError(Reason.SOURCE_MISCONFIGURED, "the proxy asks to sign in (407)")
    if status == 429 or (status == 503 and "Retry-After" in response.headers):
        return UnansweredError(Reason.THROTTLED, f"the server answered {status}: {_throttled(response, deadline)}")
    if status in {404, 405, 501} or 300 <= status < 400:
        return UnansweredError(Reason.WRONG_ENDPOINT, f"the server answered {status}: no query API at this address")
    if status in {400, 422}:
        return _refused_query(status, str((body or {}).get("errorType")), _said(body))
    return UnansweredError(Reason.SOURCE_ERROR, f"the server answered {status}")


def _refused_query(status: int, kind: str, text: str) -> UnansweredError:
    if any(words in text for words in _EXPENSIVE):
        return UnansweredError(Reason.QUERY_TOO_EXPENSIVE, "the query would load more than the server allows")
    if status == 400 or (kind == "422" and any(words in text for words in _UNPARSED)):
        shown = printable(text, 200) or "it does not say why"
        return UnansweredError(Reason.QUERY_REJECTED, f"the server rejects the query: {shown}")
    if _OF_A_STORE in text:
        return UnansweredError(Reason.PARTIAL_DATA, "a store behind the server does not answer", passing=True)
    passing = not any(words in text for words in _LASTING)
    return UnansweredError(Reason.QUERY_FAILED, "the server could not carry the query out (422)", passing=passing)


def _said(body: Mapping[str, Any] | None) -> str:
    """Why a server refuses, in its own words: a text, or Google's record of one; empty where it does not say."""
    error = (body or {}).get("error", "")
    return str(error.get("message", "")) if isinstance(error, dict) else str(error)


def _throttled(response: Response, deadline: Deadline) -> str:
    asked = retry_after(response)
    if asked is not None and asked >= deadline.remaining:
        return (
            f"too many requests, and it asks to wait {spell(timedelta(seconds=asked))}, longer than this run may take"
        )
    return "too many requests"


def _checked(body: Mapping[str, Any] | None) -> Mapping[str, Any]:
    data = body.get("data") if body else None
    noted = [body.get(key) or [] for key in ("warnings", "infos")] if body else []
    sound = all(isinstance(texts, list) for texts in noted)
    if body is None or body.get("status") != "success" or not isinstance(data, dict) or not sound:
        detail = "the answer is not one of Prometheus' API: a login page or a proxy, perhaps"
        raise UnansweredError(Reason.MALFORMED_RESPONSE, detail, passing=True)
    warnings = [str(text) for texts in noted for text in texts]
    if body.get("isPartial") or any(map(_tells_of_a_gap, warnings)):
        raise UnansweredError(Reason.PARTIAL_DATA, "the server says that its answer is not complete", passing=True)
    return {**data, "warnings": [printable(text, 200) for text in warnings]}


def _tells_of_a_gap(warning: str) -> bool:
    return not warning.startswith(_OF_THE_QUERY) and any(word in warning.lower() for word in _PARTIAL)


def answer_of(data: Mapping[str, Any], question: Mapping[str, str]) -> Answer:
    """The samples of an answer to a question, as its form was sent. Raises UnansweredError."""
    kind, result = data.get("resultType"), data.get("result")
    if kind not in {"vector", "matrix"}:
        raise UnansweredError(Reason.WRONG_RESULT_TYPE, "the query must return an instant vector, and does not")
    series: Series = {}
    instants = _Instants()
    try:
        for one in result or ():
            if "histogram" in one or "histograms" in one:
                raise UnansweredError(Reason.WRONG_RESULT_TYPE, "the query yields native histograms, and not numbers")
            labels = _labels(one["metric"])
            if labels in series:
                raise UnansweredError(Reason.INCONSISTENT_DATA, "two series of the answer have the same labels")
            if samples := _samples([one["value"]] if kind == "vector" else one["values"], instants):
                series[labels] = samples
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation, OverflowError, OSError):
        raise UnansweredError(Reason.MALFORMED_RESPONSE, "a series of the answer has no usable samples") from None
    if kind == "matrix":
        _refuse_other_instants(series, question)
    return Answer(series, tuple(data["warnings"]))


def clock_of(data: Mapping[str, Any]) -> datetime:
    """The instant that a query for `time()` tells: a scalar, or a vector's only sample on VictoriaMetrics.

    Raises KeyError, TypeError, ValueError, IndexError or OverflowError where it tells none.
    """
    result = data["result"]
    sample = result[0]["value"] if data["resultType"] == "vector" else result
    return datetime.fromtimestamp(float(sample[1]), UTC)


def _labels(metric: Mapping[str, Any]) -> Labels:
    """Raises UnicodeEncodeError, which is a ValueError, for what JSON can escape and nobody can write."""
    labels = tuple(sorted((str(key), str(value)) for key, value in metric.items() if key != "__name__"))
    for label in labels:
        "".join(label).encode()
    return labels


class _Instants(dict[Any, datetime]):
    """The instants of an answer, by their numbers: its series have the same ones."""

    def __missing__(self, time: Any) -> datetime:
        instant = self[time] = datetime.fromtimestamp(time, UTC)
        return instant


def _samples(pairs: list[Any], instants: _Instants) -> dict[datetime, Decimal]:
    """NaN is no sample: nothing was divided by nothing. Raises ValueError where two have one instant."""
    texts = {time: text for time, text in pairs if text != "NaN"}
    if len(texts) < len(pairs) and len({time for time, _ in pairs}) < len(pairs):
        raise ValueError
    return dict(zip(map(instants.__getitem__, texts), _numbers(texts.values()), strict=True))


def _numbers(texts: Iterable[str]) -> Iterator[Decimal]:
    """Raises ValueError where one is none: Decimal would also take 1_0, blanks and other scripts' digits."""
    spaced = " ".join([*texts, ""])
    if not _SAMPLES.fullmatch(spaced):
        raise ValueError
    if "Inf" in spaced:
        raise UnansweredError(Reason.INCONSISTENT_DATA, "a sample is infinite")
    return map(Decimal, texts)


def _refuse_other_instants(series: Series, question: Mapping[str, str]) -> None:
    """A cache may move instants to its own; then a bucket would hold the events of another. Raises UnansweredError."""
    start, end, step = (float(question.get(key, "nan")) for key in ("start", "end", "step"))
    for at in {at for samples in series.values() for at in samples}:
        offset = at.timestamp() - start
        beside = abs(offset - round(offset / step) * step)
        if not (-_MOMENT <= offset <= end - start + _MOMENT and beside <= _MOMENT):
            detail = "a sample is of an instant that was not asked for: a cache between moves them, perhaps"
            raise UnansweredError(Reason.MALFORMED_RESPONSE, detail)
