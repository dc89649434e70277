"""Repairs as a unified diff. A repair keeps the number of lines, so lines are compared each with itself."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from slo_gate.core.printable import printable
from slo_gate.core.repair import BREAK, Repaired
from slo_gate.outputs.paint import ADDED, BOLD, DIM, REMOVED, paint_for, to_ascii
from slo_gate.outputs.style import Style

CONTEXT = 3
_NO_BREAK = "\\ No newline at end of file"


def render(changes: Sequence[Repaired], style: Style) -> str:
    """The whole text; empty without a change. What is no printable character shows as its escape."""
    text = "".join(f"{line}\n" for repaired in changes for line in _lines(repaired, style))
    return text if style.unicode else to_ascii(text)


def _lines(repaired: Repaired, style: Style) -> Iterator[str]:
    paint = paint_for(style.colour)
    before, after = BREAK.split(repaired.before), BREAK.split(repaired.after)
    count = len(before) - (not before[-1])
    yield paint(f"--- {printable(repaired.file)}", BOLD)
    yield paint(f"+++ {printable(repaired.file)}", BOLD)
    for start, end in _hunks([at for at in range(count) if before[at] != after[at]], count):
        place = f"{start + 1},{end - start}"
        yield paint(f"@@ -{place} +{place} @@", DIM)
        for same, lines in groupby(range(start, end), key=lambda at: before[at] == after[at]):
            group = list(lines)
            shown = [(" ", "", before)] if same else [("-", REMOVED, before), ("+", ADDED, after)]
            for sign, what, text in shown:
                for at in group:
                    yield from _line(sign, text, at, what, style)


def _hunks(changed: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """The lines [start, end) around changes, those together that would touch."""
    gaps = [at for at, (one, other) in enumerate(pairwise(changed), 1) if other - one > 2 * CONTEXT + 1]
    for first, behind in pairwise([0, *gaps, len(changed)]):
        yield max(changed[first] - CONTEXT, 0), min(changed[behind - 1] + CONTEXT + 1, count)


def _line(sign: str, lines: Sequence[str], at: int, what: str, style: Style) -> Iterator[str]:
    yield paint_for(style.colour)(sign + printable(lines[at], len(lines[at]) * 10 + 1), what)
    if at == len(lines) - 1:
        yield _NO_BREAK
