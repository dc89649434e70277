"""What a tool's series of one objective say, once they are known."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core.measurement import Labels
from slo_gate.sources.prometheus_ask import FAR_BACK, Ask, Form, Times
from slo_gate.sources.recorded_ratios import (
    FRESH,
    Answered,
    Values,
    asks,
    by_labels,
    errors,
    presence,
    ratios,
    told_apart_by,
    totals,
    value,
)
from slo_gate.sources.recorded_series import Series


class Found(NamedTuple):
    """`now` is the run's instant, `steps` are the ends of the window's coarse steps."""

    series: Series
    now: Times
    steps: Times
    answered: Answered

    def asks(self, lookbacks: Iterable[timedelta]) -> Iterator[Ask]:
        """All that is read, first the ratio over the window, or its total and its part."""
        yield from asks(self.series, self.now)
        yield self._fresh(self.series.main)
        yield self.written
        yield self._covering
        yield from asks(self.series, self.steps)
        for lookback in lookbacks:
            yield value(self.series.lookback(lookback), self.now)
            yield self._fresh(self.series.lookback(lookback))
        if self.series.rates:
            yield self._fresh(self.series.rates)

    @property
    def lately(self) -> Ask:
        """Whether there was any series within a day: what tells that the tool records the objective."""
        return presence(self.series.main, FAR_BACK, self.now)

    @property
    def written(self) -> Ask:
        """When the ratios over the shortest stretch were last recorded: those over the window go on without their service."""
        return Ask(Form.RECORDED_AT, self.series.short, FRESH, self.now)

    @property
    def written_before(self) -> Ask:
        return self.written._replace(form=Form.RECORDED_AT_FAR_BACK)

    @property
    def _covering(self) -> Ask:
        assert self.steps.step
        return presence(self.series.short, self.steps.step, self.steps)

    def _fresh(self, selector: str) -> Ask:
        return presence(selector, FRESH, self.now)

    @property
    def names(self) -> tuple[str, ...]:
        return told_apart_by(self.series, self.answered(self.lately))

    def values(self, ask: Ask) -> Values:
        return by_labels(self.answered(ask), self.names)

    @property
    def present(self) -> set[Labels]:
        """The series that are there, and be they NaN."""
        return set(self.values(self._fresh(self.series.main)))

    @property
    def gone(self) -> set[Labels]:
        return set(self.values(self.lately)) - self.present

    @property
    def counts_rates(self) -> bool:
        return bool(self.series.rates) and bool(self.answered(self._fresh(self.series.rates)).series)

    @property
    def lacks_part(self) -> bool:
        """Whether bad events could not be seen: nothing is recorded of their metric."""
        counts = self.series.counts
        if counts is None or counts.proves_part:
            return False
        return not self.answered(value(counts.part, self.now)).series

    def errors(self) -> dict[Labels, Decimal]:
        """Error ratios over the window; none of those that are NaN."""
        found = errors(self.series, self.now, self.names, self.answered)
        return {labels: next(iter(samples.values())) for labels, samples in found.items() if samples}

    def total(self, labels: Labels) -> Decimal | None:
        counted = totals(self.series, self.now, self.names, self.answered).get(labels, {})
        return next(iter(counted.values()), None)

    def history(self, labels: Labels) -> tuple[Decimal | None, ...]:
        assert self.steps.step
        past = errors(self.series, self.steps, self.names, self.answered).get(labels, {})
        instants = (self.steps.start + number * self.steps.step for number in range(self.steps.points))
        return tuple(past.get(at) for at in instants)

    def lookbacks(self, labels: Labels, lengths: Iterable[timedelta]) -> dict[timedelta, Decimal | None]:
        """Error ratios over shorter stretches: None where there were no events, and nothing where no rule records one."""
        found = {}
        for length in lengths:
            selector = self.series.lookback(length)
            if self.answered(self._fresh(selector)).series:
                now = ratios(self.answered(value(selector, self.now)), self.names, good=self.series.lookbacks_good)
                found[length] = next(iter(now.get(labels, {}).values()), None)
        return found

    def newest(self) -> dict[Labels, datetime]:
        return self._newest(self.written)

    def newest_before(self) -> dict[Labels, datetime]:
        return self._newest(self.written_before)

    def _newest(self, ask: Ask) -> dict[Labels, datetime]:
        return {
            labels: datetime.fromtimestamp(float(max(times.values())), UTC)
            for labels, times in self.values(ask).items()
        }

    def coverage(self, labels: Labels) -> Decimal:
        """The share of the window's steps in which the ratio over the shortest stretch was recorded at all."""
        return Decimal(len(self.values(self._covering).get(labels, {}))) / self.steps.points
