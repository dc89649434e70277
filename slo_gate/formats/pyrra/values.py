"""The length of Pyrra's windows."""

from collections.abc import Iterator
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import Place, Schema, Violation, by_checking
from slo_gate.core.duration import Duration
from slo_gate.core.node import Node
from slo_gate.core.prometheus_duration import MEANING, PATTERN
from slo_gate.core.scalar_shapes import Text

DURATION = Text(pattern=PATTERN, meaning=MEANING)


class Window(NamedTuple):
    """A duration of Prometheus, which has no months, quarters and years by their capital letters."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        for violation in DURATION.check(value, place):
            days = _days(value.text) if isinstance(value, node.Scalar) else 0
            yield violation._replace(help=f"did you mean `{days}d`? {violation.help}") if days else violation

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return DURATION.schema()


def _days(text: str) -> int:
    """The days of what OpenSLO would understand; 0 where it would not either."""
    try:
        return Duration.parse(text).nominal.days
    except ValueError:
        return 0
