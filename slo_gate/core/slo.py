"""The one model every format is read into. Words: OpenSLO for what stands in files."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from functools import wraps
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from slo_gate.core.finding import Location
from slo_gate.core.node import span_within
from slo_gate.core.window import TimeWindow

Answer = TypeVar("Answer")


class Kind(StrEnum):
    """The kind of promise: orders and words the report, never changes the arithmetic."""

    AVAILABILITY = "availability"
    PERFORMANCE = "performance"
    SATISFACTION = "satisfaction"
    OTHER = "other"


class BudgetingMethod(StrEnum):
    OCCURRENCES = "Occurrences"
    TIMESLICES = "Timeslices"
    RATIO_TIMESLICES = "RatioTimeslices"


class Op(StrEnum):
    LTE = "lte"
    GTE = "gte"
    LT = "lt"
    GT = "gt"

    def holds(self, left: Decimal, right: Decimal) -> bool:
        match self:
            case Op.LTE:
                return left <= right
            case Op.GTE:
                return left >= right
            case Op.LT:
                return left < right
            case Op.GT:
                return left > right


class Query(NamedTuple):
    """What a source is asked. `source` names an entry of the config's `sources`, never an address.

    Where it is empty, or names none, `source_type` finds the one source of that type. An empty `text` means that the
    file has no query that a source could be asked. `written` is what stands in the file where a format makes the text
    out of it; `indent` is that of its scalar.
    """

    source: str
    text: str
    location: Location
    source_type: str = ""
    written: str = ""
    indent: int = -1

    @property
    def original(self) -> str:
        """What the file says."""
        return self.written or self.text

    def at(self, start: int, end: int) -> Location:
        """Where the characters [start, end) of the original stand."""
        span = span_within(self.original, self.location.span, self.indent, start, end)
        return Location(self.location.file, span)


class Ratio(NamedTuple):
    """Good (or bad) and total events, always asked for apart. Exactly one of `good` and `bad` is set.

    `counter` tells numbers that count up from numbers that go up and down.
    """

    total: Query
    good: Query | None = None
    bad: Query | None = None
    counter: bool = True

    @property
    def part(self) -> Query:
        """The query for the events that are told apart from the total."""
        query = self.good or self.bad
        assert query
        return query


class RawRatio(NamedTuple):
    """A ratio that the source has already divided; `success` tells good/total from bad/total."""

    query: Query
    success: bool


class Threshold(NamedTuple):
    """A value that is good where `value op limit` holds."""

    query: Query
    op: Op
    limit: Decimal


Indicator = Ratio | RawRatio | Threshold


def queries_of(indicator: Indicator) -> tuple[Query, ...]:
    if isinstance(indicator, Ratio):
        return tuple(query for query in (indicator.good, indicator.bad, indicator.total) if query)
    return (indicator.query,)


class Objective(NamedTuple):
    """`target` is a ratio in [0, 1], exactly as the file writes it. `location` is that of the target.

    `weight` is that within a composite.
    """

    name: str
    target: Decimal
    indicator: Indicator
    location: Location
    slice_target: Decimal | None = None
    slice_length: timedelta | None = None
    slice_location: Location | None = None
    weight: Decimal = Decimal(1)

    @property
    def error_budget(self) -> Decimal:
        """The share of events (or slices) that may be bad: 1 - target."""
        return 1 - self.target


class Alert(NamedTuple):
    """A burn-rate alert of an SLO: it fires where the burn rate over `lookback` compares with `threshold` by `op`.

    `location` is that of the threshold.
    """

    name: str
    threshold: Decimal
    op: Op
    lookback: timedelta
    location: Location


class _Promise(NamedTuple):
    """`composite` tells that each objective has an indicator of its own.

    `window_location` is that of the window's duration, None where the file states no window; `can_state_window` tells
    whether its format could. `format` names the format that it was read from.
    """

    name: str
    service: str
    kind: Kind
    window: TimeWindow
    method: BudgetingMethod
    objectives: tuple[Objective, ...]
    location: Location
    display_name: str = ""
    labels: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    composite: bool = False
    description: str = ""
    annotations: Mapping[str, str] = MappingProxyType({})
    alerts: tuple[Alert, ...] = ()
    window_location: Location | None = None
    can_state_window: bool = True
    format: str = ""


class Slo(_Promise):
    """One promise of a file. What `once` works out of it is kept beside its fields."""


def once(work: Callable[[Slo], Answer]) -> Callable[[Slo], Answer]:
    """Works out once what follows from an SLO, for as long as the SLO is kept: each rule asks for it in turn."""
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def remembered(slo: Slo) -> Answer:
        known = slo.__dict__
        if name not in known:
            known[name] = work(slo)
        answer: Answer = known[name]
        return answer

    return remembered


@once
def distinct_queries(slo: Slo) -> tuple[Query, ...]:
    """Each query of an SLO once, though objectives may share it."""
    if len(slo.objectives) == 1:
        return queries_of(slo.objectives[0].indicator)
    every = (query for objective in slo.objectives for query in queries_of(objective.indicator))
    return tuple({query.location: query for query in every}.values())
