"""The result of a run, as data: every output renders from these and computes nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from slo_gate.core.budget import Budget
from slo_gate.core.change import Change
from slo_gate.core.composite import Composite
from slo_gate.core.exclusion import Exclusion
from slo_gate.core.finding import Finding
from slo_gate.core.language import Language
from slo_gate.core.measurement import Labels, NoData
from slo_gate.core.promise_change import PromiseChange, Today
from slo_gate.core.slo import Objective, Slo
from slo_gate.core.verdict import Because, Outcome, Verdict
from slo_gate.core.window import Bounds

if TYPE_CHECKING:  # which knows reports
    from slo_gate.core.override import Overriding


class ObjectiveReport(NamedTuple):
    """One objective (of one series) judged.

    `budget` is None where there is no number; then `no_data` says why, or `reasons` that there was no traffic.
    `burn_rates` maps lookback to rate, None without events. `history` is the remaining share of the budget at the end
    of each past step of the window, oldest first, for a sparkline (None where it cannot be told).
    `recovers_at` answers the decisive rule's threshold; None where it is not below one, would not recover, or is not
    `foreseeable`: nobody knows when within the window its events were. `source` is the name of the one asked, where one was.
    `summed` is how many series it is the sum of, 0 where it is no sum. `exclusions` are those that take something out of the
    window; how much in all, its bounds know.
    `composite` is the budget of a composite SLO's objectives together. `at_base` tells that it is judged as it was promised
    before the change at hand, which is the stricter of the two.
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
    summed: int = 0
    queries: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    history: tuple[Decimal | None, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    composite: Composite | None = None
    foreseeable: bool = True
    source: str = ""
    at_base: bool = False

    @property
    def today(self) -> Today:
        budget = self.budget
        return Today(
            self.verdict,
            self.objective.target,
            sli=budget.sli if budget else None,
            remaining=budget.remaining if budget else None,
            no_data=self.no_data.reason if self.no_data else None,
        )

    @property
    def excluded(self) -> timedelta | None:
        """How much of the window does not count, the rest of a calendar window included; None without a window."""
        return self.bounds.excluded.within(self.bounds.start, self.bounds.end) if self.bounds else None

    @property
    def title(self) -> str:
        """`service / SLO`, with the objective's name where the SLO has several, and the series' labels."""
        name = f"{self.slo.service} / {self.slo.name}"
        if len(self.slo.objectives) > 1:
            name += f" / {self.objective.name}"
        labels = ", ".join(f"{key}={value}" for key, value in self.series)
        return f"{name} {{{labels}}}" if labels else name


class PolicyOrigin(NamedTuple):
    """Where the policy was read: a file (None for the built-in defaults), and the ref and SHA where one is known."""

    file: str | None = None
    ref: str | None = None
    sha: str | None = None


class Override(NamedTuple):
    """Why the gate let a change through without measuring.

    A repair is let through for what it is (`change`); any other by somebody who may: `way` tells how that was said (`label`,
    `trailer`, `input`, `environment`), `actor` by whom, `at` when, `url` where it can be looked up. `reason` and `expires` are
    what they gave; `approver` is who agreed, where that is another.
    """

    change: Change
    actor: str
    at: datetime
    way: str = ""
    reason: str = ""
    expires: datetime | None = None
    approver: str = ""
    url: str = ""


class GateReport(NamedTuple):
    """`objectives` are worst first. `at` is None where nothing was measured. `notes` say what a reader must know.

    `reasons` speak of the run whatever its budgets are, worst first: freezes, and services without an SLO.
    `changes` are what the change at hand does to the promises, weakened ones first. `weakened` tells that the policy does not
    allow what it does to them: that blocks where the budgets themselves are only told. `strict`: a warning blocks. `overriding` is who may let it through, and how. `language` is what its readers speak.
    """

    outcome: Outcome
    at: datetime | None
    environment: str
    policy: PolicyOrigin
    objectives: tuple[ObjectiveReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    override: Override | None = None
    notes: tuple[str, ...] = ()
    advisory: bool = False
    changes: tuple[PromiseChange, ...] = ()
    language: Language = Language.ENGLISH
    reasons: tuple[Because, ...] = ()
    weakened: bool = False
    strict: bool = False
    overriding: "Overriding | None" = None

    @property
    def exit_code(self) -> int:
        """An advisory run (a pull request, shadow mode) reports its outcome, and blocks nothing but what is `weakened`."""
        if self.advisory and not self.weakened and self.outcome is not Outcome.INVALID:
            return 0
        return Outcome.FAIL.exit_code if self.strict and self.outcome is Outcome.WARN else self.outcome.exit_code

    @property
    def blocked(self) -> bool:
        return self.exit_code != 0

    def with_verdict(self, verdict: Verdict) -> tuple[ObjectiveReport, ...]:
        return tuple(objective for objective in self.objectives if objective.verdict is verdict)
