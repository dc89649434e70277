"""A YAML document as a tree that knows where each key and value stands."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple, Protocol

Plain = str | bool | int | Decimal | None


class Span(NamedTuple):
    """From the first character to one past the last; lines and columns count from 1."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Span(1, 1, 1, 1)


class Mark(Protocol):
    """A place as parsers tell it: lines and columns count from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


Position = Span | tuple[Mark, Mark]
"""A span, or the marks to make one of: few nodes of a file are ever asked where they stand."""


def span_of(position: Position) -> Span:
    if isinstance(position, Span):
        return position
    start, end = position
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


class _Placed:
    """What stands somewhere. These are plain classes: a data class is ten times as long in the making, at every start."""

    __slots__ = ("position",)

    def __init__(self, position: Position) -> None:
        self.position = position

    @property
    def span(self) -> Span:
        return span_of(self.position)


class Scalar(_Placed):
    """`text` is what the file says, `value` what it means in the YAML 1.2 core schema.

    Numbers with a point or an exponent are `Decimal`, so that 99.95 stays 99.95. `indent` is how many columns the lines of
    a block scalar are indented; -1 for other scalars, and for blocks whose lines were folded. `quote` is empty where it has
    none, and None for a block and for what has an anchor or a tag. `flow` tells that it stands within brackets.
    """

    __slots__ = ("flow", "indent", "quote", "text", "value")

    def __init__(
        self,
        text: str,
        value: Plain,
        position: Position,
        indent: int = -1,
        quote: str | None = "",
        flow: bool = False,  # noqa: FBT001, FBT002 - made by the hundred for each file, and a keyword costs
    ) -> None:
        self.text = text
        self.value = value
        self.position = position
        self.indent = indent
        self.quote = quote
        self.flow = flow

    def meaning(self, value: Plain) -> "Scalar":
        """The same place, read as another value."""
        return Scalar(self.text, value, self.position, self.indent, self.quote, self.flow)

    @property
    def style(self) -> str | None:
        """Its quote, where another text can take its place: where there is something, on one line."""
        line, column, end_line, end_column = self.span
        return self.quote if line == end_line and column < end_column else None


def span_within(text: str, span: Span, indent: int, start: int, end: int) -> Span:
    """Where the characters [start, end) of a scalar's text stand in the file; the whole scalar where that is not known.

    `span` and `indent` are the scalar's. Text that was folded, or has escapes, does not tell where its characters were.
    """
    if indent >= 0:
        return Span(*_in_block(text, span, indent, start), *_in_block(text, span, indent, end))
    width = span.end_column - span.column
    if span.line != span.end_line or width not in (len(text), len(text) + 2):
        return span
    column = span.column + (width - len(text)) // 2
    return Span(span.line, column + start, span.line, column + end)


def _in_block(text: str, span: Span, indent: int, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return span.line + 1 + before.count("\n"), indent + offset - (before.rfind("\n") + 1) + 1


class Sequence(_Placed):
    __slots__ = ("items",)

    def __init__(self, items: list["Node"], position: Position) -> None:
        self.items = items
        self.position = position


class Entry:
    __slots__ = ("_key", "value")

    def __init__(self, key: Scalar, value: "Node") -> None:
        self._key = key
        self.value = value

    @property
    def key(self) -> Scalar:
        return self._key


class Mapping(_Placed):
    """Keys are the keys' text; every key of the formats we read is a string."""

    __slots__ = ("entries",)

    def __init__(self, position: Position, entries: dict[str, Entry]) -> None:
        self.position = position
        self.entries = entries

    def get(self, key: str, *path: str) -> "Node | None":
        """The node under a path of keys, or None where a step is missing or no mapping."""
        entry = self.entries.get(key)
        node = None if entry is None else entry.value
        if path:
            return node.get(*path) if isinstance(node, Mapping) else None
        return node

    def value(self, *path: str) -> Plain:
        """The scalar under a path of keys; None where there is none."""
        node = self.get(*path)
        return node.value if isinstance(node, Scalar) else None

    def text(self, key: str, *path: str, default: str = "") -> str:
        """The text of the scalar under a path of keys; the default where there is none, or nothing (null) in its place."""
        entry = self.entries.get(key)
        node = None if entry is None else entry.value
        if path:
            return node.text(*path, default=default) if isinstance(node, Mapping) else default
        return node.text if isinstance(node, Scalar) and node.value is not None else default

    def items(self, *path: str) -> list["Node"]:
        """The items of the sequence under a path of keys; empty where there is none."""
        node = self.get(*path)
        return node.items if isinstance(node, Sequence) else []

    def mappings(self, *path: str) -> Iterator["Mapping"]:
        return (item for item in self.items(*path) if isinstance(item, Mapping))


Node = Scalar | Sequence | Mapping


def kind_of(node: Node) -> str:
    """The YAML type of a node in a reader's words."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    match node.value:
        case None:
            return "nothing (null)"
        case bool():
            return "true or false"
        case int() | Decimal():
            return "a number"
    return "a string"
