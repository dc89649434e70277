"""How one reading of OpenSLO differs from the text: what it takes beside it, and what it refuses of it.

What is taken is rewritten to what the text would have, before anything is checked or read.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import Place, Shape
from slo_gate.core.dialect import Dialect
from slo_gate.core.node import Entry, Node
from slo_gate.formats.openslo.changes import Change, Forgiven

ITEMS, ANYWHERE = "[]", "**"
FREE = ("connectionDetails", "annotations", "labels", "thresholdMetric", "ratioMetric")
"""Below them stands nothing that a difference at any depth is about."""


class Taken(NamedTuple):
    """`where` is a path of keys from the object, `[]` for each item of a list and `**` for any depth;
    `a|b` is either key, where nothing is rewritten.

    `example` is what the text refuses. Without `kind`, all kinds of the versions are meant.
    """

    title: str
    dialect: Dialect
    versions: tuple[str, ...]
    where: str
    change: Change | Forgiven
    example: str
    kind: str = ""


class Refused(NamedTuple):
    """What stands at `where` must fit `shape`; `example` does not, though the text allows it."""

    title: str
    dialect: Dialect
    versions: tuple[str, ...]
    where: str
    shape: Shape
    example: str
    kind: str = ""


def rewritten(value: Node, path: Sequence[str], change: Change) -> Node:
    """A copy in which what stands at the path is changed; the value itself where nothing is to be."""
    if not path:
        return change.apply(value)
    step, rest = path[0], path[1:]
    if step == ANYWHERE:
        return _rewritten_below(rewritten(value, rest, change), path, change)
    if step == ITEMS and isinstance(value, node.Sequence):
        return node.Sequence([rewritten(item, rest, change) for item in value.items], value.span)
    if isinstance(value, node.Mapping) and step in value.entries:
        entry = value.entries[step]
        changed = rewritten(entry.value, rest, change)
        if changed is not entry.value:
            return node.Mapping(value.span, {**value.entries, step: Entry(entry.key, changed)})
    return value


def _rewritten_below(value: Node, path: Sequence[str], change: Change) -> Node:
    if isinstance(value, node.Sequence):
        return node.Sequence([rewritten(item, path, change) for item in value.items], value.span)
    if not isinstance(value, node.Mapping):
        return value
    entries = {
        key: entry if key in FREE else Entry(entry.key, rewritten(entry.value, path, change))
        for key, entry in value.entries.items()
    }
    return node.Mapping(value.span, entries)


def places(value: Node, path: Sequence[str], place: Place) -> Iterator[tuple[Node, Place]]:
    """Everything that stands at the path."""
    if not path:
        yield value, place
        return
    step, rest = path[0], path[1:]
    if step == ANYWHERE:
        yield from places(value, rest, place)
    if isinstance(value, node.Sequence) and step in {ITEMS, ANYWHERE}:
        for index, item in enumerate(value.items):
            yield from places(item, path if step == ANYWHERE else rest, place.item(index, item))
    elif isinstance(value, node.Mapping):
        keys = step.split("|")
        for key, entry in value.entries.items():
            if step == ANYWHERE and key not in FREE:
                yield from places(entry.value, path, place.key(entry))
            elif key in keys:
                yield from places(entry.value, rest, place.key(entry))
