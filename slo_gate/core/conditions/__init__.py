"""What a rule may ask of a budget: one module each, registered in `CONDITIONS`."""

from collections.abc import Mapping
from typing import Protocol

from slo_gate.core import node
from slo_gate.core.checking import Shape
from slo_gate.core.conditions import burn_rate, remaining_at_most
from slo_gate.core.conditions.subject import Condition


class ConditionType(Protocol):
    """A module of this folder. `KEY` is its key under `when`, `SHAPE` what stands there."""

    KEY: str
    SHAPE: Shape

    def read(self, value: node.Node) -> Condition:
        """The condition from a value that fits SHAPE."""
        ...


CONDITIONS: Mapping[str, ConditionType] = {module.KEY: module for module in (remaining_at_most, burn_rate)}
