"""The `exemptions` section of the configuration: what warns for a while where it would fail, and who answers for that."""

from datetime import UTC, datetime, time, timedelta

from slo_gate.config import matching
from slo_gate.config.existing import Existing
from slo_gate.config.stretches import DAY, reads
from slo_gate.core import node
from slo_gate.core.constraints import AtLeastOne, IfThen
from slo_gate.core.exemption import Exemption
from slo_gate.core.finding import Location
from slo_gate.core.instant import parse_instant
from slo_gate.core.policy import Match
from slo_gate.core.scalar_shapes import Boolean, Forbidden, Text
from slo_gate.core.shape import Field, Record

_SHORT = ("slo", "service")
_MATCHED_BY = (*_SHORT, "match")
_EXPIRES = "expires"
_EXPIRY = Existing(
    Text(
        pattern=rf"^{DAY}(T[0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}})?(Z|[+-][0-9]{{2}}:[0-9]{{2}}))?$",
        meaning="a date that exists, such as 2027-01-31, or an instant such as 2027-01-31T12:00Z",
    ),
    reads,
)
_BESIDE = Forbidden("stands beside `match`, which names SLOs and services as well", "move it into `match`")


def _said(what: str) -> Text:
    return Text(min_length=1, meaning=what)


SHAPE = Record(
    {
        "slo": Field(matching.GLOBS, doc="Names of SLOs, or globs."),
        "service": Field(matching.GLOBS, doc="Names of services, or globs."),
        "match": Field(matching.SHAPE),
        "reason": Field(_said("a reason"), required=True, doc="Why; reports show it."),
        "owner": Field(_said("a person or a team"), required=True, doc="Who answers for it."),
        "ticket": Field(_said("a ticket"), required=True, doc="Where it was agreed."),
        _EXPIRES: Field(
            _EXPIRY,
            required=True,
            doc="Until when: an instant, or the last day, in UTC; after that it exempts nothing, and is a finding.",
        ),
        "unknown": Field(Boolean(), default=False, doc="Whether what could not be measured is let through as well."),
    },
    (
        AtLeastOne(_MATCHED_BY, "say which SLOs it is for"),
        IfThen(
            Record({}, (AtLeastOne(("match",)),), open=True), Record({key: Field(_BESIDE) for key in _SHORT}, open=True)
        ),
    ),
    doc="SLOs whose fail is a warning for a while, with a reason, an owner and a ticket.",
)


def read_exemption(entry: node.Mapping, file: str) -> Exemption:
    """The exemption of an entry that fits SHAPE."""
    expires = entry.get(_EXPIRES)
    key = next(entry.entries[key].key for key in _MATCHED_BY if key in entry.entries)
    assert expires
    return Exemption(
        match=_match(entry),
        reason=entry.text("reason"),
        owner=entry.text("owner"),
        ticket=entry.text("ticket"),
        expires=_expiry(entry.text(_EXPIRES)),
        unknown=entry.value("unknown") is True,
        location=Location(file, expires.span),
        place=Location(file, key.span),
    )


def _match(entry: node.Mapping) -> Match:
    if "match" in entry.entries:
        return matching.read_match(entry)
    return Match(services=matching.read_globs(entry.get("service")), slos=matching.read_globs(entry.get("slo")))


def _expiry(text: str) -> datetime:
    """The instant, or the end of the day."""
    instant = parse_instant(text)
    return instant or datetime.combine(datetime.fromisoformat(text) + timedelta(days=1), time(), UTC)
