"""Trees built from the events of a parser, counting as it goes."""

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple, cast

from slo_gate.core.finding import Finding
from slo_gate.core.node import Entry, Mapping, Mark, Node, Scalar, Sequence, Span, span_of
from slo_gate.core.ports import Document, Parsed
from slo_gate.documents.aliases import height, merge
from slo_gate.documents.blocks import indent_of
from slo_gate.documents.plain import WORDS, number
from slo_gate.documents.refusal import (
    DUPLICATE_KEY,
    MAX_DEPTH,
    NOT_YAML,
    REFUSED,
    TOO_BIG,
    NotYaml,
    Refusal,
    too_deep,
)
from slo_gate.documents.scalars import BLOCKS, scalar_of

MAX_DOCUMENTS = 1_000
MAX_NODES = 50_000
MAX_FILE_NODES = 100_000
MAX_ALIASES = 100
MAX_SCALAR = 64 * 1024

_STRINGS = frozenset({"tag:yaml.org,2002:str", "!"})
_CORE_TAGS = _STRINGS | {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "map", "seq")}
MERGE = "<<"


class _Anchored(NamedTuple):
    """`size` counts a node's values, aliases expanded."""

    node: Node
    size: int


class Builder:
    """Builds the documents of one file. `classes` has the classes of the events.

    Whatever is deep is refused before it is entered, so that no file can exhaust the stack.
    """

    def __init__(self, file: str, text: str, events: Iterator[Any], classes: ModuleType) -> None:
        self._file = file
        self._text = text
        self._next: Callable[[], Any] = events.__next__
        self._classes = classes
        self._scalar_event = classes.ScalarEvent
        self._collections = (classes.MappingStartEvent, classes.SequenceStartEvent)
        self._documents: list[Document] = []
        self._findings: list[Finding] = []
        self._shared: dict[Span, None] = {}
        self._anchors: dict[str, _Anchored | None] = {}
        self._aliases = 0
        self._flow = False
        self._left = self._file_left = MAX_FILE_NODES

    def run(self) -> Parsed:
        """Raises Refusal, and what the events raise."""
        start, end = self._classes.DocumentStartEvent, self._classes.StreamEndEvent
        while not isinstance(event := self._next(), end):
            if isinstance(event, start):
                self._document(event)
        return Parsed(self._file, tuple(self._documents), tuple(self._findings), shared=tuple(self._shared))

    def _document(self, event: Any) -> None:
        if event.version and tuple(event.version) != (1, 2):
            version = ".".join(map(str, event.version))
            raise Refusal(REFUSED, _span(event), f"the file asks for YAML {version}", "remove the %YAML directive")
        if len(self._documents) >= MAX_DOCUMENTS:
            raise Refusal(TOO_BIG, _span(event), f"more than {MAX_DOCUMENTS:,} documents in one file", "split it")
        self._anchors.clear()
        room = self._left = min(MAX_NODES, self._file_left)
        root = self._node(self._next(), 0)
        self._file_left -= room - self._left
        self._documents.append(Document(self._file, len(self._documents), root))

    def _node(self, event: Any, depth: int) -> Node:
        """What begins with an event, inside `depth` collections."""
        sort = event.__class__
        if sort is self._scalar_event:
            return self._scalar(event)
        if sort is self._classes.AliasEvent:
            return self._alias(event, depth)
        return self._collection(event, depth + 1)

    def _collection(self, event: Any, depth: int) -> Mapping | Sequence:
        left, around = self._left, self._flow
        self._count(1, event)
        if event.tag:
            _checked_tag(event)
        if event.anchor:
            self._refuse_second(event)
            self._anchors[event.anchor] = None  # known, and not complete: an alias to it now would be a cycle
        if depth > MAX_DEPTH:
            raise too_deep(_span(event))
        self._flow = bool(event.flow_style)
        is_mapping = event.__class__ is self._classes.MappingStartEvent
        node = self._mapping(event, depth) if is_mapping else self._sequence(event, depth)
        self._flow = around
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(node, left - self._left)
        return node

    def _sequence(self, start: Any, depth: int) -> Sequence:
        items: list[Node] = []
        take, finished = self._next, self._classes.SequenceEndEvent
        last = start
        while (event := take()).__class__ is not finished:
            if depth == MAX_DEPTH:
                raise too_deep(_span(event))
            items.append(self._node(event, depth))
            last = event
        return Sequence(items, (start.start_mark, self._end(event, last, items[-1] if items else None)))

    def _mapping(self, start: Any, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        merges: list[tuple[Node, Span]] = []
        take, finished, is_scalar, scalar = self._next, self._classes.MappingEndEvent, self._scalar_event, self._scalar
        last, value = start, None
        while (event := take()).__class__ is not finished:
            if depth == MAX_DEPTH:
                raise too_deep(_span(event))
            key = scalar(event) if event.__class__ is is_scalar else self._key(event, depth)
            last = take()
            value = scalar(last) if last.__class__ is is_scalar else self._node(last, depth)
            text = key.text
            if text == MERGE and not isinstance(value, Scalar):
                merges.append((value, key.span))
                continue
            if text in entries:
                self._findings.append(_twice(key, entries[text].key).finding(self._file))
            entries[text] = Entry(key, value)
        if merges:
            merge(entries, merges)
        return Mapping((start.start_mark, self._end(event, last, value)), entries)

    def _end(self, event: Any, last: Any, node: Node | None) -> Mark:
        """Where a collection ends: with its bracket, or with its last item."""
        start: Mark = event.start_mark
        end: Mark = event.end_mark
        if start.column != end.column or start.line != end.line:
            return end
        if last.__class__ in self._collections and isinstance(node, Mapping | Sequence):
            return cast(tuple[Mark, Mark], node.position)[1]
        ended: Mark = last.end_mark
        return ended

    def _scalar(self, event: Any) -> Scalar:
        text = event.value
        self._left -= 1
        if len(text) > MAX_SCALAR:
            raise Refusal(TOO_BIG, _span(event), f"a value of {len(text):,} characters", "shorten it")
        if self._left < 0:
            raise self._too_many(event)
        if event.tag or event.anchor:
            return self._odd_scalar(event)
        return scalar_of(event, self._text, self._flow)

    def _odd_scalar(self, event: Any) -> Scalar:
        """One with a tag or an anchor."""
        position = event.start_mark, event.end_mark
        text, tag = event.value, _checked_tag(event) if event.tag else None
        plain = not event.style and tag not in _STRINGS
        value = WORDS[text] if plain and text in WORDS else number(text, position) if plain else text
        indent = indent_of(event, self._text) if event.style in BLOCKS else -1
        node = Scalar(text, value, position, indent, None, self._flow)
        if event.anchor:
            self._refuse_second(event)
            self._anchors[event.anchor] = _Anchored(node, 1)
        return node

    def _key(self, event: Any, depth: int) -> Scalar:
        node = self._node(event, depth)
        if isinstance(node, Scalar):
            return node
        span = _span(event) if event.__class__ is self._classes.AliasEvent else node.span
        raise NotYaml(REFUSED, span, "a list or a mapping is used as a key", "use a string as the key")

    def _alias(self, event: Any, depth: int) -> Node:
        if event.anchor not in self._anchors:
            raise Refusal(NOT_YAML, _span(event), f"the alias *{event.anchor} has no anchor before it", "")
        target = self._anchors[event.anchor]
        if target is None:
            message = f"the alias *{event.anchor} contains itself"
            raise Refusal(REFUSED, _span(event), message, "write the value out")
        self._aliases += 1
        self._shared[target.node.span] = None
        if self._aliases > MAX_ALIASES:
            raise Refusal(TOO_BIG, _span(event), f"more than {MAX_ALIASES} aliases", "write the values out")
        self._count(target.size, event)
        if depth + height(target.node) > MAX_DEPTH:
            raise too_deep(_span(event))
        return target.node

    def _refuse_second(self, event: Any) -> None:
        if event.anchor in self._anchors:
            message = f"the anchor &{event.anchor} is defined twice"
            raise Refusal(REFUSED, _span(event), message, "give each anchor its own name")

    def _count(self, size: int, event: Any) -> None:
        self._left -= size
        if self._left < 0:
            raise self._too_many(event)

    def _too_many(self, event: Any) -> Refusal:
        of_document = self._file_left >= MAX_NODES
        where, most = ("document", MAX_NODES) if of_document else ("file", MAX_FILE_NODES)
        message = f"more than {most:,} values in one {where}, aliases expanded"
        return Refusal(TOO_BIG, _span(event), message, f"split the {where}")


def _span(event: Any) -> Span:
    return span_of((event.start_mark, event.end_mark))


def _checked_tag(event: Any) -> str:
    name = str(event.tag)
    if name in _CORE_TAGS:
        return name
    message = f"the tag {name[:80]!r} is not allowed"
    raise Refusal(REFUSED, _span(event), message, "remove it: no value needs a tag here")


def _twice(key: Scalar, first: Scalar) -> Refusal:
    message = f"the key `{key.text[:80]}` stands twice in one mapping (first in line {first.span.line})"
    return Refusal(DUPLICATE_KEY, key.span, message, "remove one of them")
