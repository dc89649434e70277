"""Change freezes: stretches of time in which a change is stopped, or warned of, whatever the budgets are."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from slo_gate.core.change import Change
from slo_gate.core.finding import Location
from slo_gate.core.policy import REPAIRS, Context, Match
from slo_gate.core.verdict import Because, Verdict


class Freeze(NamedTuple):
    """In [start, end), in UTC, the verdict on a run is `then`. Of `match`, services, environments and paths count."""

    name: str
    start: datetime
    end: datetime
    then: Verdict
    match: Match = Match()
    unless_change: frozenset[Change] = REPAIRS
    location: Location | None = None

    def holds(self, at: datetime, context: Context, services: Collection[str]) -> bool:
        """`services` are those that the run is about; where nobody knows them, it holds for the run."""
        return (
            self.start <= at < self.end
            and context.change not in self.unless_change
            and self.match.accepts_run(context)
            and (not services or any(map(self.match.accepts_service, services)))
        )

    def because(self) -> Because:
        return Because(self.name, "freeze", self.then, {"name": self.name, "until": self.end}, self.location)
