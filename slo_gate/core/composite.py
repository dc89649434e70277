"""The budget of a composite SLO: that of its objectives together, each with its weight.

OpenSLO gives a composite no target of its own, and says for events that it burns at the rate of its objectives, with one
weight for each as a multiplier. So it has consumed C = sum(w_i C_i) / sum(w_i): where all burn alike, it does as they do.
It decides nothing: each objective is judged by itself, and a weight must not outvote a promise that is broken.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core.numerics import INFINITE, ONE


class Part(NamedTuple):
    """`consumed` is that of an objective, of its worst series where it has several; None where it was not measured."""

    weight: Decimal
    consumed: Decimal | None


class Composite(NamedTuple):
    """`consumed` is None unless all objectives were measured: what is left out would count as well kept."""

    weights: tuple[Decimal, ...]
    consumed: Decimal | None

    @classmethod
    def of(cls, parts: Sequence[Part]) -> "Composite":
        weights = tuple(part.weight for part in parts)
        known = [(part.weight, part.consumed) for part in parts if part.consumed is not None]
        if len(known) < len(parts):
            return cls(weights, None)
        if any(not consumed.is_finite() for _, consumed in known):
            return cls(weights, INFINITE)
        return cls(weights, sum((weight * consumed for weight, consumed in known), Decimal(0)) / sum(weights))

    @property
    def remaining(self) -> Decimal | None:
        return None if self.consumed is None else ONE - self.consumed
