"""One objective measured on a Prometheus: what to ask, and what the answers make of it.

Increases of counters per bucket, samples of gauges within it. A measurement is a generator: it yields what it must know
next and is sent the answers, so that those of many objectives can be asked for together.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket, Labels, Measurement, Reason
from slo_gate.core.slo import Query, Ratio, RawRatio, Threshold, queries_of
from slo_gate.promql import events as promql
from slo_gate.sources.prometheus_answer import Answer, Series, UnansweredError
from slo_gate.sources.prometheus_ask import FAR_BACK, Answers, Ask, Form, Times
from slo_gate.sources.prometheus_asking import Asking, Measuring

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
        stretches = [one.grid for one in self._request.stretches]
        newest = self._newest_ask(Form.NEWEST)
        yield from self._ask([*(ask for one in (grid, *stretches) for ask in self._asks(one)), newest], shown=-1)
        events = self._events(grid)
        if not events:
            return self._without("no series answers the query in the window", Reason.NO_DATA)
        if len(events) > MAX_SERIES:
            detail = f"more than {MAX_SERIES} series: sum them, or group by fewer labels"
            return self._without(detail, Reason.QUERY_TOO_EXPENSIVE)
        if isinstance(indicator, Ratio):
            yield from self._look_for_part(indicator, grid)
        counted = [(one, self._events(one)) for one in stretches]
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

    def _asks(self, grid: Grid) -> Iterator[Ask]:
        """What a grid's events need."""
        indicator = self._request.indicator
        if not isinstance(indicator, Ratio):
            yield _sampling(indicator.query, grid)
            return
        for query in (indicator.total, indicator.part):
            yield from [_sampling(query, grid)] if _is_sampled(query, indicator) else _counting(query, grid)

    def _events(self, grid: Grid) -> Mapping[Labels, tuple[Bucket, ...]]:
        indicator = self._request.indicator
        if not isinstance(indicator, Ratio):
            return self._sampled(indicator, grid)
        total = self._counts(indicator.total, indicator, grid)
        part = self._counts(indicator.part, indicator, grid)
        if total:
            _refuse_orphans(part, total)
        return {labels: tuple(_buckets(grid, total[labels], part.get(labels, {}), indicator)) for labels in total}

    def _look_for_part(self, ratio: Ratio, grid: Grid) -> Generator[tuple[Ask, ...], Answers, None]:
        """A misspelt metric looks like one that never counted. Raises UnansweredError where no bad event can be seen."""
        if self._counts(ratio.part, ratio, grid):
            return
        if ratio.good:
            self._warnings["no series answers the query for good events: every event counts as a bad one"] = None
            return
        times = Times(grid.start + grid.step, grid.end + grid.step, grid.step)
        asks = {name: Ask(Form.PRESENCE, name, grid.step, times) for name in promql.names(ratio.part.text)}
        yield from self._ask(asks.values())
        for name, ask in asks.items():
            if not self._answer(ask).series:
                detail = f"no series is named `{name}`, whatever its labels, so bad events could not be seen"
                raise UnansweredError(Reason.NO_DATA, detail)

    def _counts(self, query: Query, ratio: Ratio, grid: Grid) -> Counts:
        if _is_sampled(query, ratio):
            return _summed(self._samples(query, grid), grid, lambda value: value)
        counts: Counts = {}
        for ask in _counting(query, grid):
            answer = self._answer(ask)
            self._warnings |= dict.fromkeys(answer.warnings)
            _gather(counts, answer.series, grid, ask.length)
        return counts

    def _sampled(self, indicator: Threshold | RawRatio, grid: Grid) -> Mapping[Labels, tuple[Bucket, ...]]:
        samples = self._samples(indicator.query, grid)
        good = _summed(samples, grid, _goodness(indicator))
        total = _summed(samples, grid, lambda _value: ONE)
        return {
            labels: tuple(Bucket(*grid.bucket(index), good[labels][index], n) for index, n in sorted(series.items()))
            for labels, series in total.items()
        }

    def _samples(self, query: Query, grid: Grid) -> Series:
        answer = self._answer(_sampling(query, grid))
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


def _is_sampled(query: Query, ratio: Ratio) -> bool:
    return promql.reading_of(query.text, counter=ratio.counter) is promql.Reading.SAMPLED


def _counting(query: Query, grid: Grid) -> Iterator[Ask]:
    """The whole buckets of a grid, and the rest that is no whole one."""
    whole = (grid.end - grid.start) // grid.step
    if whole:
        times = Times(grid.start + grid.step, grid.start + whole * grid.step, grid.step)
        yield Ask(Form.COUNTED, query.text, grid.step, times if whole > 1 else Times(times.end, times.end))
    rest = grid.end - grid.start - whole * grid.step
    if rest >= _SECOND:
        yield Ask(Form.COUNTED, query.text, rest, Times(grid.end, grid.end))


def _sampling(query: Query, grid: Grid) -> Ask:
    step = min(grid.step, SAMPLE)
    return Ask(Form.SAMPLED, query.text, step, Times(grid.start + step, grid.end, step))


def _latest(answer: Answer) -> datetime | None:
    values = [value for samples in answer.series.values() for value in samples.values()]
    return datetime.fromtimestamp(float(max(values)), UTC) if values else None


def _gather(counts: Counts, series: Series, grid: Grid, length: timedelta) -> None:
    """Counts of buckets that end where they were asked for."""
    for labels, samples in series.items():
        into = counts.setdefault(labels, {})
        for at, value in samples.items():
            into[grid.index(at - length)] = value


def _summed(samples: Series, grid: Grid, value_of: Callable[[Decimal], Decimal]) -> Counts:
    counts: Counts = {}
    for labels, series in samples.items():
        into = counts.setdefault(labels, {})
        for at, value in series.items():
            index = grid.index(at - timedelta(microseconds=1))
            into[index] = into.get(index, ZERO) + value_of(value)
    return counts


def _refuse_orphans(part: Counts, total: Counts) -> None:
    """Events that no total counts. A share of one is what extrapolation makes of none."""
    if any(value > ONE for labels in part.keys() - total.keys() for value in part[labels].values()):
        detail = "a series of good or bad events has no total: the two queries are grouped by different labels"
        raise UnansweredError(Reason.INCONSISTENT_DATA, detail)


def _buckets(grid: Grid, total: Mapping[int, Decimal], part: Mapping[int, Decimal], ratio: Ratio) -> Iterator[Bucket]:
    for index in sorted({*total, *part}):
        whole, some = total.get(index, ZERO), part.get(index, ZERO)
        yield Bucket(*grid.bucket(index), some if ratio.good else whole - some, whole)


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
