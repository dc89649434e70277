"""Comments that silence a rule at one place: `# slo-gate: ignore SLO123 -- the reason`.

One behind a value speaks for its own line, one on a line of its own for the next line that is no comment.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from slo_gate.core.finding import Location
from slo_gate.core.node import Span

SIGN = "slo-gate: ignore"
_COMMENT = re.compile(
    r"(?:^|(?<=\s))#\s*slo-gate:\s*ignore\b[ \t]*(?P<rules>[A-Za-z0-9, \t]*?)[ \t]*(?:--[ \t]*(?P<reason>.*))?$"
)
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
    for number, line in enumerate(lines, 1):
        found = _COMMENT.search(line)
        if found:
            span = Span(number, found.start() + 1, number, len(line) + 1)
            alone = not line[: found.start()].strip()
            target = _next(lines, number) if alone else number
            rules = tuple(found["rules"].replace(",", " ").split())
            yield Suppression(Location(file, span), target, rules, (found["reason"] or "").strip())


def _next(lines: list[str], number: int) -> int:
    """The next line that is neither empty nor a comment."""
    following = (at for at, line in enumerate(lines[number:], number + 1) if line.strip() and line.strip()[0] != "#")
    return next(following, number)
