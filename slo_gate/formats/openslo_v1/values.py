"""Values of OpenSLO v1 that need more than a pattern: targets, slice lengths, start times and zones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from slo_gate.core import node
from slo_gate.core.budget import TOLERANCE
from slo_gate.core.duration import MEANING, PATTERN
from slo_gate.core.node import Node
from slo_gate.core.shape import WRONG_TYPE, WRONG_VALUE, Number, Place, Schema, Text, Violation

_NAME = Text(
    pattern=r"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$",
    meaning="1 to 63 lower-case letters, digits and `-`, with a letter or digit first and last",
)
TARGET_UNIT, ZERO_BUDGET = "SLO110", "SLO111"

DURATION = Text(pattern=PATTERN, meaning=MEANING)
DURATION_OR_NONE = Text(pattern=rf"^0[mhdwMQY]$|{PATTERN}", meaning=f"{MEANING}, or 0m")
START_TIME = "%Y-%m-%d %H:%M:%S"
_MINUTES = Number(
    meaning="a whole number of minutes, from 1 to 525600", minimum=Decimal(1), maximum=Decimal(525_600), integer=True
)
_MAX_NAME = 63
_PERCENT = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,9})?) ?%")
_YEARS = range(1970, 3000)


@dataclass(frozen=True, slots=True)
class Name:
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


@dataclass(frozen=True, slots=True)
class Target:
    """A share of good events: a ratio where `whole` is 1, a percentage where it is 100.

    None and all of it are refused, and so is what comes nearer to all than any budget is told from none.
    """

    whole: int

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        number = value.value if isinstance(value, node.Scalar) else None
        if isinstance(number, bool) or not isinstance(number, int | Decimal) or not Decimal(number).is_finite():
            yield from self._no_number(value, place)
            return
        share = Decimal(number)
        if self._most() < share <= self.whole:
            yield _zero_budget(value, place)
        elif self.whole == 1 and 1 < share < 100:
            yield Violation(
                TARGET_UNIT, value.span, f"`{place}` is {share}: a percentage, but it must be a ratio", _ratio(share)
            )
        elif self.whole == 100 and Decimal("0.5") <= share < 1:
            yield Violation(TARGET_UNIT, value.span, f"`{place}` is {share}: less than 1 %", _percentage(share))
        else:
            yield from self._bounds().check(value, place)

    def _no_number(self, value: Node, place: Place) -> Iterator[Violation]:
        percent = _PERCENT.fullmatch(value.text) if isinstance(value, node.Scalar) else None
        for violation in self._bounds().check(value, place):
            yield violation._replace(help=f"write `targetPercent: {percent[1]}`") if percent else violation

    def _most(self) -> Decimal:
        return self.whole * (1 - TOLERANCE)

    def _bounds(self) -> Number:
        meaning = "above 0 and below 1, such as 0.999" if self.whole == 1 else "above 0 and below 100, such as 99.9"
        return Number(meaning=meaning, above=Decimal(0), maximum=self._most())

    def schema(self) -> Schema:
        slip: Schema = {"not": {"minimum": 0.5, "exclusiveMaximum": 1}} if self.whole == 100 else {}
        return self._bounds().schema() | slip


def _zero_budget(value: Node, place: Place) -> Violation:
    message = f"`{place}` of 100 % leaves no error budget: one bad event spends it for the whole window"
    hint = (
        "allow some: 0.999; for a promise about every single event, use `budgetingMethod: Timeslices` with "
        "`timeSliceTarget: 1` and a target below 1, which leaves its budget in time"
    )
    return Violation(ZERO_BUDGET, value.span, message, hint)


def _ratio(share: Decimal) -> str:
    return f"did you mean `{(share / 100).normalize():f}`? Or write `targetPercent: {share}`"


def _percentage(share: Decimal) -> str:
    return f"did you mean `{(share * 100).normalize():f}`? Or write `target: {share}`"


@dataclass(frozen=True, slots=True)
class SliceLength:
    """A duration, or a number of minutes."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        is_number = isinstance(value, node.Scalar) and type(value.value) in {int, Decimal}
        return (_MINUTES if is_number else DURATION).check(value, place)

    def schema(self) -> Schema:
        return {"anyOf": [DURATION.schema(), _MINUTES.schema()]}


@dataclass(frozen=True, slots=True)
class StartTime:
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


@dataclass(frozen=True, slots=True)
class Zone:
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


@dataclass(frozen=True, slots=True)
class BareReference:
    """A name where a mapping belongs: what tools of OpenSLO took before its v1 was settled."""

    key: str

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        assert isinstance(value, node.Scalar)
        message = f"`{place}` is {node.kind_of(value)}; it must be a mapping"
        yield Violation(WRONG_TYPE, value.span, message, f"write `{self.key}: {value.text[:63]}`")

    def schema(self) -> Schema:
        return {"not": {}}
