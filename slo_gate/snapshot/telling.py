"""One series of a snapshot, as the answer to a question."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from slo_gate.core.duration import spell
from slo_gate.core.grid import Grid
from slo_gate.core.instant import write_instant
from slo_gate.core.measurement import Bucket, Measurement, NoData, Reason, Request, Stretch
from slo_gate.core.numerics import ONE, ZERO
from slo_gate.core.snapshot import Asked, Counts, Series

SLACK = timedelta(minutes=5)
"""By how much numbers may be younger than the instant judged, which lies a little before now."""
_TICK = timedelta(microseconds=1)


def as_recorded(series: Series, asked: Asked, request: Request) -> Measurement | NoData:
    """What a run's answer to `asked` says about a question: all of it where it is the same, else what buckets say.

    What rules had recorded is of its own window alone.
    """
    if asked.grid == request.grid:
        coverage = ONE if series.coverage is None else series.coverage
        told = _measurement(series, series.buckets, request, series.newest, coverage)
        known = {Stretch(one.start, one.end): one for one in series.stretches}
        exact = [
            known.get(one) if one in asked.stretches else sum_
            for one, sum_ in zip(request.stretches, told.stretches, strict=True)
        ]
        return told._replace(stretches=tuple(exact), recorded=series.recorded)
    within, cut = _within(series.buckets, request.grid, None, whole_ones=True)
    if series.recorded or cut or not _holds(asked.grid, request.grid):
        recorded, wanted = _span(asked.grid.start, asked.grid.end), _span(request.grid.start, request.grid.end)
        return _missing(f"the snapshot answers for {recorded}, and the window is {wanted}")
    return _of_buckets(series, within, request, series.newest)


def _holds(outer: Grid, inner: Grid) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def as_told(series: Series, request: Request, taken: datetime | None) -> Measurement | NoData:
    """What buckets, or the sums of a window, say about a question. `taken` is until when they count."""
    if series.whole:
        return _of_whole(series, series.whole, request, taken)
    within, cut = _within(series.buckets, request.grid, taken, whole_ones=_is_sliced(request))
    told = _of_buckets(series, within, request, series.newest or (within[-1].end if within else None))
    if isinstance(told, NoData):
        return told
    warnings = (f"the bucket at {_at(one)} is cut by an end of the window, and left out" for one in cut)
    return told._replace(warnings=(*told.warnings, *warnings))


def _of_buckets(
    series: Series, within: tuple[Bucket, ...], request: Request, newest: datetime | None
) -> Measurement | NoData:
    grid = request.grid
    if not within:
        return _missing(f"none of the {len(series.buckets)} buckets lies in {_span(grid.start, grid.end)}")
    if _is_sliced(request) and (other := [one for one in within if one.end - one.start != grid.step]):
        length = spell(other[0].end - other[0].start)
        return _missing(
            f"time slices of {spell(grid.step)} are counted, and the bucket at {_at(other[0])} has {length}"
        )
    return _measurement(series, within, request, newest, _coverage(series, within, grid))


def _is_sliced(request: Request) -> bool:
    return any(promise.sliced for promise in request.promises)


def _of_whole(series: Series, whole: Counts, request: Request, taken: datetime | None) -> Measurement | NoData:
    grid = request.grid
    if _is_sliced(request):
        return _missing(f"time slices of {spell(grid.step)} are counted: give buckets of that length, not one sum")
    if taken and not grid.start < taken <= grid.end + SLACK:
        return _missing(f"the sums count until {write_instant(taken)}, and {_span(grid.start, grid.end)} is asked for")
    end = min(taken or grid.end, grid.end)
    bucket = Bucket(grid.start, end, whole.good, whole.total)
    return _measurement(series, (bucket,), request, series.newest or taken, _coverage(series, (bucket,), grid))


def _within(
    buckets: Sequence[Bucket], grid: Grid, taken: datetime | None, *, whole_ones: bool
) -> tuple[tuple[Bucket, ...], list[Bucket]]:
    """The buckets in the window, and those that an end of it cuts. The last one may still be filling: it ends now."""
    within, cut = [], []
    now = min(taken or grid.end, grid.end)
    for bucket in buckets:
        ends_now = bucket is buckets[-1] and not whole_ones and _is_filling(bucket, grid, taken)
        end = min(bucket.end, now) if ends_now else bucket.end
        if grid.start <= bucket.start < end <= grid.end:
            within.append(Bucket(bucket.start, end, bucket.good, bucket.total))
        elif bucket.start < grid.end and bucket.end > grid.start:
            cut.append(bucket)
    return tuple(within), cut


def _is_filling(bucket: Bucket, grid: Grid, taken: datetime | None) -> bool:
    """Whether a bucket's events are those until now, although it ends later."""
    return min(taken or grid.end, bucket.end) <= grid.end + SLACK


def _coverage(series: Series, buckets: Iterable[Bucket], grid: Grid) -> Decimal:
    """The share of the grid that has buckets; less where somebody stated less."""
    covered = sum((bucket.end - bucket.start for bucket in buckets), timedelta(0))
    share = Decimal(covered // _TICK) / Decimal((grid.end - grid.start) // _TICK)
    return share if series.coverage is None else min(share, series.coverage)


def _measurement(
    series: Series, buckets: tuple[Bucket, ...], request: Request, newest: datetime | None, coverage: Decimal
) -> Measurement:
    return Measurement(
        buckets=buckets,
        stretches=tuple(_sum(buckets, one) for one in request.stretches),
        newest=newest,
        coverage=coverage,
        queries=series.queries,
        warnings=series.warnings,
        series=series.labels,
    )


def _sum(buckets: Sequence[Bucket], stretch: Stretch) -> Bucket | None:
    """The events of a stretch; None where buckets do not fill it to its ends."""
    inside = [one for one in buckets if stretch.start <= one.start and one.end <= stretch.end]
    if sum((one.end - one.start for one in inside), timedelta(0)) != stretch.end - stretch.start:
        return None
    good, total = sum((one.good for one in inside), ZERO), sum((one.total for one in inside), ZERO)
    return Bucket(stretch.start, stretch.end, good, total)


def _span(start: datetime, end: datetime) -> str:
    return f"{write_instant(start)} to {write_instant(end)}"


def _at(bucket: Bucket) -> str:
    return write_instant(bucket.start)


def _missing(detail: str) -> NoData:
    return NoData(Reason.NOT_IN_SNAPSHOT, detail)
