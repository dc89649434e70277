"""One objective measured on a Prometheus: what to ask, and what the answers make of it.

Increases of counters per bucket, samples of gauges within it. A measurement is a generator: it yields what it must know
next and is sent the answers, so that those of many objectives can be asked for together.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket, Labels, Measurement, Reason
from slo_gate.core.slo import Query, Ratio, RawRatio, Threshold, queries_of
from slo_gate.promql import events as promql
from slo_gate.sources.prometheus_answer import Answer, Series, UnansweredError
from slo_gate.sources.prometheus_ask import FAR_BACK, Answers, Ask, Form, Times
from slo_gate.sources.prometheus_asking import Asking, Measuring
from slo_gate.sources.prometheus_places import GRIDS, Ended, Places, places_of

ZERO, ONE = Decimal(0), Decimal(1)
MAX_SERIES = 500
SAMPLE = timedelta(minutes=5)
"""How often a gauge is sampled where a bucket is longer."""
_SECOND = timedelta(seconds=1)

Counts = dict[Labels, dict[int, Decimal]]
"""A number for each series and index of a bucket in its grid."""
Goodness = Callable[[Decimal], Decimal]


class Measurer(Asking):
    """Measures one request."""

    def run(self) -> Measuring:
        """Raises UnansweredError, NotUnderstoodError and RejectedError."""
        indicator, grid = self._request.indicator, self._request.grid
        whole, *stretches = [self._laid(one) for one in (grid, *(one.grid for one in self._request.stretches))]
        newest = self._newest_ask(Form.NEWEST)
        asks = (ask for one in (whole, *stretches) for ask in (*one.total, *one.part))
        yield from self._ask([*asks, newest], shown=-1)
        events = self._events(whole)
        if not events:
            return self._without("no series answers the query in the window", Reason.NO_DATA)
        if len(events) > MAX_SERIES:
            detail = f"more than {MAX_SERIES} series: sum them, or group by fewer labels"
            return self._without(detail, Reason.QUERY_TOO_EXPENSIVE)
        if isinstance(indicator, Ratio):
            yield from self._look_for_part(indicator, whole)
        counted = [(one.grid, self._events(one)) for one in stretches]
        last = yield from self._newest(newest)
        return tuple(
            Measurement(
                buckets=buckets,
                stretches=tuple(_only(found.get(labels), one) for one, found in counted),
                newest=last or buckets[-1].start,
                coverage=_coverage(grid, buckets),
                queries=tuple(self.queries),
                warnings=tuple(self._warnings),
                series=labels,
            )
            for labels, buckets in sorted(events.items())
        )

    def _laid(self, grid: Grid) -> "_Laid":
        indicator = self._request.indicator
        if not isinstance(indicator, Ratio):
            return _Laid(grid, (_sampling(indicator.query, grid),))
        return _Laid(grid, *(_asking(query, indicator, grid) for query in (indicator.total, indicator.part)))

    def _events(self, laid: "_Laid") -> Mapping[Labels, tuple[Bucket, ...]]:
        indicator = self._request.indicator
        if not isinstance(indicator, Ratio):
            return self._sampled(indicator, laid)
        places = places_of(laid.grid)
        total, part = (self._counts(asks, places) for asks in (laid.total, laid.part))
        if total:
            _refuse_orphans(part, total)
        return {labels: tuple(_buckets(places, total[labels], part.get(labels, {}), indicator)) for labels in total}

    def _look_for_part(self, ratio: Ratio, whole: "_Laid") -> Generator[tuple[Ask, ...], Answers, None]:
        """A misspelt metric looks like one that never counted. Raises UnansweredError where no bad event can be seen."""
        if any(self._answer(ask).series for ask in whole.part):
            return
        if ratio.good:
            self._warnings["no series answers the query for good events: every event counts as a bad one"] = None
            return
        grid = whole.grid
        times = Times(grid.start + grid.step, grid.end + grid.step, grid.step)
        asks = {name: Ask(Form.PRESENCE, name, grid.step, times) for name in promql.names(ratio.part.text)}
        yield from self._ask(asks.values())
        for name, ask in asks.items():
            if not self._answer(ask).series:
                detail = f"no series is named `{name}`, whatever its labels, so bad events could not be seen"
                raise UnansweredError(Reason.NO_DATA, detail)

    def _counts(self, asks: Sequence[Ask], places: Places) -> Counts:
        counts: Counts = {}
        for ask in asks:
            series = self._series(ask)
            if ask.form is Form.SAMPLED:
                return _summed(series, places.grid, lambda value: value)
            _gather(counts, series, places.ended(ask.length))
        return counts

    def _sampled(self, indicator: Threshold | RawRatio, laid: "_Laid") -> Mapping[Labels, tuple[Bucket, ...]]:
        (ask,), grid = laid.total, laid.grid
        samples = self._series(ask)
        good = _summed(samples, grid, _goodness(indicator))
        total = _summed(samples, grid, lambda _value: ONE)
        return {
            labels: tuple(Bucket(*grid.bucket(index), good[labels][index], n) for index, n in sorted(series.items()))
            for labels, series in total.items()
        }

    def _series(self, ask: Ask) -> Series:
        answer = self._answer(ask)
        self._warnings |= dict.fromkeys(answer.warnings)
        return answer.series

    def _newest_ask(self, form: Form) -> Ask:
        """For the newest sample behind the last of the queries."""
        at = self._request.at
        return Ask(form, queries_of(self._request.indicator)[-1].text, FAR_BACK, Times(at, at))

    def _newest(self, near: Ask) -> Generator[tuple[Ask, ...], Answers, datetime | None]:
        """None where none is within a day of the instant."""
        newest = _latest(self._answer(near))
        if newest is None:
            far = self._newest_ask(Form.NEWEST_FAR_BACK)
            yield from self._ask([far])
            newest = _latest(self._answer(far))
        return newest


class _Laid(NamedTuple):
    """What the events of a grid need: samples, or counts of a total and of a part of it."""

    grid: Grid
    total: tuple[Ask, ...]
    part: tuple[Ask, ...] = ()


def _asking(query: Query, ratio: Ratio, grid: Grid) -> tuple[Ask, ...]:
    if promql.reading_of(query.text, counter=ratio.counter) is promql.Reading.SAMPLED:
        return (_sampling(query, grid),)
    return tuple(Ask(Form.COUNTED, query.text, length, times) for length, times in _counting(grid))


@lru_cache(GRIDS)
def _counting(grid: Grid) -> tuple[tuple[timedelta, Times], ...]:
    """The whole buckets of a grid, and the rest that is no whole one."""
    found = []
    whole = (grid.end - grid.start) // grid.step
    if whole:
        times = Times(grid.start + grid.step, grid.start + whole * grid.step, grid.step)
        found.append((grid.step, times if whole > 1 else Times(times.end, times.end)))
    rest = grid.end - grid.start - whole * grid.step
    if rest >= _SECOND:
        found.append((rest, Times(grid.end, grid.end)))
    return tuple(found)


def _sampling(query: Query, grid: Grid) -> Ask:
    step = min(grid.step, SAMPLE)
    return Ask(Form.SAMPLED, query.text, step, Times(grid.start + step, grid.end, step))


def _latest(answer: Answer) -> datetime | None:
    values = [value for samples in answer.series.values() for value in samples.values()]
    return datetime.fromtimestamp(float(max(values)), UTC) if values else None


def _gather(counts: Counts, series: Series, ended: Ended) -> None:
    for labels, samples in series.items():
        counts.setdefault(labels, {}).update({ended[at]: value for at, value in samples.items()})


def _summed(samples: Series, grid: Grid, value_of: Callable[[Decimal], Decimal]) -> Counts:
    counts: Counts = {}
    for labels, series in samples.items():
        into = counts.setdefault(labels, {})
        for at, value in series.items():
            index = grid.holding(at - timedelta(microseconds=1))
            into[index] = into.get(index, ZERO) + value_of(value)
    return counts


def _refuse_orphans(part: Counts, total: Counts) -> None:
    """Events that no total counts. A share of one is what extrapolation makes of none."""
    if any(value > ONE for labels in part.keys() - total.keys() for value in part[labels].values()):
        detail = "a series of good or bad events has no total: the two queries are grouped by different labels"
        raise UnansweredError(Reason.INCONSISTENT_DATA, detail)


def _buckets(
    places: Places, total: Mapping[int, Decimal], part: Mapping[int, Decimal], ratio: Ratio
) -> Iterator[Bucket]:
    for index in sorted({*total, *part}):
        whole, some = total.get(index, ZERO), part.get(index, ZERO)
        yield Bucket(*places[index], some if ratio.good else whole - some, whole)


def _goodness(indicator: Threshold | RawRatio) -> Goodness:
    if isinstance(indicator, Threshold):
        return lambda value: ONE if indicator.op.holds(value, indicator.limit) else ZERO

    def share(value: Decimal) -> Decimal:
        if not ZERO <= value <= ONE:
            raise UnansweredError(Reason.INCONSISTENT_DATA, "a ratio is not between 0 and 1")
        return value if indicator.success else ONE - value

    return share


def _only(buckets: tuple[Bucket, ...] | None, grid: Grid) -> Bucket:
    """The one bucket of a stretch; without events where the series had none."""
    return buckets[0] if buckets else Bucket(grid.start, grid.end, ZERO, ZERO)


def _coverage(grid: Grid, buckets: Iterable[Bucket]) -> Decimal:
    """The share of the grid's time whose buckets have data."""
    covered = sum(((bucket.end - bucket.start) for bucket in buckets), timedelta(0))
    return Decimal(covered.total_seconds()) / Decimal((grid.end - grid.start).total_seconds())
