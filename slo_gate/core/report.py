"""The result of a run, as data: every output renders from these and computes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from slo_gate.core.budget import Budget
from slo_gate.core.change import Change
from slo_gate.core.finding import Finding
from slo_gate.core.measurement import Labels, NoData
from slo_gate.core.slo import Objective, Slo
from slo_gate.core.verdict import Because, Outcome, Verdict
from slo_gate.core.window import Bounds


@dataclass(frozen=True, slots=True)
class ObjectiveReport:
    """One objective (of one series) judged.

    `budget` is None where there is no number; then `no_data` says why, or `reasons` that there was no traffic.
    `burn_rates` maps lookback to rate, None without events. `history` is the remaining share of the budget at the end
    of each past step of the window, oldest first, for a sparkline (None where it cannot be told).
    `recovers_at` answers the decisive rule's threshold; None where it is not below one, would not recover, or where a
    record does not tell. `source` is the name of the source that was asked, where one was; `recorded` tells that it had recorded the budget.
    """

    slo: Slo
    objective: Objective
    verdict: Verdict
    reasons: tuple[Because, ...]
    bounds: Bounds | None = None
    budget: Budget | None = None
    no_data: NoData | None = None
    burn_rates: Mapping[timedelta, Decimal | None] | None = None
    exhausts_at: datetime | None = None
    recovers_at: datetime | None = None
    time_left: timedelta | None = None
    coverage: Decimal | None = None
    newest_sample: datetime | None = None
    series: Labels = ()
    queries: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    history: tuple[Decimal | None, ...] = ()
    source: str = ""
    recorded: bool = False

    @property
    def title(self) -> str:
        """`service / SLO`, with the objective's name where the SLO has several, and the series' labels."""
        name = f"{self.slo.service} / {self.slo.name}"
        if len(self.slo.objectives) > 1:
            name += f" / {self.objective.name}"
        labels = ", ".join(f"{key}={value}" for key, value in self.series)
        return f"{name} {{{labels}}}" if labels else name


@dataclass(frozen=True, slots=True)
class PolicyOrigin:
    """Where the policy was read: a file (None for the built-in defaults), and the ref and SHA where one is known."""

    file: str | None = None
    ref: str | None = None
    sha: str | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """Why the gate let a change through without measuring."""

    change: Change
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GateReport:
    """`objectives` are worst first. `at` is None where nothing was measured. `notes` say what a reader must know."""

    outcome: Outcome
    at: datetime | None
    environment: str
    policy: PolicyOrigin
    objectives: tuple[ObjectiveReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    override: Override | None = None
    notes: tuple[str, ...] = ()
    advisory: bool = False

    @property
    def exit_code(self) -> int:
        """An advisory run (a pull request, shadow mode) reports its outcome and blocks nothing."""
        return 0 if self.advisory and self.outcome is not Outcome.INVALID else self.outcome.exit_code

    @property
    def blocked(self) -> bool:
        return self.exit_code != 0

    def with_verdict(self, verdict: Verdict) -> tuple[ObjectiveReport, ...]:
        return tuple(objective for objective in self.objectives if objective.verdict is verdict)
