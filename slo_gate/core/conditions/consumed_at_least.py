"""`when: {consumed_at_least: 80%}`: at least this share of the error budget is consumed."""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.conditions.subject import About, Subject
from slo_gate.core.numerics import TOLERANCE
from slo_gate.core.percent import PERCENT, read_percent
from slo_gate.core.verdict import Evidence

KEY = "consumed_at_least"
ABOUT = About.BUDGET
DOC = "The share of the error budget that is consumed, such as 80%: this much or more."
SHAPE = PERCENT


class ConsumedAtLeast(NamedTuple):
    threshold: Decimal
    code: str = KEY
    about: About = ABOUT

    def lookbacks(self) -> tuple[timedelta, ...]:
        return ()

    def holds(self, subject: Subject) -> Evidence | None:
        if subject.budget is None or subject.budget.consumed < self.threshold - TOLERANCE:
            return None
        return {"consumed": subject.budget.consumed, "threshold": self.threshold}


def read(value: node.Node) -> ConsumedAtLeast:
    return ConsumedAtLeast(read_percent(value))
