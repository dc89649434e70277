"""Planned exclusions: whose budgets some stretch of time counts for nothing in, why, and until when anybody believes it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from slo_gate.core.excluded import Excluded
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.policy import Context, Match
from slo_gate.core.slo import Slo
from slo_gate.core.window import Bounds

EXPIRED = "SLO011"


class Exclusion(NamedTuple):
    """[start, end) does not count for the SLOs that `match`. From `expires` on it counts again, and the entry is a finding.

    `location` is that of `expires`, where a file states it.
    """

    reason: str
    start: datetime
    end: datetime
    expires: datetime
    match: Match = Match()
    ticket: str = ""
    location: Location | None = None

    def __str__(self) -> str:
        return f"{self.reason} ({self.ticket})" if self.ticket else self.reason

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return self.start < end and self.end > start


class Exclusions(NamedTuple):
    """Those that still hold at the instant judged, and what there is to say of the others."""

    valid: tuple[Exclusion, ...] = ()
    findings: tuple[Finding, ...] = ()

    @classmethod
    def at(cls, entries: Sequence[Exclusion], now: datetime) -> "Exclusions":
        findings = (_expired(one, one.location) for one in entries if one.expires <= now and one.location)
        return cls(tuple(one for one in entries if one.expires > now), tuple(findings))

    def of(self, slo: Slo, context: Context) -> "Exclusions":
        """Those that speak for an SLO."""
        return Exclusions(tuple(one for one in self.valid if one.match.accepts(slo, context)))

    def cut(self, bounds: Bounds) -> Bounds:
        """The window without what is excluded in it, or in what comes after it."""
        pieces = Excluded.of((one.start, one.end) for one in self.valid)
        return bounds._replace(excluded=pieces)

    def named(self, bounds: Bounds) -> tuple[Exclusion, ...]:
        """Those that take something out of a window."""
        return tuple(one for one in self.valid if one.overlaps(bounds.start, bounds.end))


def _expired(entry: Exclusion, location: Location) -> Finding:
    message = f"the exclusion has expired at {entry.expires:%Y-%m-%d %H:%M} UTC, and its time counts again: {entry}"
    return Finding(EXPIRED, Severity.WARNING, location, message, "remove it, or set a later date if it still holds")
