"""Values of OpenSLO v1 that need more than a pattern: slice lengths, and references of another form."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.duration import MEANING, PATTERN
from slo_gate.core.name import Name
from slo_gate.core.node import Node
from slo_gate.core.shape import WRONG_TYPE, Number, Place, Schema, Text, Violation, fits
from slo_gate.core.writing import item_at

DURATION = Text(pattern=PATTERN, meaning=MEANING)
DURATION_OR_NONE = Text(pattern=rf"^0[mhdwMQY]$|{PATTERN}", meaning=f"{MEANING}, or 0m")
_MINUTES = Number(
    meaning="a whole number of minutes, from 1 to 525600", minimum=Decimal(1), maximum=Decimal(525_600), integer=True
)


class SliceLength(NamedTuple):
    """A duration, or a number of minutes."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        is_number = isinstance(value, node.Scalar) and type(value.value) in {int, Decimal}
        return (_MINUTES if is_number else DURATION).check(value, place)

    def schema(self) -> Schema:
        return {"anyOf": [DURATION.schema(), _MINUTES.schema()]}


class BareReference(NamedTuple):
    """A name where a mapping belongs, as a list's item: what tools of OpenSLO took before its v1 was settled."""

    key: str

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        assert isinstance(value, node.Scalar)
        message = f"`{place}` is {node.kind_of(value)}; it must be a mapping"
        fix = item_at(value, self.key) if fits(Name(), value) else None
        yield Violation(WRONG_TYPE, value.span, message, f"write `{self.key}: {value.text[:63]}`", fix)

    def schema(self) -> Schema:
        return {"not": {}}
