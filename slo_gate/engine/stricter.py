"""Which version of a promise judges while a change is open: the stricter one, whichever that is today."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.plan import Promised
from slo_gate.core.promise_change import PromiseChange, Today
from slo_gate.core.report import ObjectiveReport
from slo_gate.core.verdict import worst
from slo_gate.engine.comparing import Compared
from slo_gate.engine.composing import with_composites
from slo_gate.engine.gating import Taken, judge_for, judged, worst_first
from slo_gate.engine.run import Run

ASKS_ANEW = frozenset(
    {"added", "twin", "query", "source", "indicator", "operator", "limit", "service", "name", "objective", "annotation"}
)
"""What of a change makes another question of it: some sources find numbers by names alone."""
_UNTRUSTED = NoData(Reason.NOT_ASKED, "its query is new or changed, and is not evaluated until it is merged")


class Trial(NamedTuple):
    """A promise whose versions are measured: both where it changed. `withheld` tells why the one of now is not."""

    change: PromiseChange | None
    before: Promised | None
    after: Promised | None
    withheld: NoData | None = None

    @property
    def asked(self) -> tuple[Promised, ...]:
        """What is measured for it."""
        after = None if self.withheld else self.after
        return tuple(one for one in (self.before, after) if one)


class Tried(NamedTuple):
    """What became of a trial: the reports of each version, one for each series, and the change with what it does today."""

    change: PromiseChange | None
    before: tuple[ObjectiveReport, ...]
    after: tuple[ObjectiveReport, ...]
    withheld: bool = False

    @property
    def stricter(self) -> tuple[ObjectiveReport, ...]:
        """The version that judges: the worse verdict, then the smaller rest. What is not evaluated excuses nothing, and one of
        before that nothing could be asked for must not stand in the way of its repair.
        """
        broken = any(one.no_data and one.no_data.invalid for one in self.before)
        if not self.before or broken:
            return self.after
        if not self.after or self.withheld:
            return self.before
        return self.after if _rank(self.after) <= _rank(self.before) else self.before


def trials(compared: Iterable[Compared], *, run_new: bool) -> Iterator[Trial]:
    """`run_new` tells that queries may be run which nobody has reviewed yet."""
    for (before, after, _), change in compared:
        if change is None:
            yield Trial(None, None, after)
            continue
        codes = {aspect.code for aspect in change.aspects}
        anew = not codes.isdisjoint(ASKS_ANEW)
        old = _asking_alike(before, after) if before and after and not anew else before
        yield Trial(change, old, after, _UNTRUSTED if after and anew and not run_new else None)


def _asking_alike(before: Promised, after: Promised) -> Promised:
    """The same queries from the same place, so that they are asked once."""
    slo, objective = before
    alike = objective._replace(indicator=after.objective.indicator)
    objectives = tuple(alike if one is objective else one for one in slo.objectives)
    return Promised(slo._replace(objectives=objectives), alike)


def tried(trials: Sequence[Trial], taken: Taken, run: Run) -> Iterator[Tried]:
    """`taken` is what the trials asked for, in their order."""
    unknown = judge_for(taken, run).unknown
    results = judged(taken, run)
    for change, before, after, withheld in trials:
        old = tuple(one._replace(at_base=True) for one in next(results)) if before else ()
        new = tuple(next(results)) if after and not withheld else ()
        if after and withheld:
            new = (unknown(*after, withheld),)
        shown = change and change._replace(before=_today(old), after=_today(new))
        yield Tried(shown, old, new, withheld is not None)


def together(results: Sequence[Tried]) -> list[ObjectiveReport]:
    """The reports that judge, with the budgets of composites, which are those of now."""
    composed = iter(list(with_composites(report for one in results for report in one.after)))
    whole = [one._replace(after=tuple(next(composed) for _ in one.after)) for one in results]
    return [report for one in whole for report in one.stricter]


def _rank(reports: Sequence[ObjectiveReport]) -> tuple[object, ...]:
    """Smaller for what is stricter."""
    first = min(reports, key=worst_first)
    return (-worst(report.verdict for report in reports).rank, *worst_first(first)[1:3])


def _today(reports: Sequence[ObjectiveReport]) -> Today | None:
    """Of the worst series."""
    return min(reports, key=worst_first).today if reports else None
