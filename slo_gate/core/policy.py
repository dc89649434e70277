"""Rules over budgets: which speak for an objective, and what they say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fnmatch import fnmatchcase

from slo_gate.core.budget import EmptySlices
from slo_gate.core.change import Change, Leniency
from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.conditions.remaining_at_most import RemainingAtMost
from slo_gate.core.conditions.subject import Condition, Subject
from slo_gate.core.finding import Location
from slo_gate.core.slo import Slo
from slo_gate.core.verdict import Because, Verdict

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
    """`repairs` are the kinds of change that pass without asking any source."""

    rules: tuple[Rule, ...] = DEFAULT_RULES
    on_unknown: Leniency = Leniency.FAIL
    on_no_traffic: Leniency = Leniency.WARN
    empty_slices: EmptySlices = EmptySlices.EXCLUDED
    min_coverage: Decimal = Decimal("0.5")
    repairs: frozenset[Change] = REPAIRS

    def lookbacks(self) -> tuple[timedelta, ...]:
        """The burn-rate lookbacks that any rule needs, shortest first."""
        return _lookbacks(self.rules)

    def lookbacks_for(self, slo: Slo, context: Context) -> tuple[timedelta, ...]:
        """Those that the rules need which speak for an SLO."""
        return _lookbacks(rule for rule in self.rules if rule.speaks_for(slo, context))

    def judge(self, slo: Slo, subject: Subject, context: Context) -> tuple[Because, ...]:
        """What the rules that speak say, worst first; of those about the same thing, the worst alone."""
        spoken = [because for rule in self.rules for because in [rule.judge(slo, subject, context)] if because]
        decisive: dict[str, Because] = {}
        for because in sorted(spoken, key=lambda because: -because.verdict.rank):
            decisive.setdefault(because.code, because)
        return tuple(decisive.values())


def _lookbacks(rules: Iterable[Rule]) -> tuple[timedelta, ...]:
    needed = {lookback for rule in rules for condition in rule.when for lookback in condition.lookbacks()}
    return tuple(sorted(needed))
