"""Values of OpenSLO v1 that need more than a pattern: targets, slice lengths, start times and zones."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from slo_gate.core import node
from slo_gate.core.duration import MEANING, PATTERN
from slo_gate.core.node import Node
from slo_gate.core.shape import WRONG_TYPE, WRONG_VALUE, Number, Place, Schema, Text, Violation

_NAME = Text(
    pattern=r"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$",
    meaning="1 to 63 lower-case letters, digits and `-`, with a letter or digit first and last",
)

DURATION = Text(pattern=PATTERN, meaning=MEANING)
DURATION_OR_NONE = Text(pattern=rf"^0[mhdwMQY]$|{PATTERN}", meaning=f"{MEANING}, or 0m")
START_TIME = "%Y-%m-%d %H:%M:%S"
_MINUTES = Number(
    meaning="a whole number of minutes, from 1 to 525600", minimum=Decimal(1), maximum=Decimal(525_600), integer=True
)
_MAX_NAME = 63
_YEARS = range(1970, 3000)


class Name(NamedTuple):
    """A label of RFC 1123, as names of Kubernetes are."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        for violation in _NAME.check(value, place):
            meant = _as_name(value.text) if isinstance(value, node.Scalar) and violation.rule == WRONG_VALUE else ""
            yield violation._replace(help=f"did you mean `{meant}`? {violation.help}") if meant else violation

    def schema(self) -> Schema:
        return _NAME.schema()


def _as_name(text: str) -> str:
    """`HighBurn Rate` as `high-burn-rate`; nothing where no letter or digit is left, or too many are."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", text[:100]).lower()
    name = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    return name if len(name) <= _MAX_NAME else ""


class SliceLength(NamedTuple):
    """A duration, or a number of minutes."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        is_number = isinstance(value, node.Scalar) and type(value.value) in {int, Decimal}
        return (_MINUTES if is_number else DURATION).check(value, place)

    def schema(self) -> Schema:
        return {"anyOf": [DURATION.schema(), _MINUTES.schema()]}


class StartTime(NamedTuple):
    """A local time, as text: YAML 1.2 has no dates."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Scalar) or not _is_time(value.text):
            shown = value.text[:60] if isinstance(value, node.Scalar) else node.kind_of(value)
            hint = "write a date and a time that exist, from 1970 on, as 2026-01-31 00:00:00"
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {shown!r}", hint)

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^(19[7-9][0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$"}


def _is_time(text: str) -> bool:
    try:
        start = datetime.strptime(text, START_TIME)  # noqa: DTZ007 - local, the zone stands beside
    except ValueError:
        return False
    return f"{start:{START_TIME}}" == text and start.year in _YEARS


class Zone(NamedTuple):
    """A name of the IANA time zone database."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Scalar) or not isinstance(value.value, str) or not _is_zone(value.text):
            shown = value.text[:60] if isinstance(value, node.Scalar) else node.kind_of(value)
            hint = "write a name of the IANA time zone database, such as Europe/Berlin or UTC"
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {shown!r}, which is no time zone", hint)

    def schema(self) -> Schema:
        return {"type": "string", "minLength": 1}


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True


class BareReference(NamedTuple):
    """A name where a mapping belongs: what tools of OpenSLO took before its v1 was settled."""

    key: str

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        assert isinstance(value, node.Scalar)
        message = f"`{place}` is {node.kind_of(value)}; it must be a mapping"
        yield Violation(WRONG_TYPE, value.span, message, f"write `{self.key}: {value.text[:63]}`")

    def schema(self) -> Schema:
        return {"not": {}}
