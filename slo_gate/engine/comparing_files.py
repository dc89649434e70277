"""What a change does to what judges: the configuration, and comments that silence rules."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

from slo_gate.core import node
from slo_gate.core.finding import Location
from slo_gate.core.node import START
from slo_gate.core.promise_change import Aspect, PromiseChange, Way
from slo_gate.core.suppression import Suppression

Key = TypeVar("Key", bound=Hashable)

_GROWING = ("slos", "rules")
"""Lists of which a longer one judges more: every SLO and every rule by itself."""


def config_changes(file: str, before: node.Mapping | None, after: node.Mapping | None) -> Iterator[PromiseChange]:
    """One for each section that differs, whatever is in it; comments, blanks and the order of keys make no difference.

    A configuration that is new changes nothing that held: there was none.
    """
    if before is None:
        return
    if after is None:
        yield _about(file, "config_removed", {}, Location(file, START))
        return
    for key in dict.fromkeys((*before.entries, *after.entries)):
        old, new = before.get(key), after.get(key)
        if _plain(old) != _plain(new):
            place = after.entries[key].key.span if key in after.entries else after.span
            grown = key in _GROWING and _grew(old, new)
            yield _about(file, "config", {"section": key}, Location(file, place), weakens=not grown)


def added_suppressions(before: Sequence[Suppression], after: Sequence[Suppression]) -> Iterator[PromiseChange]:
    """One for each rule that a comment silences and none did before, in this file or in one that has lost such a comment."""
    old = Counter((one.location.file, rule) for one in before for rule in one.rules)
    new = [((one.location.file, rule), one) for one in after for rule in one.rules]
    lost = old - Counter(key for key, _ in new)
    moved = Counter(rule for _, rule in lost.elements())
    for (file, rule), one in new:
        if not _take(old, (file, rule)) and not _take(moved, rule):
            yield _about(file, "suppression", {"rule": rule}, one.location)


def _take(counted: Counter[Key], key: Key) -> bool:
    """Takes one of a kind; whether there was one."""
    counted[key] -= 1
    return counted[key] >= 0


def _about(
    file: str, code: str, evidence: Mapping[str, object], location: Location, *, weakens: bool = True
) -> PromiseChange:
    aspect = Aspect(code, {"file": file, **evidence}, weakens, location)
    return PromiseChange(Way.CHANGED, "", "", "", location, (aspect,), weakens)


def _grew(before: node.Node | None, after: node.Node | None) -> bool:
    """Whether a list still has all that it had."""
    if not isinstance(before, node.Sequence) or not isinstance(after, node.Sequence):
        return False
    rest = [_plain(item) for item in after.items]
    for item in before.items:
        if _plain(item) not in rest:
            return False
        rest.remove(_plain(item))
    return True


def _plain(one: node.Node | None) -> object:
    """What a node says, without its places: comparable, and different for what means something else."""
    match one:
        case None:
            return None
        case node.Mapping():
            return {key: _plain(entry.value) for key, entry in one.entries.items()}
        case node.Sequence():
            return [_plain(item) for item in one.items]
        case node.Scalar():
            return type(one.value).__name__, one.value
