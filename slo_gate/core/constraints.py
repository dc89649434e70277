"""What holds between the keys of a record."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from slo_gate.core import node
from slo_gate.core.checking import KEY_CHOICE, MISSING_KEY, Place, Schema, Shape, Violation
from slo_gate.core.node import Span


class Constraint(Protocol):
    """What holds between the keys of a record."""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]: ...

    def takes(self, value: node.Mapping) -> bool: ...

    def schema(self) -> Schema: ...


def _place_of_key(entry: node.Entry) -> Span:
    return entry.key.span


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

    def takes(self, value: node.Mapping) -> bool:
        return sum([key in value.entries for key in self.keys]) == 1

    def schema(self) -> Schema:
        return {"oneOf": [{"required": [key]} for key in self.keys]}


class AtLeastOne(NamedTuple):
    keys: tuple[str, ...]
    help: str = ""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        if not any(key in value.entries for key in self.keys):
            choices = " or ".join(f"`{key}`" for key in self.keys)
            yield Violation(MISSING_KEY, place.owner, f"`{place}` has no {choices}", self.help)

    def takes(self, value: node.Mapping) -> bool:
        return not value.entries.keys().isdisjoint(self.keys)

    def schema(self) -> Schema:
        return {"anyOf": [{"required": [key]} for key in self.keys]}


class AtMostOne(NamedTuple):
    keys: tuple[str, ...]
    help: str = ""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        if sum(key in value.entries for key in self.keys) > 1:
            yield from ExactlyOne(self.keys, self.help).check(value, place)

    def takes(self, value: node.Mapping) -> bool:
        return sum([key in value.entries for key in self.keys]) <= 1

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

    def takes(self, value: node.Mapping) -> bool:
        return not self.condition.takes(value) or self.consequence.takes(value)

    def schema(self) -> Schema:
        return {"if": self.condition.schema(), "then": self.consequence.schema()}
