"""What a dialect takes, rewritten to what the text would have; spans stay those of the file."""

import re
from decimal import Decimal
from typing import NamedTuple, Protocol

from slo_gate.core import node
from slo_gate.core.checking import Shape
from slo_gate.core.node import Entry, Node, Plain, Scalar
from slo_gate.core.scalar_shapes import Anything

_NUMERIC = re.compile(r"[-+]?[0-9]{1,30}(\.[0-9]{1,30})?")


class Change(Protocol):
    def apply(self, value: Node) -> Node: ...


class Forgiven(NamedTuple):
    """A rule does not hold of a value."""

    rule: str


class AsReference(NamedTuple):
    """A bare name becomes a mapping that refers to it, where it fits `name`."""

    key: str
    name: Shape = Anything()

    def apply(self, value: Node) -> Node:
        if not isinstance(value, Scalar) or not self.name.takes(value):
            return value
        return node.Mapping(value.position, {self.key: Entry(Scalar(self.key, self.key, value.position), value)})


class Respelt(NamedTuple):
    """A word that is spelled otherwise in the text."""

    was: str
    now: str

    def apply(self, value: Node) -> Node:
        if isinstance(value, Scalar) and value.value == self.was:
            return Scalar(self.now, self.now, value.span)
        return value


class Renamed(NamedTuple):
    """A key that has another name in the text."""

    was: str
    now: str

    def apply(self, value: Node) -> Node:
        if not isinstance(value, node.Mapping) or self.was not in value.entries or self.now in value.entries:
            return value
        entry = value.entries[self.was]
        rest = {key: kept for key, kept in value.entries.items() if key != self.was}
        return node.Mapping(value.span, {**rest, self.now: Entry(entry.key, entry.value)})


class Unquoted(NamedTuple):
    """A number in quotes becomes a number."""

    def apply(self, value: Node) -> Node:
        if isinstance(value, Scalar) and isinstance(value.value, str) and _NUMERIC.fullmatch(value.value):
            return Scalar(value.text, Decimal(value.text), value.span)
        return value


class Without(NamedTuple):
    """Keys that are not looked at: those that the expression describes."""

    keys: str

    def apply(self, value: Node) -> Node:
        if not isinstance(value, node.Mapping):
            return value
        kept = {key: entry for key, entry in value.entries.items() if not re.fullmatch(self.keys, key)}
        return node.Mapping(value.span, kept)


class Supplied(NamedTuple):
    """A key that may be left out, with the value that then holds; where another key stands, it does not."""

    key: str
    value: Plain
    unless: str = ""

    def apply(self, value: Node) -> Node:
        if not isinstance(value, node.Mapping) or {self.key, self.unless} & value.entries.keys():
            return value
        written = Scalar(str(self.value), self.value, value.span)
        return node.Mapping(
            value.span, {**value.entries, self.key: Entry(Scalar(self.key, self.key, value.span), written)}
        )
