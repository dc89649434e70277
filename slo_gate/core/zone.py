"""Local times and the zones they are meant in, as files write them."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Violation, by_checking
from slo_gate.core.node import Node
from slo_gate.core.window import Calendar

_START_TIME = "%Y-%m-%d %H:%M:%S"
_END = 3000


def calendar(start: str, zone: str) -> Calendar:
    """Where calendar periods begin, of a time that fits `StartTime` and a zone that fits `Zone`."""
    return Calendar(datetime.strptime(start, _START_TIME), zone_of(zone), zone)  # noqa: DTZ007 - a local time


class StartTime(NamedTuple):
    """A local time, as text: YAML 1.2 has no dates. `first` is the earliest year that a format allows."""

    first: int = 1970

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Scalar) or not self._takes(value.text):
            shown = value.text[:60] if isinstance(value, node.Scalar) else node.kind_of(value)
            hint = f"write a date and a time that exist, from {self.first} on, as 2026-01-31 00:00:00"
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {shown!r}", hint)

    def _takes(self, text: str) -> bool:
        try:
            start = datetime.strptime(text, _START_TIME)  # noqa: DTZ007 - local, the zone stands beside
        except ValueError:
            return False
        return f"{start:{_START_TIME}}" == text and self.first <= start.year < _END

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        years = "19[7-9][0-9]|2[0-9]{3}" if self.first < 2000 else "20[2-9][0-9]|2[1-9][0-9]{2}"
        return {"type": "string", "pattern": rf"^({years})-[0-9]{{2}}-[0-9]{{2}} [0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}$"}


class Zone(NamedTuple):
    """A name of the IANA time zone database."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Scalar) or not isinstance(value.value, str) or not _is_zone(value.text):
            shown = value.text[:60] if isinstance(value, node.Scalar) else node.kind_of(value)
            hint = "write a name of the IANA time zone database, such as Europe/Berlin or UTC"
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {shown!r}, which is no time zone", hint)

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {"type": "string", "minLength": 1}


def zone_of(name: str) -> tzinfo:
    """Raises OSError, ValueError and KeyError for what is no zone."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - three milliseconds, and few files have calendar windows

    return ZoneInfo(name)


def _is_zone(name: str) -> bool:
    try:
        zone_of(name)
    except (OSError, ValueError, KeyError):
        return False
    return True
