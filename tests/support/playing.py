"""A server that plays Prometheus: two counters that never rest, and whatever lie a test wants told about them."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.support.faults import Request, Script, json_reply
from tests.support.prometheus import AT

Answer = dict[str, Any]
Lie = Callable[[Answer], object]
"""Makes another answer of a true one to a range query; it may change the one that it is given."""
DAILY, GOOD_DAILY = 1000, 999.5
"""Events of each bucket, and those of them that the metric `r_good_total` tells of."""


def truthful(answer: Answer) -> Answer:
    return answer


def playing(lie: Lie = truthful, newest: float = AT.timestamp() - 60, clock: float = AT.timestamp()) -> Script:
    """`newest` is when the newest sample is from, and `clock` the server's, in seconds."""

    def script(request: Request) -> Callable[..., None]:
        question = _question(request)
        if question["query"] == "time()":
            return json_reply(_success("scalar", [clock, str(clock)]))
        if "timestamp(" in question["query"]:
            return json_reply(_success("vector", [{"metric": {}, "value": [clock, str(newest)]}]))
        if "step" in question:
            return json_reply(lie(_success("matrix", [{"metric": {}, "values": _values(question)}])))
        return json_reply(_success("vector", [{"metric": {}, "value": [float(question["time"]), _events(question)]}]))

    return script


def each_series(change: Callable[[Answer], object]) -> Lie:
    """A lie about each series of an answer, which `change` changes in place."""

    def lie(answer: Answer) -> Answer:
        for series in answer["data"]["result"]:
            change(series)
        return answer

    return lie


def _question(request: Request) -> Mapping[str, str]:
    return dict(parse_qsl(urlsplit(request.target).query) + parse_qsl(request.body))


def _success(kind: str, result: object) -> Answer:
    return {"status": "success", "data": {"resultType": kind, "result": result}}


def _values(question: Mapping[str, str]) -> list[list[object]]:
    start, end, step = (float(question[key]) for key in ("start", "end", "step"))
    return [[start + n * step, _events(question)] for n in range(round((end - start) / step) + 1)]


def _events(question: Mapping[str, str]) -> str:
    return str(GOOD_DAILY if "r_good_total" in question["query"] else DAILY)
