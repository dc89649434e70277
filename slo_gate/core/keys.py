"""Shapes for conditions, and for what follows from them: which keys there are, and which of a few values one has."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Violation, by_checking
from slo_gate.core.node import Node
from slo_gate.core.scalar_shapes import Anything
from slo_gate.core.shape import Field, Record


def holding(*path: str) -> Record:
    """A mapping that has something under a path of keys."""
    key, *rest = path
    return Record({key: Field(holding(*rest) if rest else Anything(), required=True)}, open=True)


def demand(docs: Mapping[str, str]) -> Record:
    """A mapping that has all of some keys."""
    return Record({key: Field(Anything(), required=True, doc=doc) for key, doc in docs.items()}, open=True)


class Is(NamedTuple):
    """One of a few strings, as `Choice`; but no option is looked for that might be meant, since nobody is told."""

    options: tuple[str, ...]

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Scalar) or value.value not in self.options:
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is none of {', '.join(self.options)}", "")

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {"enum": list(self.options)}
