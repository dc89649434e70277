"""The trees of ordinary files, from nodes that libyaml's binding composes.

That takes two thirds of the time that `Builder` takes for the events of a file, and the trees are the same. Nothing is
counted here: whatever could be too much, and whatever is wrong, or has an anchor or a tag, is left to `Builder`.
"""

import re
from collections.abc import Callable
from typing import Any

from yaml import MappingNode, ScalarNode, SequenceNode, YAMLError

from slo_gate.core.node import Entry, Mapping, Mark, Node, Scalar, Sequence
from slo_gate.core.ports import Document, Parsed
from slo_gate.documents import events
from slo_gate.documents.building import MAX_DOCUMENTS, MAX_NODES, MERGE
from slo_gate.documents.plain import MAX_NUMBER
from slo_gate.documents.refusal import MAX_DEPTH, Refusal
from slo_gate.documents.scalars import made_of, scalar_of

_MAX_SIZE = MAX_NODES // 3
"""Characters, none of which makes more than three values: `[:,:]`, a list of two mappings of one empty key, makes 7 of 5."""

_ANCHOR = re.compile(r"&(?<!\w&)")
_NO_NAME = re.compile(r"!(?<!\w!)(?=[\s<,\[\]{}]|\Z)")
"""A tag without a name: nodes do not tell of it, and it makes a string of nothing."""
_DIRECTIVE = re.compile("%(?<![^\r\n]%)")


class _OddError(Exception):
    """Something that `Builder` has an answer to."""


def composed(text: str, file: str) -> Parsed | None:
    """The documents of an ordinary file that is right; None for every other, and where libyaml does not serve."""
    roots = None if _may_be_odd(text) else events.roots_of(text)
    if roots is None:
        return None
    try:
        documents = [Document(file, number, _node(root, text)) for number, root in enumerate(roots)]
    except (_OddError, Refusal, YAMLError):
        return None
    return Parsed(file, tuple(documents), ()) if len(documents) <= MAX_DOCUMENTS else None


def _may_be_odd(text: str) -> bool:
    return (
        len(text) > _MAX_SIZE
        or "\ufeff" in text  # libyaml leaves it out, and counts it
        or ("&" in text and _ANCHOR.search(text) is not None)
        or ("!" in text and _NO_NAME.search(text) is not None)
        or ("%" in text and _DIRECTIVE.search(text) is not None)
    )


class _PlainEntry(Entry):
    """With a plain key, which is made where somebody asks for it: of few is more asked than the text, which mappings have."""

    __slots__ = ("flow", "written")
    written: Any
    flow: bool

    @property
    def key(self) -> Scalar:
        if not isinstance(self.written, Scalar):
            self.written = scalar_of(self.written, "", self.flow)
        return self.written


# What follows runs for every value of every file. `source` is the text of the file, `flow` tells that a value stands
# within brackets, and `depth` inside how many collections.


def _node(root: Any, source: str) -> Node:
    return _MAKERS[root.__class__](root, source, False, 0)


def _scalar(node: Any, source: str, flow: bool, _: int) -> Scalar:  # noqa: FBT001
    if node.tag is not None:
        raise _OddError
    return scalar_of(node, source, flow)


def _sequence(node: Any, source: str, _: bool, depth: int) -> Sequence:  # noqa: FBT001
    if node.tag is not None or depth == MAX_DEPTH - 1:
        raise _OddError
    flow = node.flow_style
    items = [_MAKERS[item.__class__](item, source, flow, depth + 1) for item in node.value]
    return Sequence(items, (node.start_mark, node.end_mark if flow else _end(items[-1])))


def _mapping(node: Any, source: str, _: bool, depth: int) -> Mapping:  # noqa: FBT001
    if node.tag is not None or depth == MAX_DEPTH - 1:
        raise _OddError
    flow, makers, depth = node.flow_style, _MAKERS, depth + 1
    entries: dict[str, Entry] = {}
    value: Node | None = None
    for key, inner in node.value:
        if key.__class__ is not ScalarNode or key.tag is not None:
            raise _OddError
        text = key.value
        if len(text) > MAX_NUMBER:  # it may be a number, which is refused
            raise _OddError
        if inner.__class__ is ScalarNode and inner.tag is None:  # as most are
            value = scalar_of(inner, source, flow)
        else:
            value = makers[inner.__class__](inner, source, flow, depth)
        if key.style:
            entries[text] = Entry(scalar_of(key, source, flow), value)
        else:
            entries[text] = entry = made_of(_PlainEntry)
            entry.written = key
            entry.flow = flow
            entry.value = value
    if len(entries) != len(node.value) or MERGE in entries:
        raise _OddError
    has_braces = flow and source[node.start_mark.index] == "{"
    end = node.end_mark if has_braces or value is None else _end(value)
    return Mapping((node.start_mark, end), entries)


def _end(node: Node) -> Mark:
    """A collection without brackets ends with its last item."""
    position: Any = node.position
    end: Mark = position[1]
    return end


_MAKERS: dict[type, Callable[[Any, str, bool, int], Node]] = {
    ScalarNode: _scalar,
    SequenceNode: _sequence,
    MappingNode: _mapping,
}
