"""`when: {exhausts_within: 3d}`: at the present burn rate the budget is spent within this time, or is spent already."""

from datetime import timedelta
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.conditions.subject import About, Subject
from slo_gate.core.duration import MEANING, PATTERN, Duration
from slo_gate.core.scalar_shapes import Text
from slo_gate.core.verdict import Evidence
from slo_gate.core.window import HOUR

KEY = "exhausts_within"
ABOUT = About.BUDGET
DOC = "How long the budget lasts at the present burn rate, such as 3d: this long or less; a spent one lasts no time."
SHAPE = Text(pattern=PATTERN, meaning=MEANING)


class ExhaustsWithin(NamedTuple):
    threshold: timedelta
    code: str = KEY
    about: About = ABOUT

    def lookbacks(self) -> tuple[timedelta, ...]:
        """The forecast goes by the burn rate over an hour, or over longer."""
        return (HOUR,)

    def holds(self, subject: Subject) -> Evidence | None:
        if subject.budget is None or subject.lasts is None or subject.lasts > self.threshold:
            return None
        return {"remaining": subject.budget.remaining, "lasts": subject.lasts, "threshold": self.threshold}


def read(value: node.Node) -> ExhaustsWithin:
    assert isinstance(value, node.Scalar)
    return ExhaustsWithin(Duration.parse(value.text).nominal)
