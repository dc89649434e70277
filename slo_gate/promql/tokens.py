"""The tokens of a PromQL query, with their places, and the placeholders that SLO tools put into queries.

Source of the lexis: Prometheus, promql/parser/lex.go.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

PLACEHOLDER = re.compile(
    r"\{\{-?\s*\.?window\s*-?\}\}|\$\{__(?:range|rate_interval|interval)\}|\$__(?:range|rate_interval|interval)\b"
    r"|\$\{window\}|\$window\b|(?<=\[)window\b"
)
"""What Sloth, Grafana and slo-generator replace by the length of a window."""

CLOSES = {"(": ")", "[": "]", "{": "}"}
_TEMPLATE = re.compile(r"\{\{|\$\{?[A-Za-z_]")
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*+)
    |(?P<string>"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`[^`]*+`)
    |(?P<unclosed>["'][^\n]*+|`.*+)
    |(?P<number>(?:[0-9]|\.[0-9])(?:[eE][-+]?[0-9]|[0-9A-Za-z_.])*+)
    |(?P<word>[A-Za-z_][A-Za-z0-9_:]*+|:[A-Za-z_:][A-Za-z0-9_:]*+)
    |(?P<sign>=~|!~|!=|==|<=|>=|[-+*/%^<>=(){}\[\],:@])
    |(?P<other>\S)
    """,
    re.VERBOSE | re.DOTALL,
)


class Sort(StrEnum):
    COMMENT = "comment"
    STRING = "string"
    UNCLOSED = "unclosed"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"
    OTHER = "other"


class Token(NamedTuple):
    """The characters [start, end) of a query."""

    sort: str
    text: str
    start: int
    end: int


class Text(NamedTuple):
    """A query in which each placeholder is a duration that is as long as itself, so that every place stays where it is.

    `holes` are where the placeholders stand.
    """

    plain: str
    holes: tuple[tuple[int, int], ...]

    def is_hole(self, start: int) -> bool:
        return any(first <= start < last for first, last in self.holes)


def filled(query: str) -> Text:
    if "window" not in query and "$" not in query:
        return Text(query, ())
    holes = tuple(match.span() for match in PLACEHOLDER.finditer(query))
    return Text(PLACEHOLDER.sub(lambda match: f"{'1h':0>{len(match[0])}}", query) if holes else query, holes)


def tokens(plain: str) -> tuple[Token, ...]:
    """Whatever the text is, every character but blanks is in one token."""
    return tuple([Token(match.lastgroup or "", match[0], *match.span()) for match in _TOKEN.finditer(plain)])


def is_template(found: Sequence[Token], plain: str) -> bool:
    """Whether something else is to be filled in before this is a query: `$job`, `{{ .Values.job }}`."""
    quiet = {Sort.COMMENT, Sort.STRING, Sort.UNCLOSED}
    return ("$" in plain or "{{" in plain) and any(
        one.sort not in quiet and _TEMPLATE.match(plain, one.start) for one in found
    )


def spoken(found: Sequence[Token]) -> tuple[Token, ...]:
    """All but comments."""
    return tuple([one for one in found if one.sort != Sort.COMMENT])


def partners(found: Sequence[Token]) -> dict[int, int]:
    """The index of the closing bracket for that of each opening one that has a partner."""
    pairs: dict[int, int] = {}
    still_open: list[int] = []
    for index, one in enumerate(found):
        if one.sort == Sort.SIGN and one.text in CLOSES:
            still_open.append(index)
        elif one.sort == Sort.SIGN and still_open and CLOSES[found[still_open[-1]].text] == one.text:
            pairs[still_open.pop()] = index
    return pairs
