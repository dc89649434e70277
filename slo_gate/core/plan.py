"""What a gate would ask of its sources, as data."""

from datetime import datetime, timedelta
from typing import NamedTuple

from slo_gate.core.measurement import NoData, Request
from slo_gate.core.slo import Objective, Slo


class Planned(NamedTuple):
    """A query as a source is sent it, for [start, end], once or each `step`. `requests` are those that it helps to answer."""

    text: str
    start: datetime
    end: datetime
    step: timedelta | None
    requests: tuple[Request, ...]

    @property
    def points(self) -> int:
        """How many times it is evaluated."""
        return 1 if self.step is None else (self.end - self.start) // self.step + 1


class Promised(NamedTuple):
    """One objective of an SLO."""

    slo: Slo
    objective: Objective

    @property
    def title(self) -> str:
        several = len(self.slo.objectives) > 1
        return f"{self.slo.name} / {self.objective.name}" if several and self.objective.name else self.slo.name


class PlannedQuery(NamedTuple):
    query: Planned
    promises: tuple[Promised, ...]


class SourcePlan(NamedTuple):
    """`promises` are those that the source measures."""

    name: str
    type: str
    promises: tuple[Promised, ...]
    queries: tuple[PlannedQuery, ...]


class PlanReport(NamedTuple):
    """`unasked` are the objectives for which nothing can be asked, and why."""

    at: datetime
    sources: tuple[SourcePlan, ...]
    unasked: tuple[tuple[Promised, NoData], ...] = ()
