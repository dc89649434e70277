"""Which promise of now is which promise of before, whatever file it stands in."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from slo_gate.core.plan import Promised
from slo_gate.core.query_text import normal
from slo_gate.core.slo import Indicator, Objective, Ratio, RawRatio, Slo, Threshold, queries_of

T = TypeVar("T")


class Pair(NamedTuple):
    """An objective before and now; None where it was not, or is no more. `twin` tells of one that has another's names."""

    before: Promised | None
    after: Promised | None
    twin: bool = False


def pairs(before: Sequence[Slo], after: Sequence[Slo]) -> Iterator[Pair]:
    """Every objective of either side, once. SLOs are found by service and name; a moved one by its name alone, a renamed one
    by what it promises, each where only one can be meant. What order files come in makes no difference.
    """
    known = {(slo.service, slo.name) for slo in before}
    for old, new in _slos(sorted(before, key=_place), sorted(after, key=_place)):
        if old and new:
            yield from _objectives(old, new)
        elif old:
            yield from (Pair(Promised(old, one), None) for one in old.objectives)
        elif new:
            twin = (new.service, new.name) in known
            yield from (Pair(None, Promised(new, one), twin) for one in new.objectives)


def _place(slo: Slo) -> tuple[str, int, int]:
    return slo.location.file, slo.location.line, slo.location.column


def _slos(before: Sequence[Slo], after: Sequence[Slo]) -> Iterator[tuple[Slo | None, Slo | None]]:
    left, right = list(before), list(after)
    yield from _taken(left, right, lambda slo: (slo.service, slo.name, _substance(slo)))
    yield from _taken(left, right, lambda slo: (slo.service, slo.name))
    yield from _taken(left, right, lambda slo: slo.name, only=True)
    yield from _taken(left, right, lambda slo: (slo.service, _substance(slo)), only=True)
    yield from ((one, None) for one in left)
    yield from ((None, one) for one in right)


def _taken(left: list[T], right: list[T], key: Callable[[T], Hashable], *, only: bool = False) -> Iterator[tuple[T, T]]:
    """Takes from both lists what has the same key, in order; `only` what has a key that no other of its list has."""
    olds, news = _by_key(left, key), _by_key(right, key)
    pairs = [
        pair
        for identity, some in olds.items()
        if identity in news and not (only and len(some) + len(news[identity]) > 2)
        for pair in zip(some, news[identity], strict=False)
    ]
    taken = {id(one) for pair in pairs for one in pair}
    for items in (left, right):
        items[:] = [one for one in items if id(one) not in taken]
    yield from pairs


def _by_key(items: Sequence[T], key: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = {}
    for one in items:
        found.setdefault(key(one), []).append(one)
    return found


def _objectives(old: Slo, new: Slo) -> Iterator[Pair]:
    """By what they promise, where that tells one from the others, since many formats number what has no name; else by name, or
    by their place where none came or went."""
    left, right = list(old.objectives), list(new.objectives)
    found = [
        *_taken(left, right, lambda one: (one.name, _promise_of(one))),
        *_taken(left, right, _promise_of, only=True),
        *_taken(left, right, lambda one: one.name),
    ]
    if len(left) == len(right):
        found += zip(left, right, strict=True)
        left, right = [], []
    yield from (Pair(Promised(old, before), Promised(new, after)) for before, after in found)
    yield from (Pair(Promised(old, one), None) for one in left)
    yield from (Pair(None, Promised(new, one)) for one in right)


def _substance(slo: Slo) -> Hashable:
    """What an SLO promises, without its names and places."""
    return slo.window, slo.method, tuple(_promise_of(one) for one in slo.objectives)


def _promise_of(one: Objective) -> Hashable:
    return one.target, one.slice_length, one.slice_target, asked_by(one.indicator)


def asked_by(indicator: Indicator) -> Hashable:
    """What an indicator asks of which source, wherever it stands: equal for those that ask the same."""
    queries = tuple((query.source, query.source_type, normal(query.text)) for query in queries_of(indicator))
    limits = (indicator.op, indicator.limit) if isinstance(indicator, Threshold) else ()
    return sort_of(indicator), queries, limits


def sort_of(indicator: Indicator) -> str:
    """How an indicator tells good from bad."""
    match indicator:
        case Ratio():
            part = "good" if indicator.good else "bad"
            return f"{part}_counter" if indicator.counter else f"{part}_gauge"
        case RawRatio():
            return "success" if indicator.success else "failure"
        case Threshold():
            return "threshold"
