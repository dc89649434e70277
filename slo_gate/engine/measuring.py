"""Asks sources for what objectives need: which source, which buckets, at which instant."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from slo_gate.core.duration import spell
from slo_gate.core.errors import MissingCredentialsError
from slo_gate.core.exclusion import Exclusion, Exclusions
from slo_gate.core.grid import grid
from slo_gate.core.measurement import Bucket, Measurement, NoData, Promise, Reading, Reason, Request, Stretch
from slo_gate.core.numerics import ZERO
from slo_gate.core.plan import Promised
from slo_gate.core.ports import Source
from slo_gate.core.slo import BudgetingMethod, Objective, Query, Slo, queries_of
from slo_gate.core.sql_queries import TYPES as SQL
from slo_gate.core.window import Bounds
from slo_gate.engine import counting

SETTLE = timedelta(minutes=1)
"""How long samples may take to arrive: the instant judged lies so far before the sources' clocks."""

MAX_SKEW = timedelta(minutes=5)
BY_NAME = "file"
"""The type of source that answers by the names of SLOs, whatever their queries are written for."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one objective needs to know, and the name of the source that is asked.

    `lookbacks` are the stretches that each of the burn rates' lookbacks consists of; none where slices count, for those
    are the window's own. `exclusions` take something out of the window.
    """

    bounds: Bounds
    source: str
    request: Request
    promise: Promise
    lookbacks: tuple[tuple[Stretch, ...], ...] = ()
    exclusions: tuple[Exclusion, ...] = field(default=(), compare=False)

    def counted(self, found: Measurement, lookbacks: Sequence[timedelta]) -> counting.Counted:
        """What counts of the answer."""
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
        return bool(laid.count) and not excluded.counted(laid.start, laid.end)


class Sources:
    """The configured sources; only those that are asked are opened."""

    def __init__(self, types: Mapping[str, str], connect: Callable[[str], Source | NoData]) -> None:
        """`types` maps a source's name to its type; `connect` opens the source of a name, or says why it is closed."""
        self._types = types
        self._connect = connect

    def type_of(self, name: str) -> str:
        return self._types[name]

    def names_for(self, promises: Iterable[Promised]) -> list[str | NoData]:
        return [self.name_for(queries_of(promise.objective.indicator)) for promise in promises]

    def name_for(self, queries: Sequence[Query]) -> str | NoData:
        """Which source an indicator's queries go to: that of the name, else the one of the type, else the only one."""
        names = {name: None for query in queries for name in [self._named(query)]}
        if len(names) > 1:
            detail = "its queries name more than one source; an objective is measured by one"
            return NoData(Reason.UNKNOWN_SOURCE, detail)
        name = next(iter(names))
        return name if name is not None else NoData(Reason.UNKNOWN_SOURCE, _unknown(queries[0], self._types))

    def _named(self, query: Query) -> str | None:
        if query.source in self._types:
            return query.source
        wanted = "sql" if query.source_type in SQL else query.source_type
        fitting = [name for name, kind in self._types.items() if wanted in ("", kind)]
        fitting = fitting or [name for name, kind in self._types.items() if kind == BY_NAME]
        return fitting[0] if len(fitting) == 1 else None

    def open_all(self, names: Iterable[str]) -> tuple[dict[str, Source], dict[str, NoData]]:
        """The sources of some names, and why others cannot be asked. Raises ConfigError for wrong settings."""
        opened: dict[str, Source] = {}
        closed: dict[str, NoData] = {}
        for name in dict.fromkeys(names):
            try:
                source = self._connect(name)
            except MissingCredentialsError as error:
                source = NoData(Reason.MISSING_CREDENTIALS, error.message)
            if isinstance(source, NoData):
                closed[name] = source
            else:
                opened[name] = source
        return opened, closed


def _unknown(query: Query, types: Mapping[str, str]) -> str:
    wanted = f"`{query.source}`" if query.source else f"of type `{query.source_type}`"
    if query.source and query.source_type:
        wanted += f" (type `{query.source_type}`)"
    known = ", ".join(f"{name} ({kind})" for name, kind in types.items()) or "none"
    return f"no source {wanted} is configured, and no single one fits; configured: {known}"


@dataclass(frozen=True, slots=True)
class Clocks:
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
    slo: Slo, objective: Objective, source: str, at: datetime, lookbacks: Sequence[timedelta], exclusions: Exclusions
) -> Question | NoData:
    """The question about one objective, or why it cannot be asked. `exclusions` are those that speak for the SLO."""
    if not all(query.text.strip() for query in queries_of(objective.indicator)):
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
    promise = Promise(slo.service, slo.name, objective.name, sliced=slices is not None)
    if slices:
        return Question(bounds, source, Request(objective.indicator, laid, at), promise, exclusions=named)
    rated = tuple(counting.left_of(at - lookback, at, bounds.excluded) for lookback in lookbacks)
    stretches = dict.fromkeys((*(piece for one in rated for piece in one), *counting.pieces(laid, bounds.excluded)))
    return Question(bounds, source, Request(objective.indicator, laid, at, tuple(stretches)), promise, rated, named)


def measure(questions: Sequence[Question], sources: Mapping[str, Source]) -> Mapping[Question, Reading]:
    """Every question's answer; each source is asked once, and the same thing once.

    A window that has only just begun has no bucket to ask for yet, and so no events. One of which nothing counts is not
    asked for either: that is no promise kept, but one that nobody looked at.
    """
    answers: dict[Question, Reading] = {one: _nothing(one) for one in questions if not one.request.grid.count}
    answers |= {one: _all_excluded(one) for one in questions if one.all_excluded}
    for name, source in sources.items():
        to_it = [one for one in questions if one.source == name and one not in answers]
        readings = source.measure(_requests(to_it)) if to_it else {}
        answers.update({one: readings[one.request] for one in to_it})
    return answers


def _requests(questions: Sequence[Question]) -> list[Request]:
    """Each request once, with all who ask it."""
    promises: dict[Request, list[Promise]] = {}
    for one in questions:
        promises.setdefault(one.request, []).append(one.promise)
    return [replace(request, promises=tuple(askers)) for request, askers in promises.items()]


def _nothing(question: Question) -> Reading:
    stretches = tuple(Bucket(*piece, ZERO, ZERO) for piece in question.request.stretches)
    return (Measurement((), stretches),)


def _all_excluded(question: Question) -> NoData:
    reasons = ", ".join(map(str, question.exclusions))
    return NoData(Reason.ALL_EXCLUDED, f"all of the window that has passed is excluded, so nothing counts: {reasons}")
