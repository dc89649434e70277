"""A snapshot: what sources answered at an instant, or what somebody wrote down for SLOs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket, Labels, NoData, Recorded, Stretch
from slo_gate.core.slo import Indicator, Ratio, Threshold


@dataclass(frozen=True, slots=True)
class Counts:
    """Events of a whole window."""

    good: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its buckets, in order, or its `whole` where only the window's sums are known.

    Else as a Measurement, but for `stretches`, which are those that are known, and `coverage`, None where nobody stated it.
    """

    buckets: tuple[Bucket, ...] = ()
    whole: Counts | None = None
    stretches: tuple[Bucket, ...] = ()
    newest: datetime | None = None
    coverage: Decimal | None = None
    queries: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    labels: Labels = ()
    recorded: Recorded | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that was answered: an indicator, as `spelt` writes it, over the buckets of a grid and some stretches.

    A stretch that a series has no numbers for is one that the source could not tell.
    """

    indicator: Mapping[str, str]
    grid: Grid
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """The numbers of one objective, or why there are none. `service` and `objective` may be empty: then any is meant.

    `asked` is the question where a run recorded the answer, and None where somebody wrote it down.
    """

    slo: str
    answer: tuple[Series, ...] | NoData
    service: str = ""
    objective: str = ""
    source: str = ""
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """What a run knew of a source: how old its newest sample may be, or why it was closed."""

    stale_after: timedelta | None = None
    closed: NoData | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`at` is the instant judged, or until which the numbers count; None where nobody said. `at_given` tells that somebody
    had fixed it, `recorded_by` which program wrote the snapshot.
    """

    entries: tuple[Entry, ...]
    at: datetime | None = None
    at_given: bool = False
    recorded_by: str = ""
    sources: Mapping[str, SourceState] = field(default_factory=dict)


def spelt(indicator: Indicator) -> Mapping[str, str]:
    """What an indicator asks, without where it stands."""
    if isinstance(indicator, Ratio):
        part = "good" if indicator.good else "bad"
        counter = str(indicator.counter).lower()
        return {part: indicator.part.text, "total": indicator.total.text, "counter": counter}
    if isinstance(indicator, Threshold):
        return {"value": indicator.query.text, "op": str(indicator.op), "limit": f"{indicator.limit:f}"}
    return {"success_ratio" if indicator.success else "failure_ratio": indicator.query.text}
