"""Exemptions: whose trouble stops nobody for a while, who answers for that, and where it was agreed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.policy import Context, Match
from slo_gate.core.slo import Slo
from slo_gate.core.verdict import Because, Verdict

EXPIRES, MATCHES_NONE = "SLO012", "SLO013"
SOON = timedelta(days=7)


class Exemption(NamedTuple):
    """A `fail` of an SLO that it matches warns, and so does what is `unknown` where it says so, until `expires`.

    `location` is that of `expires`, `place` that of what it matches by.
    """

    match: Match
    reason: str
    owner: str
    ticket: str
    expires: datetime
    unknown: bool = False
    location: Location | None = None
    place: Location | None = None

    def eases(self, slo: Slo, verdict: Verdict, context: Context) -> bool:
        eased = verdict is Verdict.FAIL or (verdict is Verdict.UNKNOWN and self.unknown)
        return eased and self.match.accepts(slo, context)

    def because(self, verdict: Verdict) -> Because:
        """Why a verdict is no worse than a warning, and what it would have been."""
        evidence = {"until": self.expires, "owner": self.owner, "ticket": self.ticket, "reason": self.reason}
        return Because("exemptions", "exempt", Verdict.WARN, {**evidence, "verdict": verdict}, self.place)


class Exemptions(NamedTuple):
    """Those that still hold at the instant judged, and what there is to say of when they end."""

    valid: tuple[Exemption, ...] = ()
    findings: tuple[Finding, ...] = ()

    @classmethod
    def at(cls, entries: Sequence[Exemption], now: datetime) -> "Exemptions":
        return cls(tuple(one for one in entries if one.expires > now), tuple(_ending(entries, now)))


def unmatched(entries: Sequence[Exemption], slos: Sequence[Slo]) -> Iterator[Finding]:
    """Those that are for no SLO of a whole set."""
    for one in entries:
        if one.place and not any(one.match.accepts_slo(slo) for slo in slos):
            message = f"the exemption matches no SLO: {one.reason} ({one.ticket})"
            hint = "correct the name, or remove it where the SLO is gone"
            yield Finding(MATCHES_NONE, Severity.WARNING, one.place, message, hint)


def _ending(entries: Sequence[Exemption], now: datetime) -> Iterator[Finding]:
    for one in entries:
        who = f"{one.owner} ({one.ticket}): {one.reason}"
        if one.location and one.expires <= now:
            message = (
                f"the exemption has expired at {one.expires:%Y-%m-%d %H:%M} UTC, and exempts nothing any more; {who}"
            )
            hint = "remove it, or set a later date if it still holds"
            yield Finding(EXPIRES, Severity.WARNING, one.location, message, hint)
        elif one.location and one.expires <= now + SOON:
            message = f"the exemption expires at {one.expires:%Y-%m-%d %H:%M} UTC; {who}"
            hint = "mend what it exempts, or agree on a later date"
            yield Finding(EXPIRES, Severity.NOTICE, one.location, message, hint)
