"""What every shape answers, and how a violation of one is told."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from slo_gate.core import node
from slo_gate.core.finding import Edit, Finding, Location, Severity
from slo_gate.core.node import Node, Span

UNKNOWN_KEY, MISSING_KEY, WRONG_TYPE, WRONG_VALUE, KEY_CHOICE, WRONG_LENGTH = (
    "SLO101",
    "SLO102",
    "SLO103",
    "SLO104",
    "SLO105",
    "SLO106",
)

Schema = dict[str, object]
Takes = Callable[[Node], bool]

_SHOWN = 80
"""How much of a key is shown: a path of long keys, repeated in each of many messages, would fill the memory."""


class Violation(NamedTuple):
    """`fix` is the text that belongs at the span instead, where there is exactly one."""

    rule: str
    span: Span
    message: str
    help: str
    fix: str | None = None

    def finding(self, file: str) -> Finding:
        edit = None if self.fix is None else Edit(self.span, self.fix)
        return Finding(self.rule, Severity.ERROR, Location(file, self.span), self.message, self.help, edit)


class Shape(Protocol):
    """`check` says what is wrong, `takes` whether nothing is: most values are right, and nobody asks where they stand.

    `takes` is a method, or a property whose function knows already what it needs: a shape of many values asks for it once.
    """

    def __hash__(self) -> int: ...

    def check(self, value: Node, place: "Place") -> Iterator[Violation]: ...

    @property
    def takes(self) -> Takes: ...

    def schema(self) -> Schema: ...


class Around(NamedTuple):
    """A mapping around a place: its path in words, and what it must look like."""

    path: str
    shape: Shape


class Place(NamedTuple):
    """Where a node hangs: its path in words, the span to blame when something is missing inside it, and what is around it,
    outermost first.
    """

    path: str
    owner: Span
    around: tuple[Around, ...] = ()

    def inside(self, shape: Shape) -> "Place":
        """The same for what hangs in a mapping that stands here."""
        return self._replace(around=(*self.around, Around(self.path, shape)))

    def key(self, entry: node.Entry) -> "Place":
        text = entry.key.text[:_SHOWN]
        return Place(f"{self.path}.{text}" if self.path else text, entry.key.span, self.around)

    def item(self, index: int, item: Node) -> "Place":
        return Place(f"{self.path}[{index}]", item.span, self.around)

    def __str__(self) -> str:
        return self.path or "the document"


def by_checking(shape: Shape, value: Node) -> bool:
    """`takes` of shapes for which nothing is quicker."""
    return next(shape.check(value, Place("", value.span)), None) is None


def violations(shape: Shape, value: Node, place: Place) -> Iterator[Violation]:
    """What is wrong with a value, looked for where something is."""
    return iter(()) if shape.takes(value) else shape.check(value, place)


def wrong_type(value: Node, place: Place, wanted: str) -> Violation:
    empty = isinstance(value, node.Scalar) and value.value is None
    hint = "give it a value, or remove the key" if empty else ""
    return Violation(WRONG_TYPE, value.span, f"`{place}` is {node.kind_of(value)}; it must be {wanted}", hint)
