"""A number that may be left to the program: `auto`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import Place, Schema, Violation, by_checking
from slo_gate.core.scalar_shapes import Choice, Number

AUTO = "auto"
_AUTO = Choice((AUTO,))
_COUNT = Number(meaning="auto, or a whole number such as 1000 or 0", minimum=Decimal(0), integer=True)


class AutoOr(NamedTuple):
    """`auto`, or a whole number from 0 on."""

    def check(self, value: node.Node, place: Place) -> Iterator[Violation]:
        if not _AUTO.takes(value):
            yield from _COUNT.check(value, place)

    def takes(self, value: node.Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {"anyOf": [_AUTO.schema(), _COUNT.schema()]}


def read_count(value: node.Node | None) -> int | None:
    """The number of a value that fits AutoOr; None for `auto`, and where there is none."""
    number = value.value if isinstance(value, node.Scalar) else None
    return int(number) if isinstance(number, int | Decimal) else None
