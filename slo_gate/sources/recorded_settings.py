"""How the `recorded` source reads."""

from decimal import Decimal
from typing import NamedTuple

TOOLS = ("sloth", "pyrra", "grafana")


class Settings(NamedTuple):
    """`tools` are those whose rules may record. Where `compare`, budgets are computed, too; `tolerance` is the share of the
    budget by which the two may differ.
    """

    tools: tuple[str, ...]
    compare: bool
    tolerance: Decimal
