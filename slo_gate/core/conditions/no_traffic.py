"""`when: {no_traffic: true}`: the window had no events."""

from datetime import timedelta
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.conditions.subject import About, Subject
from slo_gate.core.scalar_shapes import Boolean
from slo_gate.core.verdict import Evidence

KEY = "no_traffic"
ABOUT = About.ABSENCE
DOC = "The window had no events; the rule then decides instead of `on_no_traffic`."
SHAPE = Boolean(only=True)


class NoTraffic(NamedTuple):
    code: str = KEY
    about: About = ABOUT

    def lookbacks(self) -> tuple[timedelta, ...]:
        return ()

    def holds(self, subject: Subject) -> Evidence | None:
        return {} if subject.idle else None


def read(value: node.Node) -> NoTraffic:  # noqa: ARG001 - it can only be true
    return NoTraffic()
