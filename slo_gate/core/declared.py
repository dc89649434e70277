"""Objects that files declare, and what to say where a name is given twice or leads nowhere."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.enough import ENOUGH
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Scalar
from slo_gate.core.spelling import closest

UNRESOLVED, DUPLICATE = "SLO201", "SLO202"
GUESSES = 100


class Declared:
    """One object of a file. `sound` tells whether it fits the shape of its kind."""

    __slots__ = ("file", "kind", "name", "root", "sound", "spec")

    def __init__(self, file: str, root: node.Mapping, *, sound: bool) -> None:
        self.file = file
        self.root = root
        self.sound = sound
        self.kind = root.text("kind")
        self.name = root.text("metadata", "name")
        spec = root.get("spec")
        self.spec = spec if isinstance(spec, node.Mapping) else node.Mapping(root.position, {})

    def location(self, *path: str) -> Location:
        """Where a value stands; the object's own place where it has none."""
        found = self.root.get(*path)
        return Location(self.file, found.span if found else self.root.span)


def twice(copy: Declared, first: Declared) -> Finding:
    message = f"the {copy.kind} `{copy.name}` is declared twice; first at {first.location('metadata', 'name')}"
    place = copy.location("metadata", "name")
    return Finding(DUPLICATE, Severity.ERROR, place, message, "rename or remove one of them")


class Lost(NamedTuple):
    """A reference to what is not among the known names of its kind.

    `beside` finishes "no Service is named …" and says where else it was looked for; `hint` is what else may help. `own` is
    the name of what refers, where that is known and cannot be meant.
    """

    file: str
    kind: str
    name: Scalar
    known: Collection[str]
    beside: str = ""
    hint: str = ""
    own: str = ""


def nowhere(lost: Iterable[Lost]) -> Iterator[Finding]:
    """For the first GUESSES of a set, a name is looked for that may be meant: each look compares all names."""
    told: Counter[str] = Counter()
    for count, (file, kind, name, known, beside, hint, own) in enumerate(lost):
        told[file] += 1
        if told[file] > ENOUGH:
            continue
        others = (one for one in known if one != own)
        meant = closest(name.text, others) if count < GUESSES and not hint else ""
        message = f"no {kind} is named `{name.text[:80]}`{beside}"
        help_ = hint or (f"did you mean `{meant}`?" if meant else _declare(known, own))
        yield Finding(UNRESOLVED, Severity.ERROR, Location(file, name.span), message, help_)


def _declare(names: Iterable[str], own: str) -> str:
    first = list(islice((name for name in names if name != own), 6))
    listed = ", ".join(first[:5]) + (", …" if len(first) > 5 else "")
    return f"declare it, or refer to one that is: {listed or 'none is declared in these files'}"
