"""Targets as formats write them: a ratio or a percentage, and what a slip between the two looks like."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import Place, Schema, Takes, Violation
from slo_gate.core.node import Node
from slo_gate.core.numerics import TOLERANCE
from slo_gate.core.scalar_shapes import Number
from slo_gate.core.writing import number_at

TARGET_UNIT, ZERO_BUDGET = "SLO110", "SLO111"
_CERTAIN = 50
"""From here on, a number where a ratio belongs is a percentage: 5 might be a ratio that lost its point, or five nines."""
_EXACT_DIGITS = 28
_HALF = Decimal("0.5")
_PERCENT = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,9})?) ?%")


class Target(NamedTuple):
    """A share of good events: a ratio where `whole` is 1, a percentage where it is 100.

    None and all of it are refused, and so is what comes nearer to all than any budget is told from none. `twin` is the key
    that takes the other unit, and `strict` finishes "for a promise about every single event, …", where the format has them.
    """

    whole: int
    twin: str = ""
    strict: str = ""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        number = value.value if isinstance(value, node.Scalar) else None
        if isinstance(number, bool) or not isinstance(number, int | Decimal) or not Decimal(number).is_finite():
            yield from self._no_number(value, place)
            return
        share = Decimal(number)
        if self._most() < share <= self.whole:
            yield self._zero_budget(value, place)
        elif self.whole == 1 and 1 < share < 100:
            message = f"`{place}` is {share}: a percentage, but it must be a ratio"
            yield Violation(
                TARGET_UNIT, value.span, message, self._slip(share, share / 100), self._repaired(value, share)
            )
        elif self.whole == 100 and _HALF <= share < 1:
            message = f"`{place}` is {share}: less than 1 %"
            yield Violation(
                TARGET_UNIT, value.span, message, self._slip(share, share * 100), self._repaired(value, share)
            )
        else:
            yield from self._bounds().check(value, place)

    def _no_number(self, value: Node, place: Place) -> Iterator[Violation]:
        percent = _PERCENT.fullmatch(value.text) if isinstance(value, node.Scalar) else None
        for violation in self._bounds().check(value, place):
            if percent:
                fix = self._written(value, Decimal(percent[1]) * self.whole / 100)
                yield violation._replace(help=self._without_sign(place, percent[1]), fix=fix)
            else:
                yield violation

    def _repaired(self, value: Node, share: Decimal) -> str | None:
        if self.whole == 1:
            return self._written(value, share / 100) if share >= _CERTAIN else None
        return self._written(value, share * 100)

    def _written(self, value: Node, share: Decimal) -> str | None:
        """A share where it is one and was computed without rounding."""
        exact = len(share.as_tuple().digits) < _EXACT_DIGITS
        if not isinstance(value, node.Scalar) or not exact or not self._bounds().holds(share):
            return None
        return number_at(value, f"{share.normalize():f}")

    def _without_sign(self, place: Place, percent: str) -> str:
        """How to write `99.9%`."""
        own = place.path.rpartition(".")[2]
        if self.whole == 1 and not self.twin:
            return f"write `{own}: {(Decimal(percent) / 100).normalize():f}`"
        return f"write `{self.twin if self.whole == 1 else own}: {percent}`"

    def _slip(self, written: Decimal, meant: Decimal) -> str:
        return f"did you mean `{meant.normalize():f}`?" + (f" Or write `{self.twin}: {written}`" if self.twin else "")

    def _zero_budget(self, value: Node, place: Place) -> Violation:
        message = f"`{place}` of 100 % leaves no error budget: one bad event spends it for the whole window"
        hint = f"allow some: {'0.999' if self.whole == 1 else '99.9'}"
        if self.strict:
            hint += f"; for a promise about every single event, {self.strict}"
        return Violation(ZERO_BUDGET, value.span, message, hint)

    def _most(self) -> Decimal:
        return self.whole * (1 - TOLERANCE)

    def _bounds(self) -> Number:
        meaning = "above 0 and below 1, such as 0.999" if self.whole == 1 else "above 0 and below 100, such as 99.9"
        return Number(meaning=meaning, above=Decimal(0), maximum=self._most())

    @property
    def takes(self) -> Takes:
        most, percent = self._most(), self.whole == 100

        def takes(value: Node) -> bool:
            number = value.value if isinstance(value, node.Scalar) else None
            if isinstance(number, bool) or not isinstance(number, int | Decimal) or not Decimal(number).is_finite():
                return False
            return 0 < number <= most and not (percent and _HALF <= number < 1)

        return takes

    def schema(self) -> Schema:
        slip: Schema = {"not": {"minimum": 0.5, "exclusiveMaximum": 1}} if self.whole == 100 else {}
        return self._bounds().schema() | slip
