"""A source over counters: it answers from samples of two numbers that only grow, but for their resets."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core.measurement import Bucket, Measurement, NoData, Reading, Reason, Request
from slo_gate.core.plan import Planned
from tests.oracle.oracle import MINUTE, Samples

_TICK = timedelta(microseconds=1)


class Scrape(NamedTuple):
    """What both counters say at an instant."""

    at: datetime
    bad: int
    total: int


def scrapes(samples: Samples, resets: frozenset[int]) -> Iterator[Scrape]:
    """The counters at the end of each minute that has a sample; before some of them, by number, they were set to zero.

    A reset after which a counter stands no lower than before cannot be seen, by any source, so there is none.
    """
    bad = total = 0
    for number, (minute, (good, every)) in enumerate(sorted(samples.items())):
        if number in resets and every - good < bad and every < total:
            bad = total = 0
        bad, total = bad + every - good, total + every
        yield Scrape(minute + MINUTE, bad, total)


class Counters:
    """Increases per bucket, exactly: nothing is extrapolated."""

    stale_after: timedelta | None = None

    def __init__(self, samples: Samples, resets: frozenset[int]) -> None:
        self._increases = list(_increases(list(scrapes(samples, resets))))

    def now(self) -> datetime | None:
        return None

    def plan(self, requests: Sequence[Request]) -> Sequence[Planned]:
        return ()

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        return {request: self._reading(request) for request in requests}

    def _reading(self, request: Request) -> Reading:
        grid = request.grid
        found: dict[int, list[int]] = {}
        for at, bad, total in self._increases:
            if grid.start < at <= grid.end:
                so_far = found.setdefault(grid.holding(at - _TICK), [0, 0])
                so_far[0] += bad
                so_far[1] += total
        if not found:
            return NoData(Reason.NO_DATA, "no sample in the window")
        buckets = tuple(_bucket(*grid.bucket(index), *found[index]) for index in sorted(found))
        return (Measurement(buckets, tuple(self._in(*stretch) for stretch in request.stretches)),)

    def _in(self, start: datetime, end: datetime) -> Bucket:
        inside = [one for one in self._increases if start < one.at <= end]
        return _bucket(start, end, sum(one.bad for one in inside), sum(one.total for one in inside))


def _increases(read: Sequence[Scrape]) -> Iterator[Scrape]:
    before = Scrape(datetime.min, 0, 0)  # noqa: DTZ901 - before everything
    for one in read:
        yield Scrape(
            one.at, *(now - then if now >= then else now for now, then in zip(one[1:], before[1:], strict=True))
        )
        before = one


def _bucket(start: datetime, end: datetime, bad: int, total: int) -> Bucket:
    return Bucket(start, end, Decimal(total - bad), Decimal(total))
