"""What a change does to what judges: the configuration, and comments that silence rules."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from slo_gate.core import node
from slo_gate.core.conditions import CONDITIONS
from slo_gate.core.conditions.subject import About
from slo_gate.core.finding import Location
from slo_gate.core.node import START
from slo_gate.core.promise_change import Aspect, PromiseChange, Way
from slo_gate.core.suppression import Suppression

Silenced = tuple[str, str, str, Location]
"""The file of a comment, a rule that it silences, its reason, and its place."""

_ADDING = ("freezes", "tests")
_GROWING = ("slos", "rules", *_ADDING)
"""Lists of which a longer one judges more, every entry by itself; and which of them add to nothing where they are new."""
_SHRINKING = ("exemptions",)
"""Lists of which a shorter one judges more."""
_EXPIRING = "exclusions"
"""The list whose entries say nothing any more after a day."""
_ABSENCE = frozenset(key for key, condition in CONDITIONS.items() if condition.ABOUT is About.ABSENCE)
"""What a rule speaks of instead of the defaults, and perhaps more mildly."""
_NONE = node.Sequence([], START)


def config_changes(
    file: str, before: node.Mapping | None, after: node.Mapping | None, today: date
) -> Iterator[PromiseChange]:
    """One for each section that differs, whatever is in it; comments, blanks and the order of keys make no difference.

    A configuration that is new changes nothing that held: there was none. An exclusion that has expired by `today` held no more.
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
            kept = [_unexpired(one, today) if key == _EXPIRING else one for one in (old, new)]
            yield _about(file, "config", {"section": key}, Location(file, place), weakens=_weakens(key, *kept))


def added_suppressions(before: Sequence[Suppression], after: Sequence[Suppression]) -> Iterator[PromiseChange]:
    """One for each rule that a comment silences and none did before: in this file, or for the same reason in one that has lost it."""
    left, right = _silenced(before), _silenced(after)
    for key in (lambda one: one[:3], lambda one: one[:2], lambda one: one[1:3]):
        left, right = _unpaired(left, right, key)
    for file, rule, _, location in right:
        yield _about(file, "suppression", {"rule": rule}, location)


def _silenced(every: Sequence[Suppression]) -> list[Silenced]:
    return [(one.location.file, rule, one.reason, one.location) for one in every for rule in one.rules]


def _unpaired(
    left: Sequence[Silenced], right: Sequence[Silenced], key: Callable[[Silenced], Hashable]
) -> tuple[list[Silenced], list[Silenced]]:
    """What is left of both where as many as there are of each key are taken from them, from the first on."""
    olds, news = Counter(map(key, left)), Counter(map(key, right))
    both = olds & news
    return _without(left, both.copy(), key), _without(right, both, key)


def _without(
    every: Sequence[Silenced], taken: Counter[Hashable], key: Callable[[Silenced], Hashable]
) -> list[Silenced]:
    rest = []
    for one in every:
        if taken[key(one)] > 0:
            taken[key(one)] -= 1
        else:
            rest.append(one)
    return rest


def _about(
    file: str, code: str, evidence: Mapping[str, object], location: Location, *, weakens: bool = True
) -> PromiseChange:
    aspect = Aspect(code, {"file": file, **evidence}, weakens, location)
    return PromiseChange(Way.CHANGED, "", "", "", location, (aspect,), weakens)


def _weakens(section: str, before: node.Node | None, after: node.Node | None) -> bool:
    """Whether a section that differs may judge less. Where there was none of `slos` or `rules`, all files and built-in rules held."""
    if section == _EXPIRING:
        return _plain(before or _NONE) != _plain(after or _NONE)
    if section in _SHRINKING:
        return not _grew(after or _NONE, before)
    if section in _ADDING:
        before = before or _NONE
    return section not in _GROWING or not _grew(before, after) or bool(_forgiving(after) - _forgiving(before))


def _unexpired(section: node.Node | None, today: date) -> node.Node | None:
    """Without the entries whose last day is past in every time zone."""
    if not isinstance(section, node.Sequence):
        return section
    past = (today - timedelta(days=1)).isoformat()
    kept = [
        one for one in section.items if not (isinstance(one, node.Mapping) and one.text("expires", default=past) < past)
    ]
    return node.Sequence(kept, section.position)


def _forgiving(section: node.Node | None) -> Counter[str]:
    """Rules that decide instead of the defaults, by what they say."""
    items = section.items if isinstance(section, node.Sequence) else ()
    whens = ((one, one.get("when")) for one in items if isinstance(one, node.Mapping))
    return Counter(
        repr(_plain(one))
        for one, when in whens
        if isinstance(when, node.Mapping) and not _ABSENCE.isdisjoint(when.entries)
    )


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
