"""What a rule may ask of a budget: one module each, registered in `CONDITIONS`."""

from collections.abc import Mapping
from typing import Protocol

from slo_gate.core import node
from slo_gate.core.checking import Shape
from slo_gate.core.conditions import (
    burn_rate,
    consumed_at_least,
    coverage_below,
    exhausts_within,
    no_traffic,
    remaining_at_most,
    unknown,
)
from slo_gate.core.conditions.subject import About, Condition


class ConditionType(Protocol):
    """A module of this folder. `KEY` is its key under `when`, `SHAPE` what stands there, `DOC` a line about it.

    `ABOUT` tells what it asks: conditions about budgets never hold where there is none, so none of them stands beside one
    about absence.
    """

    KEY: str
    ABOUT: About
    DOC: str
    SHAPE: Shape

    def read(self, value: node.Node) -> Condition:
        """The condition from a value that fits SHAPE."""
        ...


CONDITIONS: Mapping[str, ConditionType] = {
    module.KEY: module
    for module in (
        remaining_at_most,
        consumed_at_least,
        burn_rate,
        exhausts_within,
        coverage_below,
        unknown,
        no_traffic,
    )
}
