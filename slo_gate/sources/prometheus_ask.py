"""What a server is asked about one objective: a query of its file, made into one for certain times."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum, auto
from functools import lru_cache
from typing import NamedTuple

from slo_gate.promql import cost, events, selectors
from slo_gate.promql.selectors import Among
from slo_gate.promql.sharing import first_labels, keeps, shared_labels
from slo_gate.sources.prometheus_answer import Answer, UnansweredError
from slo_gate.sources.prometheus_places import GRIDS

_MINUTE = timedelta(minutes=1)
FAR_BACK = timedelta(days=1)
"""How far back the newest sample is looked for where the last five minutes have none."""


class Form(StrEnum):
    """What becomes of the file's query. A string's hash is quick, and asks are looked up all the time."""

    COUNTED = auto()
    SAMPLED = auto()
    PRESENCE = auto()
    NEWEST = auto()
    NEWEST_FAR_BACK = auto()
    RECORDED = auto()
    RECORDED_WITHIN = auto()
    RECORDED_AT = auto()
    RECORDED_AT_FAR_BACK = auto()


_RECORDED = {
    Form.RECORDED: "{selector}",
    Form.RECORDED_WITHIN: "present_over_time({selector}[{seconds}s])",
    Form.RECORDED_AT: "timestamp({selector})",
    Form.RECORDED_AT_FAR_BACK: "max_over_time(timestamp({selector})[1d:5m])",
}
"""A series that a rule records, as it is: its value, whether it is there (NaN is), and when it was last written."""


class Times(NamedTuple):
    """Asked at `start`, and each `step` after it until `end`; at one instant where there is no step."""

    start: datetime
    end: datetime
    step: timedelta | None = None

    @property
    def points(self) -> int:
        return 1 if self.step is None else (self.end - self.start) // self.step + 1


@lru_cache(GRIDS)
def _within(length: timedelta, times: Times) -> int:
    """How many minutes are read by what reads a length each time."""
    return times.points * max(length // _MINUTE, 1)


class Ask(NamedTuple):
    """`query` is the file's, or the name of a metric for its presence; `length` is that of a bucket or of a sample's step."""

    form: Form
    query: str
    length: timedelta
    times: Times

    def text(self, among: Among | None = None) -> str:
        """What is sent. Raises NotUnderstoodError and RejectedError."""
        if self.form is Form.COUNTED:
            return events.counted(self.query, self.length, among)
        if recorded := _RECORDED.get(self.form):
            selector = selectors.written(selectors.selectors(self.query)[0], among)
            return recorded.format(selector=selector, seconds=int(self.length.total_seconds()))
        match self.form:
            case Form.SAMPLED:
                return events.sampled(self.query, self.length)
            case Form.PRESENCE:
                return events.presence(self.query, self.length)
            case Form.NEWEST:
                return events.newest(self.query, among=among)
        return events.newest(self.query, "1d", among)

    def samples(self) -> int:
        """How many samples of each series the server reads for it, at one a minute. Raises RejectedError."""
        match self.form:
            case Form.SAMPLED:
                return self.times.points * cost.samples(self.text())
            case Form.NEWEST:
                return self.times.points
        return _within(self.length, self.times)

    def labels(self) -> Mapping[str, str]:
        """The labels by which it may be asked together with others, and its own value of each."""
        match self.form:
            case Form.COUNTED:
                return shared_labels(self.query)
            case Form.NEWEST | Form.NEWEST_FAR_BACK:
                return first_labels(self.query)
        return shared_labels(self.query) if self.form in _RECORDED else {}

    def keeps(self, label: str) -> bool:
        """Whether its own series have one of those labels."""
        return (self.form is Form.COUNTED or self.form in _RECORDED) and bool(keeps(self.query, label))


Answers = Mapping[Ask, Answer | UnansweredError]
