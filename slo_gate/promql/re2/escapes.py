"""What begins with a backslash, and single characters."""

import re

from slo_gate.promql.re2.unicode_names import is_class
from slo_gate.promql.re2.wrong import Code, WrongError

INVALID = re.compile("[\udc80-\udcff]")
"""A byte that is no part of UTF-8, as Python keeps it."""
_PERL = frozenset("dDsSwW")
_OCTAL = re.compile(r"0[0-7]{0,2}|[1-7][0-7]{1,2}")
_HEX = re.compile(r"x(?:(?P<two>[0-9A-Fa-f]{2})|\{0*(?P<many>[0-9A-Fa-f]{1,6})\})")
_DIGITS = frozenset("0123456789abcdefABCDEF")
_CONTROLS = {"a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_LAST = 0x10FFFF


def check_utf8(text: str, start: int, end: int) -> None:
    match = INVALID.search(text, start, end)
    if match:
        raise WrongError(Code.UTF8, *match.span())


def class_escape(text: str, start: int) -> int | None:
    r"""The end of a `\d` or `\p{Greek}` that begins here; None where none does."""
    letter = text[start + 1 : start + 2]
    if text[start] != "\\" or not letter:
        return None
    if letter in _PERL:
        return start + 2
    return _unicode_class(text, start) if letter in "pP" else None


def character(text: str, start: int) -> tuple[int, int]:
    """The code of a character, which may be escaped, and its end."""
    if text[start] == "\\":
        return _escaped(text, start)
    check_utf8(text, start, start + 1)
    return ord(text[start]), start + 1


def _escaped(text: str, start: int) -> tuple[int, int]:
    letter = text[start + 1 : start + 2]
    if not letter:
        raise WrongError(Code.TRAILING_BACKSLASH, start, start + 1)
    check_utf8(text, start + 1, start + 2)
    if letter.isascii() and not letter.isalnum():
        return ord(letter), start + 2
    if letter in _CONTROLS:
        return _CONTROLS[letter], start + 2
    if letter == "x":
        return _hexadecimal(text, start)
    octal = _OCTAL.match(text, start + 1)
    if octal:
        return int(octal[0], 8), octal.end()
    raise WrongError(Code.ESCAPE, start, start + 2)


def _hexadecimal(text: str, start: int) -> tuple[int, int]:
    match = _HEX.match(text, start + 1)
    code = int(match["two"] or match["many"] or "0", 16) if match else _LAST + 1
    if match and code <= _LAST:
        return code, match.end()
    end = _unreadable_end(text, start)
    check_utf8(text, start, end)
    raise WrongError(Code.ESCAPE, start, end)


def _unreadable_end(text: str, start: int) -> int:
    """Where a hexadecimal escape stops making sense."""
    if not text.startswith("{", start + 2):
        return min(start + 4, len(text))
    code = 0
    for place in range(start + 3, len(text)):
        code = code * 16 + int(text[place], 16) if text[place] in _DIGITS else _LAST + 1
        if code > _LAST:
            return place + 1
    return len(text)


def _unicode_class(text: str, start: int) -> int:
    begin = start + 2
    if text[begin : begin + 1] != "{":
        check_utf8(text, begin, begin + 1)
        return _known(start, text[begin : begin + 1], min(begin + 1, len(text)))
    end = text.find("}", begin)
    check_utf8(text, begin, len(text) if end < 0 else end)
    if end < 0:
        raise WrongError(Code.CLASS_RANGE, start, len(text))
    return _known(start, text[begin + 1 : end], end + 1)


def _known(start: int, name: str, end: int) -> int:
    if not is_class(name.removeprefix("^")):
        raise WrongError(Code.CLASS_RANGE, start, end)
    return end
