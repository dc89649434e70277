"""Asks sources for what objectives need: which buckets, at which instant."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from slo_gate.core.duration import spell
from slo_gate.core.excluded import Excluded
from slo_gate.core.exclusion import Exclusion, Exclusions
from slo_gate.core.grid import grid
from slo_gate.core.measurement import Bucket, Measurement, NoData, Promise, Reading, Reason, Request, Stretch
from slo_gate.core.numerics import ZERO
from slo_gate.core.plan import Promised
from slo_gate.core.ports import Source
from slo_gate.core.slo import BudgetingMethod, queries_of
from slo_gate.core.window import Bounds
from slo_gate.engine import counting

SETTLE = timedelta(minutes=1)
"""How long samples may take to arrive: the instant judged lies so far before the sources' clocks."""

MAX_SKEW = timedelta(minutes=5)


class Question(NamedTuple):
    """What one objective needs to know, and the name of the source that is asked.

    `lookbacks` are the stretches that each of the burn rates' lookbacks consists of; none where slices are counted, for
    those are the window's own. `exclusions` take something out of the window.
    """

    bounds: Bounds
    source: str
    request: Request
    promise: Promise
    lookbacks: tuple[tuple[Stretch, ...], ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    def __hash__(self) -> int:
        """Without the exclusions, whose labels have none: they follow from the rest."""
        return hash(self[:-1])

    def counted(self, found: Measurement, lookbacks: Sequence[timedelta]) -> counting.Counted:
        """What counts of the answer; no bucket where it is what is recorded."""
        if found.recorded:
            return counting.Counted((), (), found.coverage)
        laid, excluded = self.request.grid, self.bounds.excluded
        answers = counting.told(self.request.stretches, found.stretches)
        sliced = self.promise.sliced
        buckets = counting.kept(found, excluded, answers, sliced=sliced)
        rated = (
            tuple(counting.within_lookback(buckets or (), laid, lookback) for lookback in lookbacks)
            if sliced
            else tuple(counting.all_of(pieces, answers) for pieces in self.lookbacks)
        )
        return counting.Counted(buckets or (), rated, counting.coverage(found, laid, excluded), buckets is not None)

    @property
    def all_excluded(self) -> bool:
        """Whether nothing that has passed of the window counts."""
        laid, excluded = self.request.grid, self.bounds.excluded
        return bool(laid.size) and not excluded.counted(laid.start, laid.end)


class Clocks(NamedTuple):
    """The instant to judge at, and the sources whose clock cannot be believed."""

    at: datetime
    skewed: Mapping[str, NoData]


def read_clocks(sources: Mapping[str, Source], now: datetime) -> Clocks:
    """The slowest of the sources' clocks, less the settle delay; `now`, which is ours, where none has one."""
    clocks = {name: clock for name, source in sources.items() for clock in [source.now()] if clock}
    skewed = {name: _skewed(clock - now) for name, clock in clocks.items() if abs(clock - now) > MAX_SKEW}
    at = min((clock for name, clock in clocks.items() if name not in skewed), default=now) - SETTLE
    return Clocks(at.astimezone(UTC).replace(microsecond=0), skewed)


def _skewed(ahead: timedelta) -> NoData:
    direction = "ahead of" if ahead > timedelta(0) else "behind"
    detail = f"the source's clock is {spell(abs(ahead))} {direction} this machine's; {spell(MAX_SKEW)} are allowed"
    return NoData(Reason.CLOCK_SKEW, detail)


def question(
    promised: Promised,
    source: str,
    at: datetime,
    lookbacks: Sequence[timedelta],
    exclusions: Exclusions,
    *,
    by_name: bool = False,
) -> Question | NoData:
    """The question about one objective, or why it cannot be asked. `exclusions` are those that speak for the SLO.

    A source that finds it `by_name` needs no query, and is asked for whole lookbacks: what is recorded cannot be cut.
    """
    slo, objective = promised
    if not by_name and not all(query.text.strip() for query in queries_of(objective.indicator)):
        return NoData(Reason.QUERY_NOT_UNDERSTOOD, "the file has no query for it: there is nothing to ask")
    try:
        bounds = exclusions.cut(slo.window.at(at))
    except ValueError as error:
        return NoData(Reason.QUERY_REJECTED, str(error))
    named = exclusions.named(bounds)
    slices = None if slo.method is BudgetingMethod.OCCURRENCES else objective.slice_length
    if slices:
        bounds = bounds._replace(excluded=bounds.excluded.onto(bounds.start, slices))
    laid = grid(bounds, slices)
    cut, rated = Excluded() if by_name else bounds.excluded, () if slices and not by_name else lookbacks
    pieces = tuple(counting.left_of(at - lookback, at, cut) for lookback in rated)
    rest = () if slices else counting.pieces(laid, cut)
    stretches = tuple(dict.fromkeys((*(piece for one in pieces for piece in one), *rest)))
    promise = _promise(promised, sliced=slices is not None)
    request = Request(objective.indicator, laid, at, stretches, promise=promise if by_name else None)
    return Question(bounds, source, request, promise, pieces, named)


def _promise(promised: Promised, *, sliced: bool) -> Promise:
    slo, objective = promised
    return Promise(
        service=slo.service,
        slo=slo.name,
        objective=objective.name,
        number=slo.objectives.index(objective),
        target=objective.target,
        window=slo.window,
        method=slo.method,
        sliced=sliced,
        display_name=slo.display_name,
        format=slo.format,
    )


def measure(questions: Sequence[Question], sources: Mapping[str, Source]) -> Mapping[Question, Reading]:
    """Every question's answer; each source is asked once, and the same thing once.

    A window that has only just begun has no bucket to ask for yet, and so no events. One of which nothing counts is not
    asked for either: that is no promise kept, but one that nobody looked at.
    """
    answers: dict[Question, Reading] = {one: _nothing(one) for one in questions if not one.request.grid.size}
    answers |= {one: _all_excluded(one) for one in questions if one.all_excluded}
    for name, source in sources.items():
        to_it = [one for one in questions if one.source == name and one not in answers]
        requests = _requests(to_it)
        readings = source.measure(list(requests.values())) if requests else {}
        answers.update({one: readings[requests[one.request]] for one in to_it})
    return answers


def _requests(questions: Sequence[Question]) -> Mapping[Request, Request]:
    """Each request once, and as it is sent: with all who ask it."""
    promises: dict[Request, list[Promise]] = {}
    for one in questions:
        promises.setdefault(one.request, []).append(one.promise)
    return {request: request._replace(promises=tuple(askers)) for request, askers in promises.items()}


def _nothing(question: Question) -> Reading:
    stretches = tuple(Bucket(*piece, ZERO, ZERO) for piece in question.request.stretches)
    return (Measurement((), stretches),)


def _all_excluded(question: Question) -> NoData:
    reasons = ", ".join(map(str, question.exclusions))
    return NoData(Reason.ALL_EXCLUDED, f"all of the window that has passed is excluded, so nothing counts: {reasons}")
