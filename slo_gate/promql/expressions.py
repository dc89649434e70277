"""The regular expressions of a query's matchers: where one is none, what is wrong with it and what to write instead."""

from collections.abc import Sequence
from typing import NamedTuple

from slo_gate.promql.matchers import EXPRESSIONS, matchers
from slo_gate.promql.re2 import judged
from slo_gate.promql.re2.wrong import Code, Wrong
from slo_gate.promql.strings import meaning
from slo_gate.promql.tokens import Token

_LOOKING = ("(?=", "(?!", "(?<=", "(?<!")
_HELP = {
    Code.CLASS_RANGE: r"classes are such as [a-z], [[:alpha:]] and \p{Greek}; escape a `-` that is meant itself",
    Code.ESCAPE: "RE2 knows no such escape: remove the backslash, or double it if a backslash is meant",
    Code.NAMED_CAPTURE: "a name is of letters, digits and underscores: (?P<name>…)",
    Code.PERL: "groups are (…), (?:…) and (?P<name>…), flags (?i), (?m), (?s) and (?U)",
    Code.NESTED_REPETITION: "remove one of the two, or put parentheses around what is repeated twice",
    Code.REPEAT_COUNT: "RE2 repeats at most 1,000 times, repetitions within repetitions together, and first the smaller number",
    Code.UTF8: "values of labels are UTF-8: write characters for bytes",
    Code.MISSING_BRACKET: "close the class with `]`, or escape the `[` if it is meant itself",
    Code.MISSING_PARENTHESIS: "close it with `)`, or escape it if it is meant itself",
    Code.NOTHING_TO_REPEAT: "put before it what is to be repeated, such as a dot for anything; or escape it if it is meant itself",
    Code.TRAILING_BACKSLASH: "remove it, or double it if a backslash is meant",
    Code.UNEXPECTED_PARENTHESIS: "remove it, or escape it if it is meant itself",
    Code.TOO_DEEP: "put fewer groups within groups",
    Code.TOO_LARGE: "repeat less, or less often",
}


class WrongExpression(NamedTuple):
    """The characters [start, end) of the query are at fault. `help` says what to write instead."""

    start: int
    end: int
    message: str
    help: str


def wrong_expression(found: Sequence[Token]) -> WrongExpression | None:
    """The first, in the tokens of a query but comments."""
    for operator, value in matchers(found):
        if operator.text in EXPRESSIONS:
            text, places = meaning(value.text)
            verdict = judged(text)
            if isinstance(verdict, Wrong):
                start, end = (value.start + places[place] for place in (verdict.start, verdict.end))
                return WrongExpression(start, end, *_said(verdict, text[verdict.start : verdict.end]))
    return None


def _said(wrong: Wrong, shown: str) -> tuple[str, str]:
    """In Go's words, with what it is about where that is readable."""
    about = "" if wrong.code == Code.UTF8 else f": `{shown[:60].encode(errors='backslashreplace').decode()}`"
    return f"the regular expression is none that RE2 takes: {wrong.code}{about}", _help(wrong.code, shown)


def _help(code: Code, shown: str) -> str:
    if shown.startswith(_LOOKING):
        return "RE2 looks neither ahead nor back: write a second matcher of the label, such as one by !~"
    if code == Code.ESCAPE and shown[1:].isdigit():
        return "RE2 knows no references to groups: write what is meant once more"
    return _HELP[code]
