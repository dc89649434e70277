"""Classes of characters in brackets."""

from slo_gate.promql.re2.escapes import character, class_escape
from slo_gate.promql.re2.unicode_names import POSIX
from slo_gate.promql.re2.wrong import Code, WrongError


def class_end(text: str, start: int) -> int:
    """Where the class ends whose bracket opens here. A `]` that comes first is one of its characters."""
    place = first = start + 2 if text.startswith("^", start + 1) else start + 1
    name_end = place
    while place < len(text) and (text[place] != "]" or place == first):
        if name_end >= 0 and text.startswith("[:", place):
            name_end = text.find(":]", place + 2)
            if name_end >= 0:
                place = _named(text, place, name_end)
                continue
        place = class_escape(text, place) or _range(text, place)
    if place >= len(text):
        raise WrongError(Code.MISSING_BRACKET, start, len(text))
    return place + 1


def _named(text: str, start: int, end: int) -> int:
    """The end of a `[:alpha:]`, which begins here whatever stands in it."""
    if text[start + 2 : end].removeprefix("^") not in POSIX:
        raise WrongError(Code.CLASS_RANGE, start, end + 2)
    return end + 2


def _range(text: str, start: int) -> int:
    """The end of a character, or of a range of them, that begins here."""
    low, end = character(text, start)
    if not text.startswith("-", end) or end + 1 >= len(text) or text[end + 1] == "]":
        return end
    high, end = character(text, end + 1)
    if high < low:
        raise WrongError(Code.CLASS_RANGE, start, end)
    return end
