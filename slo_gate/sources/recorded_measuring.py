"""One objective as rules have recorded it: who records it, what is recorded, and whether that is what its file promises."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from slo_gate.core.grid import Grid, coarse_step
from slo_gate.core.measurement import Labels, Measurement, NoData, Promise, Reading, Reason, Recorded, Request
from slo_gate.core.prometheus_duration import spelled
from slo_gate.core.slo import BudgetingMethod
from slo_gate.promql.parsing import RejectedError
from slo_gate.promql.selectors import NotUnderstoodError
from slo_gate.sources.prometheus_answer import UnansweredError
from slo_gate.sources.prometheus_ask import FAR_BACK, Answers, Ask, Form, Times
from slo_gate.sources.prometheus_asking import Asking, Measuring
from slo_gate.sources.prometheus_measuring import MAX_SERIES, Measurer
from slo_gate.sources.prometheus_source import without
from slo_gate.sources.recorded_ratios import (
    FRESH,
    asks,
    by_labels,
    errors,
    presence,
    ratios,
    told_apart_by,
    totals,
    value,
)
from slo_gate.sources.recorded_series import RECORDERS, Series
from slo_gate.sources.recorded_settings import Settings
from slo_gate.sources.recorded_weights import Rules, weights

_CLOSE = Decimal("1e-9")
_NAN = (
    "what is recorded is NaN: a stretch without events was 0/0, and spoils the ratio for as long as the window holds it"
)
Computing = Generator[tuple[Ask, ...], Answers, Reading | None]


class RecordedMeasurer(Asking):
    """Reads one request, and computes it, too, where the two are to be compared."""

    def __init__(self, request: Request, settings: Settings, rules: Rules) -> None:
        super().__init__(request)
        assert request.promise, "a source that reads by name is told the names"
        self._promise: Promise = request.promise
        self._settings = settings
        self._rules = rules
        self._length = request.promise.window.duration.nominal
        self._now = Times(request.at, request.at)
        step = coarse_step(self._length)
        self._steps = Times(Grid(request.at - self._length, request.at, step).start + step, request.at, step)

    def run(self) -> Measuring:
        if other := _never_recorded(self._promise):
            return self._without(other, Reason.NOT_RECORDED)
        candidates = [one for tool in self._settings.tools for one in RECORDERS[tool](self._request)]
        yield from self._ask(ask for one in candidates for ask in self._identifying(one))
        found = {one.tool: one for one in reversed(candidates) if self._answer(self._lately(one)).series}
        if len(found) > 1:
            detail = f"{' and '.join(sorted(found))} record it: the setting `from` must say which one counts"
            return self._without(detail, Reason.SOURCE_MISCONFIGURED)
        if not found:
            return self._without(self._not_found(candidates), Reason.NOT_RECORDED)
        (series,) = found.values()
        if other := self._other_window(series):
            return self._without(other, Reason.NOT_RECORDED)
        self._compare_targets(series)
        return (yield from self._read(series))

    def _identifying(self, series: Series) -> Iterator[Ask]:
        yield self._lately(series)
        yield value(series.objective, self._now)
        yield value(series.window, self._now)

    def _lately(self, series: Series) -> Ask:
        return presence(series.main, FAR_BACK, self._now)

    def _said(self, selector: str) -> list[Decimal]:
        """The values of a constant that is recorded beside."""
        answer = self._answer(value(selector, self._now))
        return [number for samples in answer.series.values() for number in samples.values()]

    def _not_found(self, candidates: Sequence[Series]) -> str:
        others = (self._other_window(one) for one in candidates if self._said(one.window))
        wanted = ", ".join(dict.fromkeys(one.main for one in candidates))
        return next(filter(None, others), f"no series is recorded for it; looked for were {wanted}")

    def _other_window(self, series: Series) -> str:
        """What to say where the record is of another window, or does not say of which."""
        said = self._said(series.window)
        for length in (timedelta(seconds=float(number) * series.unit.total_seconds()) for number in said):
            if length != self._length:
                return (
                    f"{series.tool} records it over {spelled(length)}, and the SLO's window is {spelled(self._length)}"
                )
        return "" if said or series.named else f"{series.tool} records it, and does not say over which window"

    def _compare_targets(self, series: Series) -> None:
        for target in self._said(series.objective):
            if abs(target - self._promise.target) > _CLOSE:
                told = f"{series.tool} records it for a target of {_percent(target)}; "
                self._warnings[f"{told}it is judged by that of the file, {_percent(self._promise.target)}"] = None

    def _read(self, series: Series) -> Measuring:
        lookbacks = [series.lookback(one.end - one.start) for one in self._request.stretches]
        yield from self._ask(asks(series, self._now), shown=2)
        yield from self._ask(
            [
                presence(series.main, FRESH, self._now),
                Ask(Form.RECORDED_AT, series.short, FRESH, self._now),
                presence(series.short, self._steps.step or FRESH, self._steps),
                *asks(series, self._steps),
                *(ask(one) for one in lookbacks for ask in (self._value, self._fresh)),
                *map(self._fresh, filter(None, [series.rates])),
            ]
        )
        names = told_apart_by(series, self._answer(self._lately(series)))
        now = errors(series, self._now, names, self._answer)
        if no_data := self._unusable(series, names, now):
            return no_data
        newest = yield from self._newest(series, names)
        computed = yield from self._computed()
        return tuple(
            self._measurement(series, names, labels, next(iter(at.values())), newest.get(labels), computed)
            for labels, at in sorted(now.items())
        )

    def _value(self, selector: str) -> Ask:
        return value(selector, self._now)

    def _fresh(self, selector: str) -> Ask:
        return presence(selector, FRESH, self._now)

    def _unusable(self, series: Series, names: tuple[str, ...], now: Mapping[Labels, object]) -> NoData | None:
        fresh = by_labels(self._answer(self._fresh(series.main)), names)
        if not fresh:
            return self._without("the newest that is recorded of it is older than five minutes", Reason.STALE_DATA)
        if len(fresh) > MAX_SERIES:
            return self._without(f"more than {MAX_SERIES} series are recorded of it", Reason.QUERY_TOO_EXPENSIVE)
        if fresh.keys() - now.keys():
            return self._without(_NAN, Reason.NOT_A_NUMBER)
        counts = series.counts
        if counts and not counts.proves_part and not self._answer(self._value(counts.part)).series:
            return self._without(
                f"no series is recorded as {counts.part}: bad events could not be seen", Reason.NO_DATA
            )
        gone = by_labels(self._answer(self._lately(series)), names).keys() - fresh.keys()
        for labels in sorted(gone):
            self._warnings[f"{_named(labels)} was recorded within the last day, and is not any more"] = None
        return None

    def _newest(
        self, series: Series, names: tuple[str, ...]
    ) -> Generator[tuple[Ask, ...], Answers, dict[Labels, datetime]]:
        """When the ratio over the shortest stretch was last recorded: those over the window go on without their service."""
        near = Ask(Form.RECORDED_AT, series.short, FRESH, self._now)
        far = near._replace(form=Form.RECORDED_AT_FAR_BACK)
        found = by_labels(self._answer(near), names)
        if by_labels(self._answer(self._lately(series)), names).keys() - found.keys():
            yield from self._ask([far])
            found = by_labels(self._answer(far), names) | found
        return {
            labels: datetime.fromtimestamp(float(max(times.values())), UTC) for labels, times in found.items() if times
        }

    def _measurement(
        self,
        series: Series,
        names: tuple[str, ...],
        labels: Labels,
        bad: Decimal,
        newest: datetime | None,
        computed: Mapping[Labels, Measurement],
    ) -> Measurement:
        past = errors(series, self._steps, names, self._answer).get(labels, {})
        counted = totals(series, self._now, names, self._answer).get(labels, {})
        recorded = Recorded(
            errors=bad,
            basis=self._basis(series),
            lookbacks=dict(self._lookbacks(series, names, labels)),
            history=tuple(past.get(at) for at in self._instants()),
            total=next(iter(counted.values()), None),
            tolerance=self._settings.tolerance,
        )
        other = computed.get(labels)
        return Measurement(
            buckets=other.buckets if other else (),
            newest=newest or self._request.at - FAR_BACK,
            coverage=self._coverage(series, names, labels),
            queries=tuple(self.queries),
            warnings=tuple(self._warnings),
            series=labels,
            recorded=recorded,
        )

    def _basis(self, series: Series) -> str:
        rates = bool(series.rates) and bool(self._answer(self._fresh(series.rates)).series)
        how = weights(series, self._request, self._rules, counts_rates=rates)
        return f"recorded by {series.tool} over {spelled(self._length)}, {how}"

    def _lookbacks(
        self, series: Series, names: tuple[str, ...], labels: Labels
    ) -> Iterator[tuple[timedelta, Decimal | None]]:
        for length in (one.end - one.start for one in self._request.stretches):
            selector = series.lookback(length)
            if self._answer(self._fresh(selector)).series:
                found = ratios(self._answer(self._value(selector)), names, good=series.lookbacks_good)
                yield length, next(iter(found.get(labels, {}).values()), None)

    def _instants(self) -> list[datetime]:
        assert self._steps.step
        return [self._steps.start + number * self._steps.step for number in range(self._steps.points)]

    def _coverage(self, series: Series, names: tuple[str, ...], labels: Labels) -> Decimal:
        """The share of the window's steps in which the ratio over the shortest stretch was recorded at all."""
        assert self._steps.step
        found = by_labels(self._answer(presence(series.short, self._steps.step, self._steps)), names)
        return Decimal(len(found.get(labels, {}))) / self._steps.points

    def _computed(self) -> Generator[tuple[Ask, ...], Answers, Mapping[Labels, Measurement]]:
        """The same, computed, by series; none where that is not asked for, or does not succeed."""
        if not self._settings.compare:
            return {}
        measurer = Measurer(self._request)
        try:
            reading = yield from measurer.run()
        except (UnansweredError, RejectedError, NotUnderstoodError) as error:
            reading = without(error, ())
        self.queries |= measurer.queries
        if isinstance(reading, NoData):
            self._warnings[f"it could not be computed, to be compared ({reading.reason}): {reading.detail}"] = None
            return {}
        return {one.series: one for one in reading}


def _never_recorded(promise: Promise) -> str:
    """What no rule records; else nothing."""
    if not promise.window.rolling:
        return "rules record rolling windows, and the SLO has one of the calendar"
    if promise.method is BudgetingMethod.TIMESLICES:
        return "rules record ratios, and the SLO counts the time slices that are good"
    return ""


def _percent(ratio: Decimal) -> str:
    return f"{(ratio * 100).quantize(_CLOSE).normalize():f} %"


def _named(labels: Labels) -> str:
    return f"the series {{{', '.join(f'{key}={text}' for key, text in labels)}}}"
