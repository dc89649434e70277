"""Targets as Kubernetes objects write them: a percentage in quotes, since their numbers had better have no fractions."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Violation, by_checking
from slo_gate.core.node import Node
from slo_gate.core.numerics import TOLERANCE
from slo_gate.core.scalar_shapes import Number, Text
from slo_gate.core.target import TARGET_UNIT, ZERO_BUDGET

DIGITS = 7
"""After the point of a percentage; with more, it is told from none by no budget."""

_PERCENT = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,7})?) ?%")
_TEXT = re.compile(r"^(0(\.[0-4][0-9]{0,6}0*)?|[1-9][0-9]?(\.[0-9]{1,7}0*)?)$")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,30})?")
_IN_QUOTES = 'a percentage from 0 to below 100 in quotes, such as "99.9"'

_LEAST, _MOST = Decimal(1).scaleb(-DIGITS), 100 * (1 - TOLERANCE)
_COUNT_TIME = (
    'allow some: "99.99"; for a promise about every single event, count time instead: a `bool_gauge` over a recorded '
    "series that is 1 while no event was bad, with a target below 100, which leaves its budget in time"
)


class PercentText(NamedTuple):
    """A percentage of good events as a string; numbers pass too.

    All events are refused, and so is what comes nearer to all than any budget is told from none. None of them passes.
    """

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        share = percentage(value)
        if share is None:
            yield from _no_percentage(value, place)
        elif _MOST < share <= 100:
            message = f"`{place}` of 100 % leaves no error budget: one bad event spends it for the whole window"
            yield Violation(ZERO_BUDGET, value.span, message, _COUNT_TIME)
        elif Decimal("0.5") <= share < 1:
            hint = f'did you mean `"{(share * 100).normalize():f}"`?'
            yield Violation(TARGET_UNIT, value.span, f"`{place}` is {share}: less than 1 %", hint)
        elif share > 100 or not _is_exact(value, share):
            yield _refused(value, place)

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        slip: Schema = {"not": {"minimum": 0.5, "exclusiveMaximum": 1}}
        number = Number(minimum=_LEAST, maximum=_MOST).schema() | slip
        return {"anyOf": [Text(pattern=_TEXT.pattern).schema(), number, {"const": 0}]}


def percentage(value: Node) -> Decimal | None:
    """What a scalar says, in quotes or not; None where it is no plain number that is not negative."""
    said = value.value if isinstance(value, node.Scalar) else None
    if isinstance(said, str):
        return Decimal(said) if _DECIMAL.fullmatch(said) else None
    if isinstance(said, bool) or not isinstance(said, int | Decimal):
        return None
    return Decimal(said) if Decimal(said).is_finite() and said >= 0 else None


def _is_exact(value: Node, share: Decimal) -> bool:
    """Whether a string has no more digits than a budget is told by, and no zeros before its number; a number is not tiny."""
    assert isinstance(value, node.Scalar)
    if isinstance(value.value, str):
        return _TEXT.fullmatch(value.text) is not None
    return not share or share >= _LEAST


def _no_percentage(value: Node, place: Place) -> Iterator[Violation]:
    if not isinstance(value, node.Scalar) or value.value is None or isinstance(value.value, bool):
        yield from Text(meaning=_IN_QUOTES).check(value, place)
    elif percent := _PERCENT.fullmatch(value.text):
        yield _refused(value, place)._replace(help=f'write `"{percent[1]}"`')
    else:
        yield _refused(value, place)


def _refused(value: Node, place: Place) -> Violation:
    assert isinstance(value, node.Scalar)
    shown = repr(value.text[:60]) if isinstance(value.value, str) else value.text[:60]
    return Violation(WRONG_VALUE, value.span, f"`{place}` is {shown}", f"it must be {_IN_QUOTES}")
