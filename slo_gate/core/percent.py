"""Percentages as people write them in the configuration: `25%`, inside a ratio."""

from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.scalar_shapes import Text

PERCENT = Text(pattern=r"^-?[0-9]{1,4}(\.[0-9]{1,6})? ?%$", meaning="a percentage such as 25% or 0%")


SHARE = Text(pattern=r"^(100|[0-9]{1,2}(\.[0-9]{1,6})?) ?%$", meaning="a percentage from 0% to 100%")


def read_percent(value: node.Node) -> Decimal:
    """The ratio of a scalar that fits PERCENT or SHARE."""
    assert isinstance(value, node.Scalar)
    return Decimal(value.text.rstrip("% ")) / 100
