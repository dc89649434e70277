"""Files read in one step, and trees written down plainly."""

import re

from slo_gate.core.finding import Finding
from slo_gate.core.node import Mapping, Node, Plain, Scalar, Span
from slo_gate.core.ports import Parsed
from slo_gate.documents import parse

NAME = "slo.yaml"


def read(text: str | bytes) -> Parsed:
    return parse(text.encode() if isinstance(text, str) else text, NAME)


def root(text: str | bytes) -> Node:
    """The tree of a file that holds one document and nothing wrong."""
    parsed = read(text)
    assert parsed.findings == ()
    (document,) = parsed.documents
    return document.root


def mapping(text: str | bytes) -> Mapping:
    node = root(text)
    assert isinstance(node, Mapping)
    return node


def scalar(text: str | bytes) -> Scalar:
    node = root(text)
    assert isinstance(node, Scalar)
    return node


def finding(text: str | bytes) -> Finding:
    """The one finding of a file that is refused."""
    parsed = read(text)
    assert parsed.documents == ()
    (only,) = parsed.findings
    assert only.is_error
    assert only.location.file == NAME
    return only


def data(node: Node) -> object:
    """A tree without its places."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key: data(entry.value) for key, entry in node.entries.items()}
    return [data(item) for item in node.items]


def outline(node: Node) -> object:
    """A tree with its texts, its values and all its places, to compare."""
    span = tuple(node.span)
    if isinstance(node, Scalar):
        return node.text, exact(node.value), span
    if isinstance(node, Mapping):
        return span, [(outline(entry.key), outline(entry.value)) for entry in node.entries.values()]
    return span, [outline(item) for item in node.items]


def exact(value: Plain) -> tuple[str, str]:
    """A value that equals its like alone: 1 is not true, 1.0 is not 1, and NaN is NaN."""
    return type(value).__name__, str(value)


def scalars(node: Node) -> list[Scalar]:
    """Keys and values of a tree, as they stand in the file."""
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Mapping):
        return [scalar for entry in node.entries.values() for scalar in (entry.key, *scalars(entry.value))]
    return [scalar for item in node.items for scalar in scalars(item)]


def lines_of(text: str) -> list[str]:
    """The lines of a file with their ends; after a last break comes an empty one."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]*\Z", text)


def slice_of(text: str, span: Span) -> str:
    """What a file says within a span, line ends kept."""
    lines = lines_of(text)
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1] if span.line <= len(lines) else ""
    inner = "".join(lines[span.line : span.end_line - 1])
    last = lines[span.end_line - 1] if span.end_line <= len(lines) else ""
    return lines[span.line - 1][span.column - 1 :] + inner + last[: span.end_column - 1]
