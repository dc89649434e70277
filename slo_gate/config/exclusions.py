"""The `exclusions` section of the configuration: time that counts for nothing, with a reason and an end to it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from slo_gate.config import matching
from slo_gate.config.stretches import DATE, FROM, TO, InTheirZone, fields, instant_at, read_stretch, zone_at
from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Violation
from slo_gate.core.exclusion import Exclusion
from slo_gate.core.finding import Location
from slo_gate.core.scalar_shapes import Text
from slo_gate.core.shape import Field, Record

_EXPIRES = "expires"


class _HoldsAtAll:
    """It does not expire before it begins."""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        if next(InTheirZone().check(value, place), None):
            return
        start, expires = instant_at(value, FROM), value.get(_EXPIRES)
        if start and instant_at(value, TO) and expires and DATE.takes(expires) and _expiry(value) <= start:
            message = f"`{place}.expires` is before the exclusion begins, so that it never holds"
            yield Violation(WRONG_VALUE, expires.span, message, "write a date from which on nobody needs it any more")

    def takes(self, value: node.Mapping) -> bool:
        return next(self.check(value, Place("", value.span)), None) is None

    def schema(self) -> Schema:
        """JSON Schema cannot say so."""
        return {}


SHAPE = Record(
    {
        "reason": Field(Text(min_length=1, meaning="a reason"), required=True, doc="Why; reports show it."),
        **fields("it"),
        "match": Field(matching.SHAPE),
        "ticket": Field(Text(min_length=1, meaning="a ticket"), doc="Where it was agreed."),
        _EXPIRES: Field(
            DATE,
            required=True,
            doc="The last day on which it holds; from the next on its time counts again, and the entry is a finding.",
        ),
    },
    (InTheirZone(), _HoldsAtAll()),
    doc="Time that counts for nothing, such as planned maintenance.",
)


def read_exclusion(entry: node.Mapping, file: str) -> Exclusion:
    """The exclusion of an entry that fits SHAPE."""
    start, end = read_stretch(entry)
    expires = entry.get(_EXPIRES)
    assert expires
    return Exclusion(
        reason=entry.text("reason"),
        start=start,
        end=end,
        expires=_expiry(entry),
        match=matching.read_match(entry),
        ticket=entry.text("ticket"),
        location=Location(file, expires.span),
    )


def _expiry(entry: node.Mapping) -> datetime:
    """The end of the last day, in the zone of the entry."""
    day = date.fromisoformat(entry.text(_EXPIRES)) + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=zone_at(entry) or UTC).astimezone(UTC)
