"""Measures objectives on a Prometheus: increases of counters per bucket, samples of gauges within it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket, Labels, Measurement, NoData, Reading, Reason, Request
from slo_gate.core.slo import Query, Ratio, RawRatio, Threshold, queries_of
from slo_gate.promql import events as promql
from slo_gate.promql.parsing import RejectedError
from slo_gate.sources.prometheus_answer import Series, UnansweredError
from slo_gate.sources.prometheus_api import Api

ZERO, ONE = Decimal(0), Decimal(1)
MAX_SERIES = 500
SAMPLE = timedelta(minutes=5)
"""How often a gauge is sampled where a bucket is longer."""

Counts = dict[Labels, dict[int, Decimal]]
"""A number for each series and index of a bucket in its grid."""
Goodness = Callable[[Decimal], Decimal]


@dataclass(slots=True)
class _Trace:
    """What was asked for one request, and what was warned of."""

    queries: dict[str, None]
    warnings: dict[str, None]


class PrometheusSource:
    def __init__(self, api: Api, stale_after: timedelta) -> None:
        self._api = api
        self.stale_after: timedelta | None = stale_after

    def now(self) -> datetime | None:
        return self._api.now()

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        return {request: self._reading(request) for request in requests}

    def _reading(self, request: Request) -> Reading:
        trace = _Trace({}, {})
        try:
            return self._measured(request, trace)
        except UnansweredError as error:
            return NoData(error.reason, error.detail, tuple(trace.queries))
        except RejectedError as error:
            return NoData(Reason.QUERY_REJECTED, f"the query is no PromQL: {error}", tuple(trace.queries))
        except promql.NotUnderstoodError as error:
            return NoData(Reason.QUERY_NOT_UNDERSTOOD, f"the query has {error}; {promql.FORMS}")

    def _measured(self, request: Request, trace: _Trace) -> Reading:
        events = self._events(request, request.grid, trace)
        if not events:
            return NoData(Reason.NO_DATA, "no series answers the query in the window", tuple(trace.queries))
        if len(events) > MAX_SERIES:
            detail = f"more than {MAX_SERIES} series: sum them, or group by fewer labels"
            return NoData(Reason.QUERY_TOO_EXPENSIVE, detail, tuple(trace.queries))
        if isinstance(request.indicator, Ratio):
            self._look_for_part(request.indicator, request.grid, trace)
        stretches = [(one.grid, self._events(request, one.grid, trace)) for one in request.stretches]
        newest = self._newest(request)
        return tuple(
            Measurement(
                buckets=buckets,
                stretches=tuple(_only(found.get(labels), grid) for grid, found in stretches),
                newest=newest or buckets[-1].start,
                coverage=_coverage(request.grid, buckets),
                queries=tuple(trace.queries),
                warnings=tuple(trace.warnings),
                series=labels,
            )
            for labels, buckets in sorted(events.items())
        )

    def _events(self, request: Request, grid: Grid, trace: _Trace) -> Mapping[Labels, tuple[Bucket, ...]]:
        indicator = request.indicator
        if not isinstance(indicator, Ratio):
            return self._sampled(indicator, grid, trace)
        total = self._counts(indicator.total, indicator, grid, trace)
        part = self._counts(indicator.part, indicator, grid, trace)
        if total:
            _refuse_orphans(part, total)
        return {labels: tuple(_buckets(grid, total[labels], part.get(labels, {}), indicator)) for labels in total}

    def _look_for_part(self, ratio: Ratio, grid: Grid, trace: _Trace) -> None:
        """A misspelt metric looks like one that never counted. Raises UnansweredError where no bad event can be seen."""
        if self._counts(ratio.part, ratio, grid, trace):
            return
        if ratio.good:
            trace.warnings["no series answers the query for good events: every event counts as a bad one"] = None
            return
        for name in promql.names(ratio.part.text):
            text = promql.presence(name, grid.step)
            if not self._api.query_range(text, grid.start + grid.step, grid.end + grid.step, grid.step).series:
                detail = f"no series is named `{name}`, whatever its labels, so bad events could not be seen"
                raise UnansweredError(Reason.NO_DATA, detail)

    def _counts(self, query: Query, ratio: Ratio, grid: Grid, trace: _Trace) -> Counts:
        if promql.reading_of(query.text, counter=ratio.counter) is promql.Reading.SAMPLED:
            return _summed(self._samples(query, grid, trace), grid, lambda value: value)
        whole = (grid.end - grid.start) // grid.step
        counts: Counts = {}
        if whole:
            text = self._traced(promql.counted(query.text, grid.step), trace)
            answer = self._api.query_range(text, grid.start + grid.step, grid.start + whole * grid.step, grid.step)
            trace.warnings |= dict.fromkeys(answer.warnings)
            _gather(counts, answer.series, lambda at: grid.index(at) - 1)
        rest = grid.end - grid.start - whole * grid.step
        if rest >= timedelta(seconds=1):
            text = self._traced(promql.counted(query.text, rest), trace)
            _gather(counts, self._api.query(text, grid.end).series, lambda _at: whole)
        return counts

    def _sampled(
        self, indicator: Threshold | RawRatio, grid: Grid, trace: _Trace
    ) -> Mapping[Labels, tuple[Bucket, ...]]:
        samples = self._samples(indicator.query, grid, trace)
        good = _summed(samples, grid, _goodness(indicator))
        total = _summed(samples, grid, lambda _value: ONE)
        return {
            labels: tuple(Bucket(*grid.bucket(index), good[labels][index], n) for index, n in sorted(series.items()))
            for labels, series in total.items()
        }

    def _samples(self, query: Query, grid: Grid, trace: _Trace) -> Series:
        step = min(grid.step, SAMPLE)
        text = self._traced(promql.sampled(query.text, step), trace)
        answer = self._api.query_range(text, grid.start + step, grid.end, step)
        trace.warnings |= dict.fromkeys(answer.warnings)
        return answer.series

    def _traced(self, text: str, trace: _Trace) -> str:
        trace.queries[text] = None
        return text

    def _newest(self, request: Request) -> datetime | None:
        """The newest sample behind the last of the queries; None where none is within a day of the instant."""
        query = queries_of(request.indicator)[-1].text
        for back in ("", "1d"):
            series = self._api.query(promql.newest(query, back), request.at).series
            values = [value for samples in series.values() for value in samples.values()]
            if values:
                return datetime.fromtimestamp(float(max(values)), UTC)
        return None


def _gather(counts: Counts, series: Series, index_of: Callable[[datetime], int]) -> None:
    for labels, samples in series.items():
        into = counts.setdefault(labels, {})
        for at, value in samples.items():
            into[index_of(at)] = value


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


def _only(buckets: Sequence[Bucket] | None, grid: Grid) -> Bucket:
    """The one bucket of a stretch; without events where the series had none."""
    return buckets[0] if buckets else Bucket(grid.start, grid.end, ZERO, ZERO)


def _coverage(grid: Grid, buckets: Iterable[Bucket]) -> Decimal:
    """The share of the grid's time whose buckets have data."""
    covered = sum(((bucket.end - bucket.start) for bucket in buckets), timedelta(0))
    return Decimal(covered.total_seconds()) / Decimal((grid.end - grid.start).total_seconds())
