"""The only YAML door: bytes to trees that know where everything stands.

Semantics are the core schema of YAML 1.2 (`no` is a string, 12:30 is a string, dates are strings), numbers keep their
text. The tree is built from libyaml's events, in one pass, so that a bomb is refused before anything is expanded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from slo_gate.core.finding import Finding, Location, Severity, Skipped
from slo_gate.core.node import START, Entry, Mapping, Node, Plain, Scalar, Sequence, Span
from slo_gate.core.ports import Document, Parsed
from slo_gate.core.suppression import suppressions
from slo_gate.core.template import is_template, may_be_template

try:
    from _ruamel_yaml import CParser
except ImportError:  # no wheel of the C part for this Python: the pure parser makes the same events, slower
    CParser = None

NOT_YAML, TOO_BIG, DUPLICATE_KEY, REFUSED = "SLO001", "SLO002", "SLO003", "SLO004"

MAX_BYTES = 1024 * 1024
MAX_DOCUMENTS = 1_000
MAX_DEPTH = 40
MAX_NODES = 50_000
MAX_FILE_NODES = 100_000
MAX_ALIASES = 100
MAX_SCALAR = 64 * 1024
MAX_NUMBER = 64

_OLD_LIBYAML = "found unexpected ':'"
"""What the bundled libyaml says of `{at: 12:30:00}`, which is right: the pure parser is asked for its opinion."""
_MAX_SECOND_OPINION = 64 * 1024

_NOT_PRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""YAML 1.2, rule 1: what a stream may not hold. Written as what is left over, which compiles in a tenth of the time.
libyaml counts its position in bytes, so we look for ourselves."""

_FILLED_LATER = re.compile(rb"\{\{-? *\.window *-?\}\}")
"""What Sloth fills in, and no template engine does: files that hold it are YAML all the same."""

_BREAK = re.compile("\r\n|\r|\n")
_AMBIGUOUS_BREAK = re.compile("[\x85\u2028\u2029]")
"""Line breaks to YAML 1.1 and to libyaml, ordinary characters to YAML 1.2 and to editors: text behind one in a comment
would be live, and hidden from whoever reviews the file."""

_CORE_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq"))
_MERGE = "<<"


def parse(data: bytes, file: str) -> Parsed:
    """The documents of a file, or the finding that says why it has none. Never raises for what a file holds."""
    try:
        text = _decode(data)
        _refuse_ambiguous_breaks(text)
        parsed = _build(text, file)._replace(suppressions=tuple(suppressions(text, file)))
    except _Refusal as refusal:
        if isinstance(refusal, _NotYaml) and b"{{" in _FILLED_LATER.sub(b"", data):
            reason = "a template (it holds `{{`) and no YAML before it is rendered: render first"
            return Parsed(file, (), (), Skipped(file, reason), template=True)
        return Parsed(file, (), (_finding(file, refusal),))
    template = may_be_template(text) and any(is_template(document.root) for document in parsed.documents)
    return parsed._replace(template=template)


def _build(text: str, file: str) -> Parsed:
    try:
        return _Builder(file, text).run(_events(text))
    except YAMLError as error:
        if _OLD_LIBYAML not in str(error) or len(text) > _MAX_SECOND_OPINION:
            raise _syntax(error, text) from None
    try:
        return _Builder(file, text).run(_slow_events(text))
    except YAMLError as error:
        raise _syntax(error, text) from None


