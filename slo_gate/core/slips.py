"""Keys of a mapping that are misspelt, where it is certain what each means."""

from collections import Counter
from collections.abc import Mapping

from slo_gate.core import node
from slo_gate.core.checking import Place, Shape
from slo_gate.core.constraints import Constraint
from slo_gate.core.spelling import slip_of


def slips(
    value: node.Mapping, shapes: Mapping[str, Shape], constraints: tuple[Constraint, ...], place: Place
) -> dict[str, str]:
    """The misspelt keys and what they mean, where each is the only one to mean it, and nothing speaks against it."""
    meant = {key: slip_of(key, shapes) for key in value.entries if key not in shapes}
    if not any(meant.values()):
        return {}
    often = Counter(meant.values())
    near = {key: name for key, name in meant.items() if name and often[name] == 1 and name not in value.entries}
    together = _renamed(value, near)

    def no_worse(key: str) -> bool:
        """Whether the key, renamed, comes into no other's way."""
        alone = _renamed(value, {other: name for other, name in near.items() if other != key})
        before = {found for constraint in constraints for found in constraint.check(alone, place)}
        return all(found in before for constraint in constraints for found in constraint.check(together, place))

    return {
        key: name for key, name in near.items() if _takes(shapes[name], together.entries[name], place) and no_worse(key)
    }


def _takes(shape: Shape, entry: node.Entry, place: Place) -> bool:
    """Whether a value is what its key's must be, but for what can be mended or stands deeper in it."""
    found = shape.check(entry.value, place.key(entry))
    return not any(one.fix is None and one.span == entry.value.span for one in found)


def _renamed(value: node.Mapping, names: Mapping[str, str]) -> node.Mapping:
    return node.Mapping(value.span, {names.get(key, key): entry for key, entry in value.entries.items()})
