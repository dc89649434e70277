"""How far the lines of block scalars are indented."""

import re
from typing import Any

from slo_gate.documents.text import BREAK

_BLANKS_BELOW = re.compile(r"[^\r\n]*\n( *)")


def indent_of(event: Any, source: str) -> int:
    """What the first line of a block that is not empty has in the file, more than in its text.

    -1 for a block without such a line, and for one whose lines were folded.
    """
    text = event.value
    if text[:1].strip():  # the common ones, whose text starts at once and without a blank
        found = _BLANKS_BELOW.match(source, event.start_mark.index)
        if found:
            start, end = found.span(1)
            return end - start if event.style == "|" or _line(source, end, 0).strip() == text.strip() else -1
    lines = text.rstrip("\n").split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return -1
    line = _line(source, event.start_mark.index, first + 1)
    if event.style == ">" and (len(lines) > 1 or line.strip() != lines[0].strip()):
        return -1
    return _blanks(line) - _blanks(lines[first])


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _line(source: str, offset: int, below: int) -> str:
    """The line that is so many lines below that of an offset."""
    for _ in range(below):
        found = BREAK.search(source, offset)
        offset = found.end() if found else len(source)
    end = BREAK.search(source, offset)
    return source[offset : end.start()] if end else source[offset:]
