"""What holds between the keys of a record."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from slo_gate.core import node
from slo_gate.core.checking import KEY_CHOICE, MISSING_KEY, Place, Schema, Shape, Violation
from slo_gate.core.node import Span

Holds = Callable[[node.Mapping], bool]


class Constraint(Protocol):
    """What holds between the keys of a record. `takes` is a method or a property, as that of a shape."""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]: ...

    @property
    def takes(self) -> Holds: ...

    def schema(self) -> Schema: ...


def _place_of_key(entry: node.Entry) -> Span:
    return entry.key.span


def all_of(keys: tuple[str, ...]) -> Holds:
    """Tells of mappings whether they have all of the keys."""

    def holds(value: node.Mapping) -> bool:
        entries = value.entries
        for key in keys:  # noqa: SIM110 - `all` takes half as long again
            if key not in entries:
                return False
        return True

    return holds


def _one_of(keys: tuple[str, ...], least: int) -> Holds:
    """Tells of mappings whether they have one of the keys at most, and `least` of them."""

    def holds(value: node.Mapping) -> bool:
        entries, count = value.entries, 0
        for key in keys:
            if key in entries:
                count += 1
        return least <= count <= 1

    return holds


class ExactlyOne(NamedTuple):
    keys: tuple[str, ...]
    help: str = ""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        present = sorted((value.entries[key] for key in self.keys if key in value.entries), key=_place_of_key)
        names = " and ".join(f"`{entry.key.text}`" for entry in present)
        choices = ", ".join(f"`{key}`" for key in self.keys)
        if not present:
            yield Violation(MISSING_KEY, place.owner, f"`{place}` needs one of {choices}", self.help)
        elif len(present) > 1:
            hint = self.help or f"keep exactly one of {choices}"
            yield Violation(KEY_CHOICE, present[1].key.span, f"`{place}` has {names} at the same time", hint)

    @property
    def takes(self) -> Holds:
        return _one_of(self.keys, 1)

    def schema(self) -> Schema:
        return {"oneOf": [{"required": [key]} for key in self.keys]}


class AtLeastOne(NamedTuple):
    keys: tuple[str, ...]
    help: str = ""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        if not any(key in value.entries for key in self.keys):
            choices = " or ".join(f"`{key}`" for key in self.keys)
            yield Violation(MISSING_KEY, place.owner, f"`{place}` has no {choices}", self.help)

    @property
    def takes(self) -> Holds:
        keys = self.keys
        return lambda value: not value.entries.keys().isdisjoint(keys)

    def schema(self) -> Schema:
        return {"anyOf": [{"required": [key]} for key in self.keys]}


class AtMostOne(NamedTuple):
    keys: tuple[str, ...]
    help: str = ""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        if sum(key in value.entries for key in self.keys) > 1:
            yield from ExactlyOne(self.keys, self.help).check(value, place)

    @property
    def takes(self) -> Holds:
        return _one_of(self.keys, 0)

    def schema(self) -> Schema:
        none = {"not": {"anyOf": [{"required": [key]} for key in self.keys]}}
        return {"oneOf": [none, *({"required": [key]} for key in self.keys)]}


class IfThen(NamedTuple):
    """Where a record fits `condition`, it must fit `consequence` too."""

    condition: Shape
    consequence: Shape

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        if self.condition.takes(value):
            yield from self.consequence.check(value, place)

    @property
    def takes(self) -> Holds:
        holds, follows = self.condition.takes, self.consequence.takes
        return lambda value: not holds(value) or follows(value)

    def schema(self) -> Schema:
        return {"if": self.condition.schema(), "then": self.consequence.schema()}
