"""Rules over budgets: which speak for an objective, and what they say."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fnmatch import fnmatchcase

from slo_gate.core.budget import Budget, EmptySlices
from slo_gate.core.change import Change, Leniency
from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.conditions.remaining_at_most import RemainingAtMost
from slo_gate.core.conditions.subject import Condition, Subject
from slo_gate.core.finding import Location
from slo_gate.core.floor import events_needed
from slo_gate.core.numerics import ONE, TOLERANCE
from slo_gate.core.series import Series
from slo_gate.core.slo import Slo
from slo_gate.core.verdict import Because, Evidence, Verdict

REPAIRS = frozenset({Change.FIX, Change.SECURITY, Change.ROLLBACK})


@dataclass(frozen=True, slots=True)
class Context:
    """What the run is about; empty where nobody said."""

    environment: str = ""
    change: Change = Change.FEATURE


@dataclass(frozen=True, slots=True)
class Match:
    """Which objectives a rule speaks for. Globs; an empty tuple matches all. Every label must match."""

    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    slos: tuple[str, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def accepts(self, slo: Slo, context: Context) -> bool:
        return (
            _any(self.services, (slo.service,))
            and _any(self.environments, (context.environment,))
            and _any(self.slos, (slo.name,))
            and all(_any(globs, slo.labels.get(key, ())) for key, globs in self.labels.items())
        )


def _any(globs: Sequence[str], values: Iterable[str]) -> bool:
    return not globs or any(fnmatchcase(value, glob) for value in values for glob in globs)


@dataclass(frozen=True, slots=True)
class Rule:
    """Where all of `when` hold, the verdict is `then`, unless the change is one of `unless_change`."""

    name: str
    when: tuple[Condition, ...]
    then: Verdict
    match: Match = Match()
    unless_change: frozenset[Change] = frozenset()
    location: Location | None = None

    def speaks_for(self, slo: Slo, context: Context) -> bool:
        return context.change not in self.unless_change and self.match.accepts(slo, context)

    def lookbacks(self) -> frozenset[timedelta]:
        """The burn-rate lookbacks that it needs."""
        return frozenset(lookback for condition in self.when for lookback in condition.lookbacks())

    def judge(self, slo: Slo, subject: Subject, context: Context) -> Because | None:
        if not self.speaks_for(slo, context):
            return None
        evidence: dict[str, object] = {}
        for condition in self.when:
            held = condition.holds(subject)
            if held is None:
                return None
            evidence |= held
        code = "burn_rate" if any(isinstance(condition, BurnRate) for condition in self.when) else "remaining_at_most"
        return Because(self.name, code, self.then, evidence, self.location)


DEFAULT_RULES = (
    Rule(
        "a spent budget stops feature work",
        (RemainingAtMost(Decimal(0)),),
        Verdict.FAIL,
        unless_change=REPAIRS,
    ),
    Rule("the budget is getting low", (RemainingAtMost(Decimal("0.25")),), Verdict.WARN),
)


@dataclass(frozen=True, slots=True)
class Policy:
    """`repairs` are the kinds of change that pass without asking any source.

    `min_events_for_fail` is how many events a `fail` needs; None leaves it to the target. Below, it becomes a `warn`.
    `series` says what has a budget where there are several; of `series_of`, the last that matches says otherwise.
    """

    rules: tuple[Rule, ...] = DEFAULT_RULES
    on_unknown: Leniency = Leniency.FAIL
    on_no_traffic: Leniency = Leniency.WARN
    empty_slices: EmptySlices = EmptySlices.EXCLUDED
    min_coverage: Decimal = Decimal("0.5")
    min_events_for_fail: int | None = None
    series: Series = Series.EACH
    series_of: tuple[tuple[Match, Series], ...] = ()
    repairs: frozenset[Change] = REPAIRS

    def lookbacks(self) -> tuple[timedelta, ...]:
        """The burn-rate lookbacks that any rule needs, shortest first."""
        needed = {lookback for rule in self.rules for lookback in rule.lookbacks()}
        return tuple(sorted(needed))

    def series_for(self, slo: Slo, context: Context) -> Series:
        said = [series for match, series in self.series_of if match.accepts(slo, context)]
        return said[-1] if said else self.series

    def first_in_want_of(self, known: Container[timedelta], slo: Slo, context: Context) -> Rule | None:
        """A rule that speaks for an objective and needs a lookback that is not among those that are known."""
        speaking = (rule for rule in self.rules if rule.speaks_for(slo, context))
        return next((rule for rule in speaking if any(one not in known for one in rule.lookbacks())), None)

    def judge(self, slo: Slo, subject: Subject, context: Context) -> tuple[Because, ...]:
        """What the rules that speak say, worst first; of those about the same thing, the worst alone."""
        spoken = [because for rule in self.rules for because in [rule.judge(slo, subject, context)] if because]
        decisive: dict[str, Because] = {}
        for because in sorted(spoken, key=lambda because: -because.verdict.rank):
            decisive.setdefault(because.code, because)
        few = self._few(slo, subject.budget)
        return tuple(_forgiven(because, few) for because in decisive.values()) if few else tuple(decisive.values())

    def _few(self, slo: Slo, budget: Budget) -> Evidence:
        """What tells that there are too few events for a `fail`; empty where there are enough, or nobody counted them."""
        needed = events_needed(self.min_events_for_fail, slo.method, budget)
        few = budget.total is not None and budget.total < needed * (ONE - TOLERANCE)
        return {"events": budget.total, "needed_events": needed} if few else {}


def _forgiven(because: Because, few: Evidence) -> Because:
    if because.verdict is not Verdict.FAIL:
        return because
    return because._replace(verdict=Verdict.WARN, evidence={**because.evidence, **few})
