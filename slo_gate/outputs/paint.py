"""Colour for terminals. It never says anything that a word or symbol does not say too."""

from collections.abc import Callable

from slo_gate.core.finding import Severity
from slo_gate.core.verdict import Outcome, Verdict

Paint = Callable[[str, str], str]
"""Text and the name of what it is, to text that may be coloured."""

BOLD, DIM = "bold", "dim"
ADDED, REMOVED = "added", "removed"
_RED, _YELLOW, _GREEN, _MAGENTA, _CYAN = "31", "33", "32", "35", "36"
_CODES = {
    BOLD: "1",
    DIM: "2",
    ADDED: _GREEN,
    REMOVED: _RED,
    Verdict.PASS: _GREEN,
    Verdict.WARN: _YELLOW,
    Verdict.FAIL: _RED,
    Verdict.UNKNOWN: _MAGENTA,
    Severity.ERROR: _RED,
    Severity.WARNING: _YELLOW,
    Severity.NOTICE: _CYAN,
    Outcome.INVALID: _RED,
    Outcome.OVERRIDDEN: _YELLOW,
    Outcome.SKIPPED: _CYAN,
}
SYMBOLS = {Verdict.PASS: "✓", Verdict.WARN: "!", Verdict.FAIL: "✗", Verdict.UNKNOWN: "?"}

_ASCII = str.maketrans({"✓": "+", "✗": "x", "−": "-", "–": "-", "·": "-", "…": "~", "×": "x", "∞": "inf", "→": ">"})


def plain_paint(text: str, _what: str) -> str:
    return text


def coloured(text: str, what: str) -> str:
    code = _CODES.get(what)
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


def paint_for(colour: bool) -> Paint:  # noqa: FBT001 - a style's one flag
    return coloured if colour else plain_paint


def to_ascii(text: str) -> str:
    """The text for a stream that can encode nothing else."""
    return text.translate(_ASCII).encode("ascii", "backslashreplace").decode("ascii")
