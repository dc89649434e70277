"""What a source is asked, and the three kinds of answer: numbers, no traffic, or a reason for not knowing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from slo_gate.core.grid import Grid
from slo_gate.core.slo import BudgetingMethod, Indicator
from slo_gate.core.window import TimeWindow

Labels = tuple[tuple[str, str], ...]


class Stretch(NamedTuple):
    """[start, end), never empty."""

    start: datetime
    end: datetime

    @property
    def grid(self) -> Grid:
        """A grid whose only bucket it is."""
        return Grid(self.start, self.end, self.end - self.start)


class Promise(NamedTuple):
    """Whose budget is asked about: the names by which a source may know the objective, and what its file promises.

    `number` counts the SLO's objectives from 0. `sliced` tells that time slices are counted, which are the buckets. `format`
    is that of the file.
    """

    service: str
    slo: str
    objective: str
    number: int
    target: Decimal
    window: TimeWindow
    method: BudgetingMethod
    sliced: bool = False
    display_name: str = ""
    format: str = ""


class Request(NamedTuple):
    """One objective's question: its events per bucket of `grid`, and in each of some `stretches` of time.

    `at` is the run's one instant; the grid may end before it, where only whole time slices count. `promises` are all that
    ask this very question, once it is sent. `promise` is the one that asks, where the source finds objectives by
    their names alone: there the same query of another objective is another question.
    """

    indicator: Indicator
    grid: Grid
    at: datetime
    stretches: tuple[Stretch, ...] = ()
    promises: tuple[Promise, ...] = ()
    promise: Promise | None = None


class Bucket(NamedTuple):
    """Events in [start, end). A sampled value (threshold, raw ratio) counts as one event."""

    start: datetime
    end: datetime
    good: Decimal
    total: Decimal


class Recorded(NamedTuple):
    """What rules in the source have recorded of a window: ratios, each with the weights that `basis` names.

    `errors` is the share that is bad, over the window; `total` counts its events, where that is recorded too. `lookbacks`
    has the share over shorter stretches, None without events; one that no rule records is not there. `history` is
    `errors` as it was at the end of each coarse step of the window, oldest first. `tolerance` is the share of the budget by
    which a computed one may differ.
    """

    errors: Decimal
    basis: str
    lookbacks: Mapping[timedelta, Decimal | None] = {}
    history: tuple[Decimal | None, ...] = ()
    total: Decimal | None = None
    tolerance: Decimal = Decimal(0)


class Measurement(NamedTuple):
    """One series' events.

    `buckets` are in order and leave out those in which the series was missing; a bucket with a total of 0 had a live
    series and no traffic. `stretches` answer the request's, in its order, with None for what the source cannot tell.
    `newest` is the time of the newest sample (None where the source cannot know). `coverage` is the share of the elapsed
    window, 0 to 1, that has data. `queries` are the texts that were sent. `series` are the labels that tell this series
    from its siblings. `summed` is how many series it is the sum of, 0 where it is no sum. Where there is something
    `recorded`, it is what counts, and the buckets, if any, are there to be compared with it.
    """

    buckets: tuple[Bucket, ...]
    stretches: tuple[Bucket | None, ...] = ()
    newest: datetime | None = None
    coverage: Decimal = Decimal(1)
    queries: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    series: Labels = ()
    summed: int = 0
    recorded: Recorded | None = None


class Reason(StrEnum):
    """Why there is no measurement. Those of `INVALID` are the team's to mend; the others may pass by themselves."""

    SOURCE_UNREACHABLE = "source-unreachable"
    SOURCE_MISCONFIGURED = "source-misconfigured"
    CREDENTIALS_REJECTED = "credentials-rejected"
    THROTTLED = "throttled"
    SOURCE_ERROR = "source-error"
    MALFORMED_RESPONSE = "malformed-response"
    QUERY_FAILED = "query-failed"
    QUERY_TOO_EXPENSIVE = "query-too-expensive"
    PARTIAL_DATA = "partial-data"
    NO_DATA = "no-data"
    ALL_EXCLUDED = "all-excluded"
    INCONSISTENT_DATA = "inconsistent-data"
    STALE_DATA = "stale-data"
    SHORT_HISTORY = "short-history"
    CLOCK_SKEW = "clock-skew"
    OUT_OF_TIME = "out-of-time"
    NOT_ASKED = "not-asked"
    NOT_IN_SNAPSHOT = "not-in-snapshot"
    NOT_RECORDED = "not-recorded"
    NOT_A_NUMBER = "not-a-number"
    CANNOT_EXCLUDE = "cannot-exclude"

    QUERY_REJECTED = "query-rejected"
    QUERY_NOT_UNDERSTOOD = "query-not-understood"
    WRONG_ENDPOINT = "wrong-endpoint"
    WRONG_RESULT_TYPE = "wrong-result-type"
    UNKNOWN_SOURCE = "unknown-source"
    MISSING_CREDENTIALS = "missing-credentials"


INVALID = frozenset(
    {
        Reason.QUERY_REJECTED,
        Reason.QUERY_NOT_UNDERSTOOD,
        Reason.WRONG_ENDPOINT,
        Reason.WRONG_RESULT_TYPE,
        Reason.UNKNOWN_SOURCE,
        Reason.MISSING_CREDENTIALS,
    }
)


class NoData(NamedTuple):
    """A question without an answer. `detail` is our own words: never a library's error text, never a secret."""

    reason: Reason
    detail: str
    queries: tuple[str, ...] = ()

    @property
    def invalid(self) -> bool:
        return self.reason in INVALID


Reading = tuple[Measurement, ...] | NoData
"""One measurement per series, at least one; or the reason why there is none."""
