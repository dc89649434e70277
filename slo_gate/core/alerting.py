"""What can be said of a burn-rate alert without knowing whose it is."""

from collections.abc import Iterator
from decimal import Decimal

from slo_gate.core.slo import Op

MISDIRECTED = "SLO602"


def doubts(op: Op, threshold: Decimal) -> Iterator[tuple[str, str]]:
    """Messages, each with what to write instead."""
    if op in {Op.LTE, Op.LT}:
        message = f"with `op: {op}` the alert fires while the budget does not burn, and is silent while it does"
        yield message, f"write `op: {'gte' if op is Op.LTE else 'gt'}`"
    if threshold <= 0:
        yield (
            f"the threshold is {threshold}, and no burn rate is below 0",
            "write how fast the budget must burn, such as 14.4",
        )
