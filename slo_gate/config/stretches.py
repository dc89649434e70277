"""`from`, `to` and `zone`: a stretch of time as people write it, in local times of a zone or with offsets."""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from slo_gate.config.existing import Existing
from slo_gate.core import node
from slo_gate.core.checking import KEY_CHOICE, MISSING_KEY, WRONG_VALUE, Place, Schema, Violation
from slo_gate.core.scalar_shapes import Text
from slo_gate.core.shape import Field
from slo_gate.core.zone import Zone, zone_of

FROM, TO, ZONE = "from", "to", "zone"
DAY = "(19[7-9][0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2}"
_OFFSET = r"(Z|[+-][0-9]{2}:[0-9]{2})"


def reads(text: str) -> bool:
    """Whether a text that looks like a date or a time is one."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


_MOMENT = Existing(
    Text(
        pattern=rf"^{DAY}T[0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}})?{_OFFSET}?$",
        meaning="a time that exists, such as 2026-11-07T22:00 beside a `zone`, or 2026-11-07T22:00+01:00",
    ),
    reads,
)
DATE = Existing(Text(pattern=rf"^{DAY}$", meaning="a date that exists, such as 2026-12-31"), reads)


class InTheirZone(NamedTuple):
    """Local times stand beside a zone in which they exist once, others do not; and the two are in their order.

    Where it is `required`, the record says that the zone is missing.
    """

    required: bool = False

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        moments = {key: moment for key in (FROM, TO) if (moment := _moment(value, key))}
        local = [value.entries[key] for key, moment in moments.items() if not moment.tzinfo]
        zone = value.entries.get(ZONE)
        if local and zone is None and not self.required:
            message = f"`{place}.{local[0].key.text}` has no offset, and `{place}` has no `zone`"
            yield Violation(MISSING_KEY, local[0].value.span, message, "add a `zone`, such as Europe/Berlin")
        elif zone and len(local) < len(moments):
            message = f"`{place}` has a `zone` beside a time with an offset"
            yield Violation(KEY_CHOICE, zone.key.span, message, "write local times, or leave the zone out")
        elif not local or zone_at(value):
            yield from self._times(value, place, local)

    def _times(self, value: node.Mapping, place: Place, local: list[node.Entry]) -> Iterator[Violation]:
        for entry in local:
            trouble = _trouble(_moment(value, entry.key.text), zone_at(value))
            if trouble:
                yield Violation(WRONG_VALUE, entry.value.span, f"`{place}.{entry.key.text}` {trouble[0]}", trouble[1])
                return
        yield from self._order(value, place)

    def _order(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        start, end = instant_at(value, FROM), instant_at(value, TO)
        if start and end and end <= start:
            hint = "write an end after the beginning"
            yield Violation(WRONG_VALUE, value.entries[TO].value.span, f"`{place}.to` is not after `from`", hint)

    def takes(self, value: node.Mapping) -> bool:
        return next(self.check(value, Place("", value.span)), None) is None

    def schema(self) -> Schema:
        zoned: Schema = {"properties": {key: {"pattern": f"{_OFFSET}$"} for key in (FROM, TO)}}
        local: Schema = {"properties": {key: {"not": {"pattern": f"{_OFFSET}$"}} for key in (FROM, TO)}}
        return {"if": {"required": [ZONE]}, "then": local, "else": zoned}


def fields(what: str, *, zoned: bool = False) -> dict[str, Field]:
    """The three keys; where `zoned`, the zone is required, and times are local."""
    times = "a local time beside `zone`" if zoned else "a local time beside `zone`, or with an offset"
    return {
        FROM: Field(_MOMENT, required=True, doc=f"The first instant of {what}: {times}."),
        TO: Field(_MOMENT, required=True, doc="The first instant after it."),
        ZONE: Field(Zone(), required=zoned, doc="The time zone that local times are meant in, such as Europe/Berlin."),
    }


def read_stretch(entry: node.Mapping) -> tuple[datetime, datetime]:
    """[start, end) in UTC, of an entry that fits `fields` and InTheirZone."""
    start, end = instant_at(entry, FROM), instant_at(entry, TO)
    assert start
    assert end
    return start, end


def _moment(entry: node.Mapping, key: str) -> datetime | None:
    value = entry.get(key)
    return datetime.fromisoformat(entry.text(key)) if value and _MOMENT.takes(value) else None


def zone_at(entry: node.Mapping) -> tzinfo | None:
    value = entry.get(ZONE)
    return zone_of(entry.text(ZONE)) if value and Zone().takes(value) else None


def instant_at(entry: node.Mapping, key: str) -> datetime | None:
    moment = _moment(entry, key)
    if moment is None or moment.tzinfo:
        return moment and moment.astimezone(UTC)
    return moment.replace(tzinfo=zone_at(entry)).astimezone(UTC)


def _trouble(moment: datetime | None, zone: tzinfo | None) -> tuple[str, str] | None:
    """What is wrong with a local time of the hour in which clocks change."""
    assert moment
    assert zone
    first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
        return f"is {moment:%Y-%m-%dT%H:%M}, which clocks in {zone} skip", "write a time that they show"
    if first.utcoffset() != second.utcoffset():
        return f"is {moment:%Y-%m-%dT%H:%M}, which clocks in {zone} show twice", "write both times with their offsets"
    return None
