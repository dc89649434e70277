"""What a change does to the promises: those of before and those of now, side by side."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slo_gate.core.plan import Promised
from slo_gate.core.promise_change import Aspect, PromiseChange, Way
from slo_gate.core.slo import Slo
from slo_gate.engine.aspects import aspects
from slo_gate.engine.chosen import Chosen
from slo_gate.engine.pairing import Pair, pairs


class Compared(NamedTuple):
    """A pair of promises and what changed of them; `change` is None where nothing did."""

    pair: Pair
    change: PromiseChange | None


def compare(before: Sequence[Slo], after: Sequence[Slo], chosen: Chosen) -> tuple[Compared, ...]:
    """Every objective of either side. `chosen` is by what the policy chooses SLOs."""
    return tuple(Compared(pair, _change(pair, chosen)) for pair in pairs(before, after))


def weakened_first(changes: Sequence[PromiseChange]) -> tuple[PromiseChange, ...]:
    """Weakened ones first, and among those, SLOs before files."""

    def place(change: PromiseChange) -> tuple[object, ...]:
        return not change.weakens, not change.slo, change.title, change.location

    return tuple(sorted(changes, key=place))


def _change(pair: Pair, chosen: Chosen) -> PromiseChange | None:
    if pair.before and pair.after:
        found = tuple(aspects(pair.before, pair.after, chosen))
        was = pair.before.objective.location
        return _made(Way.CHANGED, pair.after, found)._replace(was=was) if found else None
    if pair.before:
        return _made(Way.REMOVED, pair.before, (Aspect("removed", weakens=True),))
    assert pair.after
    return _made(Way.ADDED, pair.after, tuple(_added(pair)))


def _added(pair: Pair) -> Iterator[Aspect]:
    """A second promise of the same names may be taken for the first wherever somebody looks it up."""
    yield Aspect("twin", weakens=True) if pair.twin else Aspect("added")


def _made(way: Way, promise: Promised, found: tuple[Aspect, ...]) -> PromiseChange:
    slo, objective = promise
    name = objective.name if len(slo.objectives) > 1 else ""
    weakens = any(aspect.weakens for aspect in found)
    return PromiseChange(way, slo.service, slo.name, name, objective.location, found, weakens)
