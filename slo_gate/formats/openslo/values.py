"""Values of OpenSLO that need more than a pattern: slice lengths, references of another form, versions of another tool."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_TYPE, Place, Schema, Violation, by_checking
from slo_gate.core.name import Name
from slo_gate.core.node import Node
from slo_gate.core.scalar_shapes import Number, Text
from slo_gate.core.writing import item_at
from slo_gate.formats.openslo.versions import UNREAD

_NAME = Name()
_MINUTES = Number(
    meaning="a whole number of minutes, from 1 to 525600", minimum=Decimal(1), maximum=Decimal(525_600), integer=True
)


class SliceLength(NamedTuple):
    """A duration, or a number of minutes."""

    duration: Text

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        is_number = isinstance(value, node.Scalar) and type(value.value) in {int, Decimal}
        return (_MINUTES if is_number else self.duration).check(value, place)

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {"anyOf": [self.duration.schema(), _MINUTES.schema()]}


class BareReference(NamedTuple):
    """A name where a mapping belongs, as a list's item: what tools of OpenSLO took before its v1 was settled.

    Where it is `read`, a name never gets as far as the check, and editors do not refuse it either.
    """

    key: str
    read: bool = False

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        assert isinstance(value, node.Scalar)
        message = f"`{place}` is {node.kind_of(value)}; it must be a mapping"
        fix = item_at(value, self.key) if _NAME.takes(value) else None
        yield Violation(WRONG_TYPE, value.span, message, f"write `{fix or f'{self.key}: NAME'}`", fix)

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return _NAME.schema() if self.read else {"not": {}}


SDK_LABEL = Text(
    pattern=r"^([a-z0-9]([-._a-z0-9]{0,61}[a-z0-9])?)?$",
    meaning="at most 63 small letters, digits, `-`, `.` and `_`, since the Go SDK takes no others",
)


class Unreadable(NamedTuple):
    """A version that a dialect does not read at all; `message` says which one it does."""

    message: str

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        yield Violation(UNREAD, value.span, f"`{place}`: {self.message}", "choose another dialect for this file")

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {"not": {}}
