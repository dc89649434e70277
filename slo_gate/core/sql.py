"""As much of SQL as tells its statements, words and parameters apart from what stands in strings, names and comments.

Source: PostgreSQL's documentation, "Lexical Structure"; DuckDB's is the same in what is told apart here.
"""

import re
from enum import StrEnum
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<skipped>\s++|--[^\n]*+|[eE]'(?:[^'\\]|\\.|'')*+'|'(?:[^']|'')*+'|"(?:[^"]|"")*+"|`[^`]*+`)
    |(?P<quote>\$(?:[A-Za-z_][A-Za-z0-9_]*+)?\$)
    |(?P<comment>/\*)
    |(?P<parameter>\$[A-Za-z0-9_]++)
    |(?P<word>[^\W\d][\w$]*+)
    |(?P<number>\d[\w.]*+)
    |(?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"/\*|\*/")
_OPENS = {"'": "string", '"': "name in quotes", "`": "name in quotes"}


class Sort(StrEnum):
    PARAMETER = "parameter"
    WORD = "word"
    NUMBER = "number"
    SIGN = "sign"


class Token(NamedTuple):
    """The characters [start, end). `depth` counts the parentheses around it; words are in lower case."""

    sort: str
    text: str
    start: int
    end: int
    depth: int


class Fault(NamedTuple):
    """What begins at [start, end) has no end, or ends what never began."""

    start: int
    end: int
    message: str


class Text(NamedTuple):
    """Tokens up to the fault, where there is one."""

    tokens: tuple[Token, ...]
    fault: Fault | None


def read(text: str) -> Text:
    """Strings, names in quotes and comments are no tokens."""
    found: list[Token] = []
    still_open: list[int] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        assert match
        sort, start, place = match.lastgroup or "", match.start(), match.end()
        if sort in {"quote", "comment"}:
            place = _end_of_comment(text, place) if sort == "comment" else text.find(match[0], place) + len(match[0])
            if place <= match.end():
                return Text(tuple(found), Fault(start, match.end(), f"the {_name(sort)} that begins here has no end"))
        elif sort == "sign" and match[0] in _OPENS:
            return Text(tuple(found), Fault(start, place, f"the {_OPENS[match[0]]} that begins here has no end"))
        elif sort != "skipped":
            if match[0] == ")" and not still_open:
                return Text(tuple(found), Fault(start, place, "nothing is open that this `)` could close"))
            still_open += [start] if match[0] == "(" else []
            found.append(Token(sort, match[0].lower() if sort == "word" else match[0], start, place, len(still_open)))
            if match[0] == ")":
                still_open.pop()
    unclosed = Fault(still_open[-1], still_open[-1] + 1, "this `(` is never closed") if still_open else None
    return Text(tuple(found), unclosed)


def _name(sort: str) -> str:
    return "comment" if sort == "comment" else "string"


def _end_of_comment(text: str, place: int) -> int:
    """Behind the comment whose begin ends at `place`, with the comments within it; 0 where it has no end."""
    depth = 1
    for match in _COMMENT.finditer(text, place):
        depth += 1 if match[0] == "/*" else -1
        if not depth:
            return match.end()
    return 0
