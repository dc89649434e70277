"""Questions that are a part of another: the other one is asked, told apart by the labels in which they differ."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from slo_gate.core.measurement import Labels
from slo_gate.promql.sums import Fits, Sum, fitting, sum_of
from slo_gate.sources.prometheus_answer import Answer, Series
from slo_gate.sources.prometheus_ask import Ask, Form
from slo_gate.sources.prometheus_places import GRIDS

MOST_LABELS = 4
"""By which the parts of one question are told apart: each multiplies its series."""


class Cover(NamedTuple):
    """The query that is asked instead, which of its series belong to the query covered, and by which labels they are summed."""

    query: str
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


Parts = Mapping[Ask, Sequence[tuple[Ask, Cover]]]
"""What is asked instead of others, and those."""


def covering(asks: Sequence[Ask]) -> tuple[list[Ask], Parts]:
    """What is sent for some asks about the same times, each once, and which of them it answers that are not sent themselves."""
    counted: dict[timedelta, list[str]] = defaultdict(list)
    for ask in asks:
        if ask.form is Form.COUNTED:
            counted[ask.length].append(ask.query)
    covered = {length: _covers(tuple(queries)) for length, queries in counted.items()}
    sent: dict[Ask, None] = {}
    parts: dict[Ask, list[tuple[Ask, Cover]]] = defaultdict(list)
    for ask in asks:
        cover = covered[ask.length].get(ask.query) if ask.form is Form.COUNTED else None
        instead = Ask(Form.COUNTED, cover.query, ask.length, ask.times) if cover else ask
        sent[instead] = None
        if cover:
            parts[instead].append((ask, cover))
    return list(sent), dict(parts)


@lru_cache(GRIDS)
def _covers(queries: tuple[str, ...]) -> Mapping[str, Cover]:
    """Those that another one answers as well, itself included. Remembered, since they are asked for several stretches of time."""
    sums = {query: found for query in queries if (found := sum_of(query))}
    widest = {(found.name, found.matchers): query for query, found in sums.items()}
    families: dict[str, list[str]] = defaultdict(list)
    for query, found in sums.items():
        whole = next((selected for selected in found.wider() if selected in widest), None)
        if whole:
            families[widest[whole]].append(query)
    return dict(pair for whole, parts in families.items() for pair in _covered(whole, parts, sums))


def _covered(whole: str, parts: Sequence[str], sums: Mapping[str, Sum]) -> Iterator[tuple[str, Cover]]:
    selected = sums[whole]
    tests = {part: fitting(sums[part].matchers - selected.matchers) for part in parts}
    told = {part: test for part, test in tests.items() if test}
    matched = {one.label for part in told for one in sums[part].matchers - selected.matchers}
    labels = matched.union(*(sums[part].by for part in told))
    if len(told) > 1 and len(labels) <= MOST_LABELS:
        instead = selected.telling(labels)
        yield from ((part, Cover(instead, test, sums[part].by)) for part, test in told.items())


def _only(labels: Mapping[str, str], by: Sequence[str]) -> Labels:
    return tuple(sorted((label, labels[label]) for label in set(by) if labels.get(label))) if by else ()


def _added(some: dict[datetime, Decimal], others: dict[datetime, Decimal]) -> dict[datetime, Decimal]:
    return some | {at: some[at] + value if at in some else value for at, value in others.items()}
