"""Several series of one objective: a budget each, or one of their sum."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket, Measurement

_TICK = timedelta(microseconds=1)


class Series(StrEnum):
    """What has a budget where a query answers with several series."""

    EACH = "each"
    SUM = "sum"


def summed(found: Sequence[Measurement], laid: Grid) -> Measurement:
    """Good and total of all series, added per bucket and stretch before anything is divided.

    A series that is missing in a bucket adds nothing to it. The sum is as new as its newest series, and covers what any of
    them covers: instances come and go.
    """
    buckets = _added(bucket for one in found for bucket in one.buckets)
    columns = zip(*(one.stretches for one in found), strict=True)
    return Measurement(
        buckets=buckets,
        stretches=tuple(map(_sum_told, columns)),
        newest=max((one.newest for one in found if one.newest), default=None),
        coverage=max(_covered(buckets, laid), *(one.coverage for one in found)),
        queries=tuple(dict.fromkeys(text for one in found for text in one.queries)),
        warnings=tuple(dict.fromkeys(text for one in found for text in one.warnings)),
        summed=len(found),
    )


def _added(buckets: Iterable[Bucket]) -> tuple[Bucket, ...]:
    together: dict[datetime, list[Bucket]] = {}
    for bucket in buckets:
        together.setdefault(bucket.start, []).append(bucket)
    return tuple(_sum(together[start]) for start in sorted(together))


def _sum_told(same: Sequence[Bucket | None]) -> Bucket | None:
    """None where one series' part cannot be told."""
    known = [bucket for bucket in same if bucket]
    return _sum(known) if len(known) == len(same) else None


def _sum(same: Sequence[Bucket]) -> Bucket:
    good, total = (sum(numbers, Decimal(0)) for numbers in zip(*((one.good, one.total) for one in same), strict=True))
    return Bucket(same[0].start, same[0].end, good, total)


def _covered(buckets: Sequence[Bucket], laid: Grid) -> Decimal:
    covered = sum((bucket.end - bucket.start for bucket in buckets), timedelta(0))
    return Decimal(covered // _TICK) / Decimal((laid.end - laid.start) // _TICK)
