"""One objective as rules have recorded it: who records it, what is recorded, and whether that is what its file promises."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from slo_gate.core.grid import coarse_step
from slo_gate.core.measurement import Labels, Measurement, NoData, Promise, Reading, Reason, Recorded, Request
from slo_gate.core.prometheus_duration import spelled
from slo_gate.core.slo import BudgetingMethod
from slo_gate.promql.parsing import RejectedError
from slo_gate.promql.selectors import NotUnderstoodError
from slo_gate.sources.prometheus_answer import UnansweredError
from slo_gate.sources.prometheus_ask import FAR_BACK, Answers, Ask, Times
from slo_gate.sources.prometheus_asking import Asking, Measuring
from slo_gate.sources.prometheus_measuring import MAX_SERIES, Measurer
from slo_gate.sources.prometheus_source import without
from slo_gate.sources.recorded_found import Found
from slo_gate.sources.recorded_ratios import ZERO, value
from slo_gate.sources.recorded_series import Series, candidates
from slo_gate.sources.recorded_settings import Settings
from slo_gate.sources.recorded_weights import Rules, at_odds, weights

_CLOSE, _MOST = Decimal("1e-9"), Decimal("1e9")
_NAN = (
    "what is recorded is NaN: a stretch without events was 0/0, and spoils the ratio for as long as the window holds it"
)
Computing = Generator[tuple[Ask, ...], Answers, Reading | None]


class RecordedMeasurer(Asking):
    """Reads one request, and computes it, too, where the two are to be compared."""

    def __init__(self, request: Request, most_samples: int, settings: Settings, rules: Rules) -> None:
        super().__init__(request, most_samples)
        assert request.promise, "a source that reads by name is told the names"
        self._promise: Promise = request.promise
        self._settings = settings
        self._rules = rules
        self._length = request.promise.window.duration.nominal
        self._now = Times(request.at, request.at)
        step = coarse_step(self._length)
        self._steps = Times(request.at - self._length + step, request.at, step)

    def run(self) -> Measuring:
        if other := _never_recorded(self._promise):
            return self._without(other, Reason.NOT_RECORDED)
        possible = [
            Found(one, self._now, self._steps, self._answer) for one in candidates(self._request, self._settings.tools)
        ]
        yield from self._ask(ask for one in possible for ask in self._identifying(one))
        found = {one.series.tool: one for one in reversed(possible) if self._answer(one.lately).series}
        if len(found) > 1:
            detail = f"{' and '.join(sorted(found))} record it: the setting `from` must say which one counts"
            return self._without(detail, Reason.SOURCE_MISCONFIGURED)
        if not found:
            return self._without(self._not_found(possible), Reason.NOT_RECORDED)
        (one,) = found.values()
        if other := self._other_window(one.series):
            return self._without(other, Reason.NOT_RECORDED)
        self._compare_targets(one.series)
        return (yield from self._read(one))

    def _identifying(self, found: Found) -> Iterator[Ask]:
        yield found.lately
        yield value(found.series.objective, self._now)
        yield value(found.series.window, self._now)

    def _said(self, selector: str) -> list[Decimal]:
        """The values of a constant that is recorded beside."""
        answer = self._answer(value(selector, self._now))
        return [number for samples in answer.series.values() for number in samples.values()]

    def _not_found(self, possible: Sequence[Found]) -> str:
        others = (self._other_window(one.series) for one in possible if self._said(one.series.window))
        wanted = ", ".join(dict.fromkeys(one.series.main for one in possible))
        return next(filter(None, others), f"no series is recorded for it; looked for were {wanted}")

    def _other_window(self, series: Series) -> str:
        """What to say where the record is of another window, or does not say of which."""
        said = self._said(series.window)
        for number in said:
            if abs(number - Decimal(self._length / series.unit)) > _CLOSE:
                recorded = _length(number, series.unit)
                return f"{series.tool} records it over {recorded}, and the SLO's window is {spelled(self._length)}"
        return "" if said or series.named else f"{series.tool} records it, and does not say over which window"

    def _compare_targets(self, series: Series) -> None:
        for target in self._said(series.objective):
            if abs(target - self._promise.target) > _CLOSE:
                told = f"{series.tool} records it for a target of {_percent(target)}; "
                self._warnings[f"{told}it is judged by that of the file, {_percent(self._promise.target)}"] = None

    def _read(self, found: Found) -> Measuring:
        lookbacks = [one.end - one.start for one in self._request.stretches]
        yield from self._ask(found.asks(lookbacks), shown=2 if found.series.counts else 1)
        errors = found.errors()
        if no_data := self._unusable(found, errors):
            return no_data
        newest = yield from self._newest(found)
        computed = yield from self._computed()
        how = weights(found.series, self._request, self._rules, counts_rates=found.counts_rates)
        if differing := at_odds(how, self._promise):
            self._warnings[differing] = None
        basis = f"recorded by {found.series.tool} over {spelled(self._length)}, {how}"

        def measurement(labels: Labels) -> Measurement:
            lookback, history, total = found.lookbacks(labels, lookbacks), found.history(labels), found.total(labels)
            return Measurement(
                buckets=computed[labels].buckets if labels in computed else (),
                newest=newest.get(labels, self._request.at - FAR_BACK),
                coverage=found.coverage(labels),
                queries=tuple(self.queries),
                warnings=tuple(self._warnings),
                series=labels,
                recorded=Recorded(errors[labels], basis, lookback, history, total, self._settings.tolerance),
            )

        return tuple(map(measurement, sorted(errors)))

    def _unusable(self, found: Found, errors: Mapping[Labels, Decimal]) -> NoData | None:
        if not found.present:
            return self._without("the newest that is recorded of it is older than five minutes", Reason.STALE_DATA)
        if len(found.present) > MAX_SERIES:
            return self._without(f"more than {MAX_SERIES} series are recorded of it", Reason.QUERY_TOO_EXPENSIVE)
        if found.present - errors.keys():
            return self._without(_NAN, Reason.NOT_A_NUMBER)
        if found.lacks_part:
            return self._without("no bad events could be seen: nothing is recorded of their metric", Reason.NO_DATA)
        for labels in sorted(found.gone):
            self._warnings[f"{_named(labels)} was recorded within the last day, and is not any more"] = None
        return None

    def _newest(self, found: Found) -> Generator[tuple[Ask, ...], Answers, dict[Labels, datetime]]:
        near = found.newest()
        if found.present <= near.keys():
            return near
        yield from self._ask([found.written_before])
        return found.newest_before() | near

    def _computed(self) -> Generator[tuple[Ask, ...], Answers, Mapping[Labels, Measurement]]:
        """The same, computed, by series; none where that is not asked for, or does not succeed."""
        if not self._settings.compare:
            return {}
        measurer = Measurer(self._request, self._most)
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


def _length(number: Decimal, unit: timedelta) -> str:
    """A length that a server tells: it may be any number."""
    possible = ZERO < number < _MOST
    return spelled(float(number) * unit) if possible else f"{number} times {spelled(unit)}"


def _percent(ratio: Decimal) -> str:
    return f"{float(ratio) * 100:.9g} %"


def _named(labels: Labels) -> str:
    return f"the series {{{', '.join(f'{key}={text}' for key, text in labels)}}}"
