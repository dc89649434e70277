"""Instants as files write them: RFC 3339, with their offset."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Violation
from slo_gate.core.node import Node
from slo_gate.core.scalar_shapes import Text

_WRITTEN = Text(
    pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$",
    meaning="an instant that exists, such as 2026-01-31T12:00:00Z",
)


def parse_instant(text: str) -> datetime | None:
    """RFC 3339, with its offset, in UTC; None for what is no instant."""
    try:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else None
    except (ValueError, OverflowError):
        return None


def write_instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Instant(NamedTuple):
    """An RFC 3339 instant."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if _WRITTEN.takes(value) and isinstance(value, node.Scalar) and parse_instant(value.text) is None:
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {value.text!r}", f"it must be {_WRITTEN.meaning}")
        yield from _WRITTEN.check(value, place)

    def takes(self, value: Node) -> bool:
        return _WRITTEN.takes(value) and isinstance(value, node.Scalar) and parse_instant(value.text) is not None

    def schema(self) -> Schema:
        return _WRITTEN.schema()
