"""Plain data as trees of nodes in which each key and each value stands on a line of its own."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import count

from slo_gate.core.node import Entry, Mapping, Node, Scalar, Sequence, Span


def tree(value: object, lines: Iterator[int] | None = None) -> Node:
    """A tree of JSON-like data; numbers may be Decimal."""
    lines = lines or count(1)
    span = Span(line := next(lines), 1, line, 2)
    if isinstance(value, dict):
        entries = {key: Entry(_scalar(key, lines), tree(inner, lines)) for key, inner in value.items()}
        return Mapping(span, entries)
    if isinstance(value, list):
        return Sequence([tree(item, lines) for item in value], span)
    assert value is None or isinstance(value, str | bool | int | Decimal)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Scalar(text, value, span)


def _scalar(text: str, lines: Iterator[int]) -> Scalar:
    line = next(lines)
    return Scalar(text, text, Span(line, 1, line, 2))


def spans(node: Node) -> Iterator[Span]:
    """Where its keys and values stand."""
    yield node.span
    if isinstance(node, Sequence):
        for item in node.items:
            yield from spans(item)
    if isinstance(node, Mapping):
        for entry in node.entries.values():
            yield entry.key.span
            yield from spans(entry.value)


def plain(value: object) -> object:
    """The data as JSON has it: decimals are floats."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value