class _Refusal(Exception):  # noqa: N818 - it is no error of ours
    def __init__(self, rule: str, span: Span, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.span, self.message, self.hint = rule, span, message, hint


class _NotYaml(_Refusal):
    """What a template looks like before it is rendered."""


def _finding(file: str, refusal: _Refusal) -> Finding:
    return Finding(refusal.rule, Severity.ERROR, Location(file, refusal.span), refusal.message, refusal.hint)


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read"
        raise _Refusal(TOO_BIG, START, message, "split the file")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _Refusal(NOT_YAML, START, "the file is UTF-16 or UTF-32", "save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + len(data) - len(error.object)  # where the codec cut a byte order mark off
        before = data[:at].decode("utf-8-sig")
        message = f"byte {at} (0x{data[at]:02x}) is not UTF-8"
        span = _span_of_offset(before, len(before))
        raise _Refusal(NOT_YAML, span, message, "save the file as UTF-8") from None


def _refuse_ambiguous_breaks(text: str) -> None:
    if not text.isascii() and (found := _AMBIGUOUS_BREAK.search(text)):
        message = f"the character U+{ord(found[0]):04X} is a line break to some readers of YAML and none to others"
        hint = "replace it by a line feed, or write it as an escape in double quotes"
        raise _Refusal(REFUSED, _span_of_offset(text, found.start()), message, hint)


def _syntax(error: YAMLError, text: str) -> _NotYaml:
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        hint = "indent with blanks, not with tabs" if _character(text, mark.line, mark.column) == "\t" else ""
        return _NotYaml(NOT_YAML, _point(mark, text), f"not YAML: {error.problem or error.context}", hint)
    if found := _NOT_PRINTABLE.search(text):
        message = f"the character U+{ord(found[0]):04X} is not allowed in YAML"
        hint = "remove it, or write it as an escape in double quotes"
        return _NotYaml(NOT_YAML, _span_of_offset(text, found.start()), message, hint)
    return _NotYaml(NOT_YAML, START, "not YAML")


def _character(text: str, line: int, column: int) -> str:
    lines = _BREAK.split(text)
    return lines[line][column : column + 1] if line < len(lines) else ""


def _point(mark: Any, text: str) -> Span:
    """One character; the end of the last line for the line that parsers imagine after a file without a final break."""
    if mark.line > len(_BREAK.findall(text)):
        return _span_of_offset(text, len(text))
    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)


def _span_of_offset(text: str, offset: int) -> Span:
    breaks = list(_BREAK.finditer(text, 0, offset))
    line, column = len(breaks) + 1, offset - (breaks[-1].end() if breaks else 0) + 1
    return Span(line, column, line, column + 1)


def _events(text: str) -> Iterator[Any]:
    if CParser is None:
        yield from _slow_events(text)
        return
    parser = CParser(text)
    while (event := parser.get_event()) is not None:
        yield event


def _slow_events(text: str) -> Iterator[Any]:
    yield from YAML(typ="safe", pure=True).parse(text)


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet. `size` and `height` count aliases expanded; `last` is its last item's."""

    node: Mapping | Sequence
    anchor: str | None
    last: Span
    key: Scalar | None = None
    merges: list[tuple[Node, Span]] = field(default_factory=list)
    size: int = 1
    height: int = 1
    flow: bool = False


class _Anchored(NamedTuple):
    node: Node
    size: int
    height: int


class _Builder:
    """Builds trees from events, counting as it goes."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._text = text
        self._lines: list[str] | None = None
        self.documents: list[Document] = []
        self.findings: list[Finding] = []
        self.shared: dict[Span, None] = {}
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._aliases = 0
        self._nodes = 0
        self._root: Node | None = None

    def run(self, events: Iterator[Any]) -> Parsed:
        handlers = {
            "ScalarEvent": self._scalar,
            "MappingStartEvent": self._mapping,
            "SequenceStartEvent": self._sequence,
            "MappingEndEvent": self._close,
            "SequenceEndEvent": self._close,
            "AliasEvent": self._alias,
            "DocumentStartEvent": self._document_start,
            "DocumentEndEvent": self._document_end,
        }
        for event in events:
            handler = handlers.get(type(event).__name__)
            if handler:
                handler(event)
        return Parsed(self.file, tuple(self.documents), tuple(self.findings), shared=tuple(self.shared))

    def _document_start(self, event: Any) -> None:
        if event.version and tuple(event.version) != (1, 2):
            version = ".".join(map(str, event.version))
            raise _Refusal(REFUSED, _span(event), f"the file asks for YAML {version}", "remove the %YAML directive")
        if len(self.documents) >= MAX_DOCUMENTS:
            raise _Refusal(TOO_BIG, _span(event), f"more than {MAX_DOCUMENTS:,} documents in one file", "split it")
        self._anchors.clear()
        self._root = None

    def _document_end(self, _event: Any) -> None:
        if self._root is not None:
            self.documents.append(Document(self.file, len(self.documents), self._root))

    def _scalar(self, event: Any) -> None:
        span = _span(event)
        if len(event.value) > MAX_SCALAR:
            raise _Refusal(TOO_BIG, span, f"a value of {len(event.value):,} characters", "shorten it")
        tag = _checked_tag(event, span)
        plain = not event.style and tag not in {"tag:yaml.org,2002:str", "!"}
        value = _resolve(event.value, span) if plain else event.value
        node = Scalar(event.value, value, span, -1, _style(event, span), bool(self._stack) and self._stack[-1].flow)
        if event.style in ("|", ">"):
            node.indent = self._indent(event)
        if event.anchor:
            self._refuse_second(event.anchor, span)
            self._anchors[event.anchor] = _Anchored(node, 1, 1)
        self._add(node, 1, 1, span)

    def _indent(self, event: Any) -> int:
        """How far a block's lines are indented: what its first line that is not empty has more than its text."""
        lines = event.value.rstrip("\n").split("\n")
        first = next((number for number, line in enumerate(lines) if line.strip()), None)
        if first is None:
            return -1
        if self._lines is None:
            self._lines = _BREAK.split(self._text)
        number = event.start_mark.line + 1 + first
        source = self._lines[number] if number < len(self._lines) else ""
        folded = event.style == ">" and (len(lines) > 1 or source.strip() != lines[0].strip())
        return (
            -1
            if folded
            else len(source) - len(source.lstrip(" ")) - (len(lines[first]) - len(lines[first].lstrip(" ")))
        )

    def _mapping(self, event: Any) -> None:
        self._open(event, Mapping(_span(event)))

    def _sequence(self, event: Any) -> None:
        self._open(event, Sequence([], _span(event)))

    def _open(self, event: Any, node: Mapping | Sequence) -> None:
        _checked_tag(event, node.span)
        if event.anchor:
            self._refuse_second(event.anchor, node.span)
            self._anchors[event.anchor] = None  # known, and not complete: an alias to it now would be a cycle
        self._stack.append(_Open(node, event.anchor, node.span, flow=bool(event.flow_style)))
        if len(self._stack) > MAX_DEPTH:
            raise _Refusal(TOO_BIG, node.span, f"nested deeper than {MAX_DEPTH} levels", "flatten the document")

    def _close(self, event: Any) -> None:
        done = self._stack.pop()
        start, end = done.node.span, _span(event)
        if (end.line, end.column) == (
            end.end_line,
            end.end_column,
        ):  # no bracket: a block ends where its last item does
            end = done.last
        done.node.span = Span(start.line, start.column, end.end_line, end.end_column)
        if isinstance(done.node, Mapping):
            self._merge(done)
        if done.anchor:
            self._anchors[done.anchor] = _Anchored(done.node, done.size, done.height)
        self._add(done.node, done.size, done.height, done.node.span)

    def _alias(self, event: Any) -> None:
        span = _span(event)
        if event.anchor not in self._anchors:
            raise _Refusal(NOT_YAML, span, f"the alias *{event.anchor} has no anchor before it", "")
        target = self._anchors[event.anchor]
        if target is None:
            raise _Refusal(REFUSED, span, f"the alias *{event.anchor} contains itself", "write the value out")
        self._aliases += 1
        self.shared[target.node.span] = None
        if self._aliases > MAX_ALIASES:
            raise _Refusal(TOO_BIG, span, f"more than {MAX_ALIASES} aliases", "write the values out")
        self._add(target.node, target.size, target.height, span)

    def _refuse_second(self, name: str, span: Span) -> None:
        if name in self._anchors:
            raise _Refusal(REFUSED, span, f"the anchor &{name} is defined twice", "give each anchor its own name")

    def _add(self, node: Node, size: int, height: int, span: Span) -> None:
        """Hangs a finished node where it belongs; `size` counts it with aliases expanded, `span` is where it is used."""
        if not self._stack:
            self._nodes += size
            self._root = node
            return
        parent = self._stack[-1]
        parent.last = span
        parent.size += size
        parent.height = max(parent.height, height + 1)
        if parent.size > MAX_NODES:
            message = f"more than {MAX_NODES:,} values in one document, aliases expanded"
            raise _Refusal(TOO_BIG, span, message, "split the document")
        if self._nodes + parent.size > MAX_FILE_NODES:
            message = f"more than {MAX_FILE_NODES:,} values in one file, aliases expanded"
            raise _Refusal(TOO_BIG, span, message, "split the file")
        if parent.height + len(self._stack) > MAX_DEPTH + 1:
            raise _Refusal(TOO_BIG, span, f"nested deeper than {MAX_DEPTH} levels", "flatten the document")
        if isinstance(parent.node, Sequence):
            parent.node.items.append(node)
        elif parent.key is None:
            parent.key = _key(node, span)
        else:
            self._entry(parent, parent.node, parent.key, node)
            parent.key = None

    def _entry(self, parent: _Open, mapping: Mapping, key: Scalar, value: Node) -> None:
        if key.text == _MERGE and isinstance(value, Mapping | Sequence):
            parent.merges.append((value, key.span))
            return
        first = mapping.entries.get(key.text)
        if first is not None:
            message = f"the key `{key.text[:80]}` stands twice in one mapping (first in line {first.key.span.line})"
            refusal = _Refusal(DUPLICATE_KEY, key.span, message, "remove one of them")
            self.findings.append(_finding(self.file, refusal))
        mapping.entries[key.text] = Entry(key, value)

    def _merge(self, done: _Open) -> None:
        """`<<` gives a mapping the keys it has not; of several merged mappings the first wins."""
        assert isinstance(done.node, Mapping)
        for merged, span in done.merges:
            sources = merged.items if isinstance(merged, Sequence) else [merged]
            for source in sources:
                if not isinstance(source, Mapping):
                    raise _Refusal(REFUSED, span, "`<<` merges something that is no mapping", "merge mappings only")
                for key, entry in source.entries.items():
                    done.node.entries.setdefault(key, entry)


def _key(node: Node, span: Span) -> Scalar:
    if isinstance(node, Scalar):
        return node
    raise _NotYaml(REFUSED, span, "a list or a mapping is used as a key", "use a string as the key")


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _style(event: Any, span: Span) -> str | None:
    """The quote, or none; None for what cannot be replaced by itself."""
    alone = span.line == span.end_line and span.column < span.end_column and not event.anchor and not event.tag
    return (event.style or "") if alone and event.style not in ("|", ">") else None


def _checked_tag(event: Any, span: Span) -> str | None:
    tag = str(event.tag) if event.tag else None
    if tag in (None, "!") or tag in _CORE_TAGS:
        return tag
    raise _Refusal(REFUSED, span, f"the tag {tag[:80]!r} is not allowed", "remove it: no value needs a tag here")


_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,6})?")
_WORDS: dict[str, Plain] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), Decimal("NaN")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), Decimal("Infinity")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), Decimal("-Infinity")),
}
_NUMERIC = frozenset("-+.0123456789")


def _resolve(text: str, span: Span) -> Plain:
    """What a plain scalar means in the YAML 1.2 core schema."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    number = bool(_FLOAT.fullmatch(text) or _BASED.fullmatch(text))
    if number and len(text) > MAX_NUMBER:
        raise _Refusal(TOO_BIG, span, f"a number of {len(text):,} characters", "shorten it, or put it in quotes")
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    return Decimal(text) if number else text
