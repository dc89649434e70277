"""Rules over budgets: which speak for an objective, and what they say."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from slo_gate.core.budget import Budget, EmptySlices
from slo_gate.core.change import Change, Leniency
from slo_gate.core.conditions import CONDITIONS
from slo_gate.core.conditions.remaining_at_most import RemainingAtMost
from slo_gate.core.conditions.subject import About, Condition, Subject
from slo_gate.core.finding import Location
from slo_gate.core.floor import events_needed
from slo_gate.core.glob import expression
from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.numerics import ONE, TOLERANCE
from slo_gate.core.series import Series
from slo_gate.core.slo import Slo
from slo_gate.core.verdict import Because, Evidence, Held, Verdict

TIER = "tier"
"""The label that says how much depends on a service, such as critical, standard or low."""
_ABSENCE = frozenset(key for key, condition in CONDITIONS.items() if condition.ABOUT is About.ABSENCE)
REPAIRS = frozenset({Change.FIX, Change.SECURITY, Change.ROLLBACK})


class Context(NamedTuple):
    """What the run is about; empty where nobody said.

    `paths` are the files that the change touches, from the repository's root; None where nobody knows.
    """

    environment: str = ""
    change: Change = Change.FEATURE
    paths: tuple[str, ...] | None = None


class Match(NamedTuple):
    """Which objectives a rule speaks for. Globs; an empty tuple matches all. Every label must match.

    `tiers` match the label `tier`. `paths` match what the change touches; where nobody knows that, they match.
    """

    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    slos: tuple[str, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = {}
    tiers: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    def accepts(self, slo: Slo, context: Context) -> bool:
        return self.accepts_slo(slo) and self.accepts_run(context)

    def accepts_slo(self, slo: Slo) -> bool:
        return (
            self.accepts_service(slo.service)
            and _any(self.slos, (slo.name,))
            and _any(self.tiers, slo.labels.get(TIER, ()))
            and all(_any(globs, slo.labels.get(key, ())) for key, globs in self.labels.items())
        )

    def accepts_service(self, service: str) -> bool:
        return _any(self.services, (service,))

    def accepts_run(self, context: Context) -> bool:
        return self.accepts_environment(context) and self._touched(context.paths)

    def accepts_environment(self, context: Context) -> bool:
        return _any(self.environments, (context.environment,))

    def _touched(self, paths: tuple[str, ...] | None) -> bool:
        return not self.paths or paths is None or _fits(self.paths, paths)


@lru_cache(256)
def _fits(globs: tuple[str, ...], paths: tuple[str, ...]) -> bool:
    """Each rule asks it of each SLO, and a change may touch thousands of files."""
    return any(expression(glob).fullmatch(path) for path in paths for glob in globs)


def _any(globs: Sequence[str], values: Iterable[str]) -> bool:
    return not globs or any(fnmatchcase(value, glob) for value in values for glob in globs)


def in_lenient_tier(slo: Slo, tiers: Collection[str]) -> bool:
    """Whether every tier of an SLO that has any is one of those that warn at most."""
    own = slo.labels.get(TIER, ())
    return bool(own) and all(tier in tiers for tier in own)


class Rule(NamedTuple):
    """Where all of `when` hold, the verdict is `then`, unless the change is one of `unless_change`.

    `then` is `pass` only where the rule speaks of what has no number. `min_events_for_fail` is None where the policy's holds.
    A rule that moved is the same: `location` is not compared.
    """

    name: str
    when: tuple[Condition, ...]
    then: Verdict
    match: Match = Match()
    unless_change: frozenset[Change] = frozenset()
    min_events_for_fail: int | None = None
    location: Location | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rule) and self[:-1] == other[:-1]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:-1])

    def speaks_for(self, slo: Slo, context: Context) -> bool:
        return context.change not in self.unless_change and self.match.accepts(slo, context)

    def lookbacks(self) -> frozenset[timedelta]:
        """The burn-rate lookbacks that it needs."""
        return frozenset(lookback for condition in self.when for lookback in condition.lookbacks())

    def judge(self, slo: Slo, subject: Subject, context: Context) -> Because | None:
        if not self.speaks_for(slo, context):
            return None
        held = []
        for condition in self.when:
            evidence = condition.holds(subject)
            if evidence is None:
                return None
            held.append(Held(condition.code, evidence))
        first, *also = held
        return Because(self.name, first.code, self.then, first.evidence, self.location, tuple(also))

    def is_about(self, about: About) -> bool:
        return any(condition.about is about for condition in self.when)


DEFAULT_RULES = (
    Rule(
        "a spent budget stops feature work",
        (RemainingAtMost(Decimal(0)),),
        Verdict.FAIL,
        unless_change=REPAIRS,
    ),
    Rule("the budget is getting low", (RemainingAtMost(Decimal("0.25")),), Verdict.WARN),
)


class Policy(NamedTuple):
    """`repairs` are the kinds of change that pass without asking any source.

    `min_events_for_fail` is how many events a `fail` needs; None leaves it to the target. Below, it becomes a `warn`.
    SLOs whose every tier is among `lenient_tiers` warn at most. `series` says what has a budget where there are several; of `series_of`, the last that matches says otherwise.
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
    lenient_tiers: frozenset[str] = frozenset()

    def lookbacks(self) -> tuple[timedelta, ...]:
        """The burn-rate lookbacks that any rule needs, shortest first."""
        needed = {lookback for rule in self.rules for lookback in rule.lookbacks()}
        return tuple(sorted(needed))

    def series_for(self, slo: Slo, context: Context) -> Series:
        said = [series for match, series in self.series_of if match.accepts(slo, context)]
        return said[-1] if said else self.series

    def too_short(self, covered: Decimal, queries: tuple[str, ...] = ()) -> NoData | None:
        """Why a budget is not believed that little of the window tells of; None where enough does."""
        if covered >= self.min_coverage:
            return None
        detail = f"only {covered:.1%} of the window has data; at least {self.min_coverage:.0%} must"
        return NoData(Reason.SHORT_HISTORY, detail, queries)

    def first_in_want_of(self, known: Container[timedelta], slo: Slo, context: Context) -> Rule | None:
        """A rule that speaks for an objective and needs a lookback that is not among those that are known."""
        wanting = (rule for rule in self.rules if any(one not in known for one in rule.lookbacks()))
        return next((rule for rule in wanting if rule.speaks_for(slo, context)), None)

    def judge(self, slo: Slo, subject: Subject, context: Context) -> tuple[Because, ...]:
        """What the rules that speak say, worst first; of those about the same thing, the worst alone."""
        decisive: dict[tuple[str, ...], Because] = {}
        for because, meant in sorted(self.spoken(slo, subject, context), key=_worst_first):
            decisive.setdefault(meant.codes, because)
        return tuple(decisive.values())

    def spoken(self, slo: Slo, subject: Subject, context: Context) -> list[tuple[Because, Because]]:
        """What each rule that speaks says, and what it would say if there were enough events."""
        said = ((rule, rule.judge(slo, subject, context)) for rule in self.rules)
        return [(self._forgiven(because, rule, slo, subject), because) for rule, because in said if because]

    def decides_absence(self, spoken: Iterable[Because]) -> bool:
        """Whether rules speak of what has no number, so that `on_unknown` and `on_no_traffic` do not."""
        return any(not _ABSENCE.isdisjoint(because.codes) for because in spoken)

    def _forgiven(self, because: Because, rule: Rule, slo: Slo, subject: Subject) -> Because:
        """A `fail` about a budget becomes a warning where there are too few events to say."""
        if because.verdict is not Verdict.FAIL or not rule.is_about(About.BUDGET) or subject.budget is None:
            return because
        minimum = self.min_events_for_fail if rule.min_events_for_fail is None else rule.min_events_for_fail
        few = _few(minimum, slo, subject.budget)
        return because._replace(verdict=Verdict.WARN, evidence={**because.evidence, **few}) if few else because


def _worst_first(said: tuple[Because, Because]) -> tuple[int, int]:
    because, meant = said
    return -because.verdict.rank, -meant.verdict.rank


def _few(minimum: int | None, slo: Slo, budget: Budget) -> Evidence:
    """What tells that there are too few events for a `fail`; empty where there are enough, or nobody counted them."""
    needed = events_needed(minimum, slo.method, budget)
    few = budget.total is not None and budget.total < needed * (ONE - TOLERANCE)
    return {"events": budget.total, "needed_events": needed} if few else {}
