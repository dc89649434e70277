"""Questions that are a part of another: the other one is asked, told apart by the labels in which they differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core.measurement import Labels
from slo_gate.core.numerics import ZERO
from slo_gate.promql.sums import Fits, Sum, fitting, sum_of
from slo_gate.sources.prometheus_answer import Answer, Series
from slo_gate.sources.prometheus_ask import Ask, Form

MOST_LABELS = 4
"""By which the parts of one question are told apart: each multiplies its series."""


class Cover(NamedTuple):
    """What is asked instead, which of its series belong to the ask, and by which labels they are summed."""

    ask: Ask
    fits: Fits
    by: tuple[str, ...]

    def of(self, answer: Answer) -> Answer:
        found: Series = {}
        for labels, samples in answer.series.items():
            known = dict(labels)
            if self.fits(known):
                kept = _only(known, self.by)
                found[kept] = _added(found[kept], samples) if kept in found else samples
        return Answer(found, answer.warnings)


def covers(asks: Iterable[Ask]) -> Mapping[Ask, Cover]:
    """Those asks that another one answers as well, itself included."""
    sums = {
        ask: found for ask in dict.fromkeys(asks) if ask.form is Form.COUNTED for found in [sum_of(ask.query)] if found
    }
    widest = {(ask.times, ask.length, found.name, found.matchers): ask for ask, found in sums.items()}
    families: dict[Ask, list[Ask]] = defaultdict(list)
    for ask, found in sums.items():
        whole = next((key for selected in found.wider() if (key := (ask.times, ask.length, *selected)) in widest), None)
        if whole:
            families[widest[whole]].append(ask)
    return dict(pair for whole, parts in families.items() for pair in _covered(whole, parts, sums))


def _covered(whole: Ask, parts: Sequence[Ask], sums: Mapping[Ask, Sum]) -> Iterator[tuple[Ask, Cover]]:
    selected = sums[whole]
    tests = {part: fitting(sums[part].matchers - selected.matchers) for part in parts}
    told = {part: test for part, test in tests.items() if test}
    matched = {one.label for part in told for one in sums[part].matchers - selected.matchers}
    labels = matched.union(*(sums[part].by for part in told))
    if len(told) > 1 and len(labels) <= MOST_LABELS:
        instead = whole._replace(query=selected.telling(labels))
        yield from ((part, Cover(instead, test, sums[part].by)) for part, test in told.items())


def _only(labels: Mapping[str, str], by: Sequence[str]) -> Labels:
    return tuple(sorted((label, labels[label]) for label in set(by) if labels.get(label)))


def _added(some: dict[datetime, Decimal], others: dict[datetime, Decimal]) -> dict[datetime, Decimal]:
    return {**some, **{at: some.get(at, ZERO) + value for at, value in others.items()}}
