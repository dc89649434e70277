"""Values that may be left empty."""

from collections.abc import Iterator
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import Place, Schema, Shape, Takes, Violation
from slo_gate.core.node import Node

_OF_SEVERAL = frozenset({"allOf", "anyOf", "oneOf"})


class OrNothing(NamedTuple):
    """A value, or nothing behind the key. Programs in Go, as most that read SLO files are, take that for a key left out."""

    shape: Shape

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        return iter(()) if _is_nothing(value) else self.shape.check(value, place)

    @property
    def takes(self) -> Takes:
        takes = self.shape.takes
        return lambda value: takes(value) or _is_nothing(value)

    def schema(self) -> Schema:
        schema = self.shape.schema()
        kind = schema.get("type")
        if isinstance(kind, str) and _OF_SEVERAL.isdisjoint(schema):
            return schema | {"type": [kind, "null"]}
        return {"anyOf": [{"type": "null"}, schema]}


def _is_nothing(value: Node) -> bool:
    return isinstance(value, node.Scalar) and value.value is None
