"""What plain scalars mean in the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema)."""

import re
from decimal import Decimal

from slo_gate.core.node import Plain, Position, span_of
from slo_gate.documents.refusal import TOO_BIG, Refusal

MAX_NUMBER = 64

_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,6})?")
WORDS: dict[str, Plain] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), Decimal("NaN")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), Decimal("Infinity")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), Decimal("-Infinity")),
}
NUMERIC = frozenset("-+.0123456789")
"""What numbers begin with."""


def number(text: str, position: Position) -> Plain:
    """The number that a text is, or the text. Raises Refusal."""
    if text[0] not in NUMERIC:
        return text
    is_number = bool(_FLOAT.fullmatch(text) or _BASED.fullmatch(text))
    if is_number and len(text) > MAX_NUMBER:
        raise Refusal(
            TOO_BIG, span_of(position), f"a number of {len(text):,} characters", "shorten it, or put it in quotes"
        )
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    return Decimal(text) if is_number else text
