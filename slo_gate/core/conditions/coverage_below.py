"""`when: {coverage_below: 90%}`: less than this share of the window has data."""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.conditions.subject import About, Subject
from slo_gate.core.numerics import TOLERANCE
from slo_gate.core.percent import SHARE, read_percent
from slo_gate.core.verdict import Evidence

KEY = "coverage_below"
ABOUT = About.DATA
DOC = "The share of the window that has data, such as 90%: less than this."
SHAPE = SHARE


class CoverageBelow(NamedTuple):
    threshold: Decimal
    code: str = KEY
    about: About = ABOUT

    def lookbacks(self) -> tuple[timedelta, ...]:
        return ()

    def holds(self, subject: Subject) -> Evidence | None:
        if subject.coverage is None or subject.coverage >= self.threshold - TOLERANCE:
            return None
        return {"coverage": subject.coverage, "threshold": self.threshold}


def read(value: node.Node) -> CoverageBelow:
    return CoverageBelow(read_percent(value))
