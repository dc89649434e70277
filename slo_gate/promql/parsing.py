"""Queries parsed by the real parser, within bounds: one that is nested too deeply would end the process."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from slo_gate.promql.expressions import wrong_expression
from slo_gate.promql.matchers import Edit, edited, marks, without_expressions
from slo_gate.promql.tokens import CLOSES, Sort, Token, spoken, tokens

if TYPE_CHECKING:
    import promql_parser as promql

MAX_LENGTH, MAX_DEPTH, MAX_OPERATORS = 16_384, 50, 100
"""Of a query: characters, brackets within brackets, and operators."""

EXCESSIVE = (
    f"it is longer than {MAX_LENGTH} characters, or has more than {MAX_DEPTH} levels or {MAX_OPERATORS} operators"
)
_OPERATORS = frozenset("+-*/%^<>@") | {"==", "!=", "<=", ">=", "and", "or", "unless", "atan2", "offset"}
_SENSE = re.compile(
    r"unknown function|expected type|expected (at \w+ )?\d+ argument|wrong number of|vector selector must"
    r"|unary expression|binary expression|set operator|no grouping|comparisons between|ranges only|subquery is only"
    r"|duration must|bool modifier|vector matching|label .* must|metric name must|many-to-|(offset|@) modifier"
)
"""What the parser says of words that are in order and mean nothing."""

_ENDLESS = re.compile(r"(?:\boffset\s*+[-+]?\s*+|\[(?:[^][:]*+:)?\s*+)(?:nan|inf|[0-9.]{16}|[0-9.]+e)", re.IGNORECASE)
"""Numbers of seconds that the parser panics at."""


class Kind(StrEnum):
    """What a query's answer is, in the words of Prometheus's documentation."""

    VECTOR = "an instant vector"
    RANGE = "a range vector"
    SCALAR = "a scalar"
    STRING = "a string"


_KINDS = {
    "NumberLiteral": Kind.SCALAR,
    "StringLiteral": Kind.STRING,
    "MatrixSelector": Kind.RANGE,
    "SubqueryExpr": Kind.RANGE,
    "ValueType.Scalar": Kind.SCALAR,
    "ValueType.String": Kind.STRING,
    "ValueType.Matrix": Kind.RANGE,
}


class RejectedError(Exception):
    """The query is no PromQL; the message is the parser's."""

    @property
    def is_syntax(self) -> bool:
        """Whether no meaning of the words could make it right."""
        return _SENSE.match(str(self)) is None


def sound_marks(plain: str) -> tuple[Edit, ...]:
    """What marks the values of a query without placeholders with what is asked of them, where it is sound.

    Raises RejectedError.
    """
    found = spoken(tokens(plain[: MAX_LENGTH + 1]))
    if is_excessive(plain, found):
        raise RejectedError(EXCESSIVE)
    within_bounds(plain, found)
    wrong = wrong_expression(found)
    if wrong:
        raise RejectedError(wrong.message)
    return marks(found)


def marked(plain: str, edits: Sequence[Edit]) -> "promql.Expr":
    """Parses a query with its marks. Raises RejectedError."""
    return _parsed(edited(plain, edits))


def marked_within_bounds(plain: str) -> "promql.Expr":
    """Parses a query that is right, its values marked as `unmarked` of the matchers tells."""
    return marked(plain, marks(spoken(tokens(plain))))


def within_bounds(plain: str, found: Sequence[Token] | None = None) -> "promql.Expr":
    """Parses a query that is not excessive, for what kind it is. Its regular expressions are not looked at.

    `found` are its tokens but comments, where they are known. Raises RejectedError.
    """
    known = spoken(tokens(plain)) if found is None and "~" in plain else found or ()
    return _parsed(without_expressions(plain, known))


def _parsed(text: str) -> "promql.Expr":
    import promql_parser as promql  # noqa: PLC0415 - only who has a PromQL query pays for it

    if _ENDLESS.search(text) and any(_ENDLESS.match(text, one.start) for one in tokens(text)):
        raise RejectedError("duration out of range")
    try:
        return promql.parse(_without_raw_strings(text))
    except ValueError as error:
        raise RejectedError(str(error).partition("\n")[0][:200]) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RejectedError("the parser gave up") from None  # its panics are no Exception, and have no public name


def _without_raw_strings(plain: str) -> str:
    """The parser takes backslashes in backticks for escapes, and PromQL does not."""
    if "`" not in plain or "\\" not in plain:
        return plain
    raw = (one for one in tokens(plain) if one.sort == Sort.STRING and one.text[0] == "`")
    return edited(plain, [Edit(one.start, one.end, _quoted(one.text)) for one in raw])


def _quoted(raw: str) -> str:
    inner = raw[1:-1].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inner}"'


def is_excessive(plain: str, found: Sequence[Token]) -> bool:
    if len(found) <= MAX_DEPTH:
        return len(plain) > MAX_LENGTH
    depth = deepest = operators = 0
    for one in found:
        depth += (one.text in CLOSES) - (one.text in CLOSES.values())
        deepest = max(deepest, depth)
        operators += one.text in _OPERATORS
    return len(plain) > MAX_LENGTH or deepest > MAX_DEPTH or operators > MAX_OPERATORS


def kind_of(expression: "promql.Expr") -> Kind:
    import promql_parser as promql  # noqa: PLC0415 - as above

    match expression:
        case promql.ParenExpr() | promql.UnaryExpr():
            return kind_of(expression.expr)
        case promql.BinaryExpr():
            both = {kind_of(expression.lhs), kind_of(expression.rhs)}
            return Kind.SCALAR if both == {Kind.SCALAR} else Kind.VECTOR
        case promql.Call():
            return _KINDS.get(str(expression.func.return_type), Kind.VECTOR)
    return _KINDS.get(type(expression).__name__, Kind.VECTOR)
