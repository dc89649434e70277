"""Error ratios of recorded series, told apart by the labels in which they differ."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from slo_gate.core.measurement import Labels
from slo_gate.sources.prometheus_answer import Answer
from slo_gate.sources.prometheus_ask import Ask, Form, Times
from slo_gate.sources.recorded_series import Series

FRESH = timedelta(minutes=5)
"""How long a sample stands for its series in Prometheus."""
ZERO, ONE = Decimal(0), Decimal(1)
Values = dict[Labels, dict[datetime, Decimal]]
"""By series and instant."""
Answered = Callable[[Ask], Answer]


def value(selector: str, times: Times) -> Ask:
    return Ask(Form.RECORDED, selector, FRESH, times)


def presence(selector: str, length: timedelta, times: Times) -> Ask:
    """Whether there is any sample in the stretch before, and be it NaN."""
    return Ask(Form.RECORDED_WITHIN, selector, length, times)


def told_apart_by(series: Series, answer: Answer) -> tuple[str, ...]:
    """The labels by which a tool's series of one objective differ: each has a budget of its own."""
    if series.counts:
        return series.counts.by
    several = [dict(labels) for labels in answer.series]
    names = sorted({name for labels in several for name in labels})
    return tuple(name for name in names if len({labels.get(name) for labels in several}) > 1)


def by_labels(answer: Answer, names: tuple[str, ...], combined: Callable[[Decimal, Decimal], Decimal] = max) -> Values:
    """The samples of series that have the same values of some labels, combined."""
    found: Values = {}
    for labels, samples in answer.series.items():
        into = found.setdefault(tuple(pair for pair in labels if pair[0] in names), {})
        for at, number in samples.items():
            into[at] = combined(into[at], number) if at in into else number
    return found


def asks(series: Series, times: Times) -> Iterator[Ask]:
    """What the error ratios over the window need, as they were at some instants."""
    if series.counts:
        yield value(series.counts.total, times)
        yield value(series.counts.part, times)
    else:
        yield value(series.main, times)


def errors(series: Series, times: Times, names: tuple[str, ...], answered: Answered) -> Values:
    """Error ratios over the window that ended at each instant; nothing where they are NaN."""
    if not series.counts:
        return ratios(answered(value(series.main, times)), names, good=series.good)
    counted = totals(series, times, names, answered)
    part = by_labels(answered(value(series.counts.part, times)), names, _sum)
    return {
        labels: {
            at: _bad_share(n, part.get(labels, {}).get(at, ZERO), good=series.counts.good) for at, n in some.items()
        }
        for labels, some in counted.items()
    }


def totals(series: Series, times: Times, names: tuple[str, ...], answered: Answered) -> Values:
    """The events of the window that ended at each instant, where they are recorded."""
    return by_labels(answered(value(series.counts.total, times)), names, _sum) if series.counts else {}


def ratios(answer: Answer, names: tuple[str, ...], *, good: bool) -> Values:
    """Error ratios; of series that nothing tells apart, the worst."""
    found = by_labels(answer, names, min if good else max)
    return {labels: {at: ONE - one if good else one for at, one in some.items()} for labels, some in found.items()}


def _bad_share(total: Decimal, part: Decimal, *, good: bool) -> Decimal:
    if total <= 0:
        return ZERO
    return ONE - part / total if good else part / total


def _sum(left: Decimal, right: Decimal) -> Decimal:
    return left + right
