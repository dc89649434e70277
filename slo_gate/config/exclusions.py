"""The `exclusions` section of the configuration: time that counts for nothing, with a reason and an end to it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from slo_gate.config import matching
from slo_gate.config.existing import Existing
from slo_gate.core import node
from slo_gate.core.checking import KEY_CHOICE, MISSING_KEY, WRONG_VALUE, Place, Schema, Violation
from slo_gate.core.exclusion import Exclusion
from slo_gate.core.finding import Location
from slo_gate.core.scalar_shapes import Text
from slo_gate.core.shape import Field, Record
from slo_gate.core.zone import Zone

_OFFSET = r"(Z|[+-][0-9]{2}:[0-9]{2})"
_DAY = "(19[7-9][0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2}"
_FROM, _TO, _ZONE, _EXPIRES = "from", "to", "zone", "expires"


def _reads(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


_MOMENT = Existing(
    Text(
        pattern=rf"^{_DAY}T[0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}})?{_OFFSET}?$",
        meaning="a time that exists, such as 2026-11-07T22:00 beside a `zone`, or 2026-11-07T22:00+01:00",
    ),
    _reads,
)
_DATE = Existing(Text(pattern=rf"^{_DAY}$", meaning="a date that exists, such as 2026-12-31"), _reads)


class _InTheirZone:
    """Local times stand beside a zone in which they exist once, others do not; and the two are in their order."""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        moments = {key: moment for key in (_FROM, _TO) if (moment := _moment(value, key))}
        local = [value.entries[key] for key, moment in moments.items() if not moment.tzinfo]
        zone = value.entries.get(_ZONE)
        if local and zone is None:
            message = f"`{place}.{local[0].key.text}` has no offset, and `{place}` has no `zone`"
            yield Violation(MISSING_KEY, local[0].value.span, message, "add a `zone`, such as Europe/Berlin")
        elif zone and len(local) < len(moments):
            message = f"`{place}` has a `zone` beside a time with an offset"
            yield Violation(KEY_CHOICE, zone.key.span, message, "write local times, or leave the zone out")
        elif not local or _zone(value):
            yield from self._times(value, place, local)

    def _times(self, value: node.Mapping, place: Place, local: list[node.Entry]) -> Iterator[Violation]:
        for entry in local:
            trouble = _trouble(_moment(value, entry.key.text), _zone(value))
            if trouble:
                yield Violation(WRONG_VALUE, entry.value.span, f"`{place}.{entry.key.text}` {trouble[0]}", trouble[1])
                return
        yield from self._order(value, place)

    def _order(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        start, end, expires = _instant(value, _FROM), _instant(value, _TO), value.get(_EXPIRES)
        if start and end and end <= start:
            hint = "write an end after the beginning"
            yield Violation(WRONG_VALUE, value.entries[_TO].value.span, f"`{place}.to` is not after `from`", hint)
        elif start and expires and _DATE.takes(expires) and _expiry(value) <= start:
            message = f"`{place}.expires` is before the exclusion begins, so that it never holds"
            yield Violation(WRONG_VALUE, expires.span, message, "write a date from which on nobody needs it any more")

    def takes(self, value: node.Mapping) -> bool:
        return next(self.check(value, Place("", value.span)), None) is None

    def schema(self) -> Schema:
        zoned: Schema = {"properties": {key: {"pattern": f"{_OFFSET}$"} for key in (_FROM, _TO)}}
        local: Schema = {"properties": {key: {"not": {"pattern": f"{_OFFSET}$"}} for key in (_FROM, _TO)}}
        return {"if": {"required": [_ZONE]}, "then": local, "else": zoned}


SHAPE = Record(
    {
        "reason": Field(Text(min_length=1, meaning="a reason"), required=True, doc="Why; reports show it."),
        _FROM: Field(_MOMENT, required=True, doc="Its first instant: a local time beside `zone`, or with an offset."),
        _TO: Field(_MOMENT, required=True, doc="The first instant after it."),
        _ZONE: Field(Zone(), doc="The time zone that local times are meant in, such as Europe/Berlin."),
        "match": Field(matching.SHAPE),
        "ticket": Field(Text(min_length=1, meaning="a ticket"), doc="Where it was agreed."),
        _EXPIRES: Field(
            _DATE,
            required=True,
            doc="The last day on which it holds; from the next on its time counts again, and the entry is a finding.",
        ),
    },
    (_InTheirZone(),),
    doc="Time that counts for nothing, such as planned maintenance.",
)


def read_exclusion(entry: node.Mapping, file: str) -> Exclusion:
    """The exclusion of an entry that fits SHAPE."""
    start, end, expires = _instant(entry, _FROM), _instant(entry, _TO), entry.get(_EXPIRES)
    assert start
    assert end
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


def _moment(entry: node.Mapping, key: str) -> datetime | None:
    value = entry.get(key)
    return datetime.fromisoformat(entry.text(key)) if value and _MOMENT.takes(value) else None


def _zone(entry: node.Mapping) -> ZoneInfo | None:
    value = entry.get(_ZONE)
    return ZoneInfo(entry.text(_ZONE)) if value and Zone().takes(value) else None


def _instant(entry: node.Mapping, key: str) -> datetime | None:
    moment = _moment(entry, key)
    if moment is None or moment.tzinfo:
        return moment and moment.astimezone(UTC)
    return moment.replace(tzinfo=_zone(entry)).astimezone(UTC)


def _expiry(entry: node.Mapping) -> datetime:
    """The end of the last day, in the zone of the entry."""
    day = date.fromisoformat(entry.text(_EXPIRES)) + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=_zone(entry) or UTC).astimezone(UTC)


def _trouble(moment: datetime | None, zone: ZoneInfo | None) -> tuple[str, str] | None:
    """What is wrong with a local time of the hour in which clocks change."""
    assert moment
    assert zone
    first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
        return f"is {moment:%Y-%m-%dT%H:%M}, which clocks in {zone} skip", "write a time that they show"
    if first.utcoffset() != second.utcoffset():
        return f"is {moment:%Y-%m-%dT%H:%M}, which clocks in {zone} show twice", "write both times with their offsets"
    return None
