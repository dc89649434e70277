"""What a string of PromQL means. Source: Prometheus, promql/parser/lex.go, `lexEscape`."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_PIECE = re.compile(
    r"""
    (?P<plain>[^\\]+)
    |\\(?:(?P<letter>[abfnrtv\\"'])|x(?P<hex>[0-9A-Fa-f]{2})|(?P<octal>[0-3][0-7]{2})
      |(?:u|U000|U00(?=10))(?P<code>(?:(?<=U00)10|(?<=U000)[0-9A-Fa-f])?(?:(?![dD][89A-Fa-f])[0-9A-Fa-f]{4})))
    |(?P<other>\\)
    """,
    re.VERBOSE,
)
_LETTERS = dict(zip("abfnrtv\\\"'", "\a\b\f\n\r\t\v\\\"'", strict=True))
_BYTES = re.compile("[\udc80-\udcff]+")
_ASCII, _BYTE = 0x80, 0xDC00
"""Python keeps a byte that is no part of UTF-8 as a character from U+DC80 on."""


class Meaning(NamedTuple):
    """Each character of the text begins at its place in the string, and the last place is that of the closing quote."""

    text: str
    places: Sequence[int]


def meaning(string: str) -> Meaning:
    """Of a string with its quotes. What is no escape is taken as it stands; the parser refuses it."""
    if string[0] == "`" or "\\" not in string:
        return Meaning(string[1:-1], range(1, len(string)))
    text: list[str] = []
    places: list[int] = []
    for match in _PIECE.finditer(string, 1, len(string) - 1):
        said = _said(match)
        text.append(said)
        places += range(match.start(), match.end()) if match.lastgroup == "plain" else [match.start()]
    places.append(len(string) - 1)
    return _with_bytes_joined("".join(text), places)


def _said(match: re.Match[str]) -> str:
    if match["letter"]:
        return _LETTERS[match["letter"]]
    if match["hex"] or match["octal"]:
        byte = int(match["hex"], 16) if match["hex"] else int(match["octal"], 8)
        return chr(byte if byte < _ASCII else _BYTE + byte)
    return chr(int(match["code"], 16)) if match["code"] else match[0]


def _with_bytes_joined(text: str, places: list[int]) -> Meaning:
    """Bytes that are written one by one may be a character together."""
    if not _BYTES.search(text):
        return Meaning(text, places)
    joined, kept, index = _BYTES.sub(_decoded, text), [], 0
    for character in joined:
        kept.append(places[index])
        index += 1 if text[index] == character else len(character.encode())
    return Meaning(joined, [*kept, places[-1]])


def _decoded(match: re.Match[str]) -> str:
    return match[0].encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
