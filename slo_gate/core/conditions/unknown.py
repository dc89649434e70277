"""`when: {unknown: true}` or `when: {unknown: [source-unreachable]}`: no number could be had, for any or for some reasons.

What is wrong with the question itself (`INVALID`) is no such reason: no rule speaks of it, and nothing forgives it.
"""

from datetime import timedelta
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.conditions.subject import About, Subject
from slo_gate.core.measurement import INVALID, Reason
from slo_gate.core.scalar_shapes import Boolean, Choice
from slo_gate.core.shape import Either, ListOf
from slo_gate.core.verdict import Evidence

KEY = "unknown"
ABOUT = About.ABSENCE
DOC = "No number could be had: true, or a list of reasons; the rule then decides instead of `on_unknown`."
_REASONS = tuple(reason for reason in Reason if reason not in INVALID)
SHAPE = Either(Boolean(only=True), ListOf(Choice(_REASONS), minimum=1))


class Unknown(NamedTuple):
    reasons: frozenset[Reason]
    code: str = KEY
    about: About = ABOUT

    def lookbacks(self) -> tuple[timedelta, ...]:
        return ()

    def holds(self, subject: Subject) -> Evidence | None:
        return {} if subject.no_data and subject.no_data.reason in self.reasons else None


def read(value: node.Node) -> Unknown:
    items = value.items if isinstance(value, node.Sequence) else ()
    named = frozenset(Reason(item.text) for item in items if isinstance(item, node.Scalar))
    return Unknown(named or frozenset(_REASONS))
