"""Texts that name something that must exist: an instant, a time, a date."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Violation, by_checking
from slo_gate.core.scalar_shapes import Text


class Existing(NamedTuple):
    """A text whose pattern is not all: `exists` tells 30 February from a day."""

    text: Text
    exists: Callable[[str], bool]

    def check(self, value: node.Node, place: Place) -> Iterator[Violation]:
        if self.text.takes(value) and isinstance(value, node.Scalar) and not self.exists(value.text):
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {value.text!r}", f"it must be {self.text.meaning}")
        yield from self.text.check(value, place)

    def takes(self, value: node.Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return self.text.schema()
