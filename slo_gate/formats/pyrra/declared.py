"""One object of a file, known to be Pyrra's."""

from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.finding import Location
from slo_gate.core.node import Scalar


class Declared(NamedTuple):
    """`document` is the index of its document in the file."""

    file: str
    document: int
    root: node.Mapping

    @property
    def start(self) -> Location:
        """The first key: what to blame for a missing one, and for the object as a whole."""
        first = next(iter(self.root.entries.values()), None)
        return Location(self.file, first.key.span if first else self.root.span)

    @property
    def spec(self) -> node.Mapping:
        spec = self.root.get("spec")
        return spec if isinstance(spec, node.Mapping) else node.Mapping(self.root.span, {})

    def scalar(self, *path: str) -> Scalar:
        """The scalar under a path of keys that the shape demands."""
        found = self.root.get(*path)
        assert isinstance(found, Scalar)
        return found

    def location(self, *path: str) -> Location:
        return Location(self.file, self.scalar(*path).span)
