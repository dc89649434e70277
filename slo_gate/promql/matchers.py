"""The matchers of a query as the parser is given them: equalities all, since it would compile regular expressions.

Each is for the same value or for another one, so that nothing fits it exactly where nothing fits the matcher itself.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slo_gate.promql.re2 import judged
from slo_gate.promql.strings import meaning
from slo_gate.promql.tokens import Sort, Token

MARKS = {"=": "=", "!=": "!", "=~": "~", "!~": "^"}
"""What a value begins with that is marked with its operator."""
EXPRESSIONS = frozenset({"=~", "!~"})
_OPERATORS = {mark: operator for operator, mark in MARKS.items()}
_QUOTES = 2


class Edit(NamedTuple):
    """The characters [start, end) become the text."""

    start: int
    end: int
    text: str


def matchers(found: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """The operator and the value of each, in the tokens of a query but comments."""
    for index in _strings(found):
        if found[index - 1].text in MARKS:
            yield found[index - 1], found[index]


def without_expressions(plain: str, found: Sequence[Token]) -> str:
    """As long as the query itself, with each token at its place."""
    if "~" not in plain:
        return plain
    asked = ((operator, value) for operator, value in matchers(found) if operator.text in EXPRESSIONS)
    return edited(plain, [_equality(operator, value, has_value=len(value.text) > _QUOTES) for operator, value in asked])


def marks(found: Sequence[Token]) -> tuple[Edit, ...]:
    """With which each value begins with the mark of its operator."""
    edits = [Edit(name.start + 1, name.start + 1, MARKS["="]) for name in _names(found)]
    for operator, value in matchers(found):
        edits.append(_equality(operator, value, has_value=True))
        edits.append(Edit(value.start + 1, value.start + 1, MARKS[operator.text]))
    return tuple(sorted(edits))


def unmarked(value: str) -> tuple[str, str]:
    """The operator of a matcher, and its value."""
    return _OPERATORS[value[0]], value[1:]


def _names(found: Sequence[Token]) -> Iterator[Token]:
    """Those of metrics that stand in quotes between braces."""
    for index in _strings(found):
        if found[index - 1].text in {"{", ","} and index + 1 < len(found) and found[index + 1].text in {",", "}"}:
            yield found[index]


def _strings(found: Sequence[Token]) -> Iterator[int]:
    """The indices of those between braces."""
    inside = False
    for index, one in enumerate(found):
        if one.text in {"{", "}"}:
            inside = one.text == "{"
        elif inside and one.sort == Sort.STRING:
            yield index


def _equality(operator: Token, value: Token, *, has_value: bool) -> Edit:
    return Edit(operator.start, operator.end, "!=" if _fits_nothing(operator.text, value.text) is has_value else "= ")


def _fits_nothing(operator: str, string: str) -> bool:
    """Whether a series fits that does not have the label. What is wrong fits none."""
    text = meaning(string).text
    takes_nothing = judged(text) is True if operator in EXPRESSIONS else not text
    return takes_nothing is not operator.startswith("!")


def edited(plain: str, edits: Sequence[Edit]) -> str:
    parts, place = [], 0
    for edit in edits:
        parts += [plain[place : edit.start], edit.text]
        place = edit.end
    return "".join([*parts, plain[place:]])
