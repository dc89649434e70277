"""Asks sources for what objectives need: which source, which buckets, at which instant."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from slo_gate.core.duration import spell
from slo_gate.core.errors import MissingCredentialsError
from slo_gate.core.grid import grid
from slo_gate.core.measurement import Measurement, NoData, Promise, Reading, Reason, Request, Stretch
from slo_gate.core.ports import Source
from slo_gate.core.slo import BudgetingMethod, Objective, Query, Slo, queries_of
from slo_gate.core.window import Bounds

SETTLE = timedelta(minutes=1)
"""How long samples may take to arrive: the instant judged lies so far before the sources' clocks."""

MAX_SKEW = timedelta(minutes=5)
SOURCE = "slo-gate/source"
"""The key of an annotation, or of a label, that names the source which measures an SLO."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one objective needs to know, and the name of the source that is asked."""

    bounds: Bounds
    source: str
    request: Request


class Sources:
    """The configured sources; only those that are asked are opened."""

    def __init__(self, types: Mapping[str, str], connect: Callable[[str], Source], default: str = "") -> None:
        """`types` maps a source's name to the type of the queries that it answers; `connect` opens the source of a name.

        `default` is the name of the one that answers where several could.
        """
        self._types = types
        self._connect = connect
        self._default = default

    def name_for(self, slo: Slo, queries: Sequence[Query]) -> str | NoData:
        """Which source measures an indicator: the one that the SLO names, else the one that its queries name, else the
        one of their type, else the only one.
        """
        stated = slo.annotations.get(SOURCE) or next(iter(slo.labels.get(SOURCE, ())), "")
        if stated:
            unknown = f"`{SOURCE}` names `{stated}`, and no source of that name is configured"
            return stated if stated in self._types else NoData(Reason.UNKNOWN_SOURCE, unknown)
        names = {name: None for query in queries for name in [self._named(query)]}
        if len(names) > 1:
            detail = "its queries name more than one source; an objective is measured by one"
            return NoData(Reason.UNKNOWN_SOURCE, detail)
        name = next(iter(names))
        return name if name is not None else NoData(Reason.UNKNOWN_SOURCE, _unknown(queries[0], self._types))

    def _named(self, query: Query) -> str | None:
        if query.source in self._types:
            return query.source
        fitting = [name for name, kind in self._types.items() if query.source_type in ("", kind)]
        if len(fitting) == 1:
            return fitting[0]
        return self._default if self._default in fitting else None

    def open_all(self, names: Iterable[str]) -> tuple[dict[str, Source], dict[str, NoData]]:
        """The sources of some names, and why others cannot be asked. Raises ConfigError for wrong settings."""
        opened: dict[str, Source] = {}
        closed: dict[str, NoData] = {}
        for name in dict.fromkeys(names):
            try:
                opened[name] = self._connect(name)
            except MissingCredentialsError as error:
                closed[name] = NoData(Reason.MISSING_CREDENTIALS, error.message)
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
    slo: Slo, objective: Objective, source: str, at: datetime, lookbacks: Sequence[timedelta], *, by_name: bool = False
) -> Question | NoData:
    """The question about one objective, or why it cannot be asked. `by_name` tells that the source must know whose it is."""
    if not by_name and not all(query.text.strip() for query in queries_of(objective.indicator)):
        return NoData(Reason.QUERY_NOT_UNDERSTOOD, "the file has no query for it: there is nothing to ask")
    try:
        bounds = slo.window.at(at)
    except ValueError as error:
        return NoData(Reason.QUERY_REJECTED, str(error))
    stretches = tuple(Stretch(at - lookback, at) for lookback in lookbacks)
    slices = None if slo.method is BudgetingMethod.OCCURRENCES else objective.slice_length
    promise = _promise(slo, objective) if by_name else None
    return Question(bounds, source, Request(objective.indicator, grid(bounds, slices), at, stretches, promise))


def _promise(slo: Slo, objective: Objective) -> Promise:
    return Promise(
        service=slo.service,
        slo=slo.name,
        display_name=slo.display_name,
        number=slo.objectives.index(objective),
        target=objective.target,
        window=slo.window,
        method=slo.method,
        format=slo.format,
    )


def measure(questions: Sequence[Question], sources: Mapping[str, Source]) -> Mapping[Question, Reading]:
    """Every question's answer; each source is asked once, and the same thing once.

    A window that has only just begun has no bucket to ask for yet, and so no events.
    """
    answers: dict[Question, Reading] = {one: (Measurement(()),) for one in questions if not one.request.grid.count}
    for name, source in sources.items():
        to_it = [one for one in questions if one.source == name and one not in answers]
        readings = source.measure(list(dict.fromkeys(one.request for one in to_it))) if to_it else {}
        answers.update({one: readings[one.request] for one in to_it})
    return answers
