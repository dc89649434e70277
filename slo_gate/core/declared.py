"""Objects that files declare, and what to say where a name is given twice or leads nowhere."""

from collections.abc import Sequence
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Scalar
from slo_gate.core.spelling import closest

UNRESOLVED, DUPLICATE = "SLO201", "SLO202"


class Declared(NamedTuple):
    """One object of a file. `sound` tells whether it fits the shape of its kind."""

    file: str
    root: node.Mapping
    sound: bool

    @property
    def kind(self) -> str:
        return self.root.text("kind")

    @property
    def name(self) -> str:
        return self.root.text("metadata", "name")

    @property
    def spec(self) -> node.Mapping:
        spec = self.root.get("spec")
        return spec if isinstance(spec, node.Mapping) else node.Mapping(self.root.span)

    def location(self, *path: str) -> Location:
        """Where a value stands; the object's own place where it has none."""
        found = self.root.get(*path)
        return Location(self.file, found.span if found else self.root.span)


def twice(copy: Declared, first: Declared) -> Finding:
    message = f"the {copy.kind} `{copy.name}` is declared twice; first at {first.location('metadata', 'name')}"
    place = copy.location("metadata", "name")
    return Finding(DUPLICATE, Severity.ERROR, place, message, "rename or remove one of them")


def nowhere(file: str, kind: str, name: Scalar, known: Sequence[str], beside: str = "") -> Finding:
    """A reference to what is not among the known names; `beside` says where else it was looked for."""
    meant = closest(name.text, known)
    hint = f"did you mean `{meant}`?" if meant else f"declare it, or refer to one that is: {_listed(known)}"
    message = f"no {kind} is named `{name.text[:80]}`{beside}"
    return Finding(UNRESOLVED, Severity.ERROR, Location(file, name.span), message, hint)


def _listed(names: Sequence[str]) -> str:
    if not names:
        return "none is declared in these files"
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
