"""Comments that silence a rule at one place: `# slo-gate: ignore SLO123 -- the reason`.

One behind a value speaks for its own line, one on a line of its own for the next line that is no comment.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slo_gate.core.finding import Location
from slo_gate.core.node import Span

SIGN = "slo-gate: ignore"
_WORD = "slo-gate:"
_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*slo-gate:\s*ignore\b(?P<rules>[A-Za-z0-9, \t]*+)(?:--[ \t]*+(?P<reason>.*))?$")
_BREAK = re.compile(r"\r\n|\r|\n")


class Suppression(NamedTuple):
    """`line` is the one that it speaks for; `location` that of the comment. `reason` is empty where none is given."""

    location: Location
    line: int
    rules: tuple[str, ...]
    reason: str


def suppressions(text: str, file: str) -> Iterator[Suppression]:
    if SIGN not in text:
        return
    lines = _BREAK.split(text)
    following = _following(lines)
    for number, line in enumerate(lines, 1):
        found = _COMMENT.search(line) if _WORD in line else None
        if found:
            span = Span(number, found.start() + 1, number, len(line) + 1)
            alone = not line[: found.start()].strip()
            target = following[number - 1] if alone else number
            rules = tuple(found["rules"].replace(",", " ").split())
            yield Suppression(Location(file, span), target, rules, (found["reason"] or "").strip())


def _following(lines: Sequence[str]) -> Sequence[int]:
    """For each line, the next one that is neither empty nor a comment; itself where there is none."""
    following, content = list(range(1, len(lines) + 1)), 0
    for number in range(len(lines), 0, -1):
        following[number - 1] = content or number
        line = lines[number - 1].lstrip()
        if line and line[0] != "#":
            content = number
    return following
