"""Edits applied to the text of a file: everything outside of them stays as it is, to the character."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from slo_gate.core.finding import Edit
from slo_gate.core.node import Span

BREAK = re.compile(r"\r\n|\r|\n")
"""What ends a line of YAML 1.2."""


class Repaired(NamedTuple):
    """The text of a file before and after its repairs, and how many they are. They neither add nor remove lines."""

    file: str
    before: str
    after: str
    repairs: int


def apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in their order in the file, without those that reach into an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.span):
        if not kept or _end(kept[-1].span) <= (edit.span.line, edit.span.column):
            kept.append(edit)
    return kept


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits that are apart. Columns count code points; lines end at `\\r\\n`, `\\r` or `\\n`."""
    starts = [0, *(found.end() for found in BREAK.finditer(text))]
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        start = starts[edit.span.line - 1] + edit.span.column - 1
        pieces += [text[at:start], edit.text]
        at = starts[edit.span.end_line - 1] + edit.span.end_column - 1
    return "".join((*pieces, text[at:]))


def within(edit: Edit, spans: Iterable[Span]) -> bool:
    """Whether an edit stands inside one of the spans."""
    start, end = (edit.span.line, edit.span.column), _end(edit.span)
    return any((span.line, span.column) <= start and end <= _end(span) for span in spans)


def _end(span: Span) -> tuple[int, int]:
    return span.end_line, span.end_column
