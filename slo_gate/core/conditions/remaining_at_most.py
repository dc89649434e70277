"""`when: {remaining_at_most: 25%}`: at most this share of the error budget remains."""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.conditions.subject import About, Subject
from slo_gate.core.numerics import TOLERANCE
from slo_gate.core.percent import PERCENT, read_percent
from slo_gate.core.verdict import Evidence

KEY = "remaining_at_most"
ABOUT = About.BUDGET
DOC = "The share of the error budget that remains, such as 25%: this much or less."
SHAPE = PERCENT


class RemainingAtMost(NamedTuple):
    threshold: Decimal
    code: str = KEY
    about: About = ABOUT

    def lookbacks(self) -> tuple[timedelta, ...]:
        return ()

    def holds(self, subject: Subject) -> Evidence | None:
        if subject.budget is None or subject.budget.remaining > self.threshold + TOLERANCE:
            return None
        return {"remaining": subject.budget.remaining, "threshold": self.threshold}


def read(value: node.Node) -> RemainingAtMost:
    return RemainingAtMost(read_percent(value))
