"""Which source measures an objective."""

from collections.abc import Callable, Iterable, Mapping

from slo_gate.core.errors import MissingCredentialsError
from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.plan import Promised
from slo_gate.core.ports import Source, SourceType
from slo_gate.core.slo import Query, Slo, queries_of
from slo_gate.core.sql_queries import TYPES as SQL

SOURCE = "slo-gate/source"
"""The key of an annotation, or of a label, that names the source which measures an SLO."""


class Sources:
    """The configured sources; only those that are asked are opened."""

    def __init__(
        self,
        types: Mapping[str, str],
        connect: Callable[[str], Source | NoData],
        default: str = "",
        known: Mapping[str, SourceType] = {},
    ) -> None:
        """`types` maps a source's name to its type; `connect` opens the source of a name, or says why it is closed.

        `default` is the name of the one that answers where several could. `known` tells of types what a type's name does not.
        """
        self._types = types
        self._connect = connect
        self._default = default
        self._known = known
        self._answers = {name: known[kind].ANSWERS if kind in known else kind for name, kind in types.items()}

    def type_of(self, name: str) -> str:
        return self._types[name]

    def finds_by_name(self, name: str) -> bool:
        kind = self._known.get(self._types[name])
        return kind is not None and kind.BY_NAME

    def name_for(self, promise: Promised) -> str | NoData:
        """Which source measures an objective: the one that the SLO names, else the one that its queries name, else the one
        of their type, else the only one.
        """
        if stated := stated_source(promise.slo):
            unknown = f"`{SOURCE}` names `{stated}`, and no source of that name is configured"
            return stated if stated in self._types else NoData(Reason.UNKNOWN_SOURCE, unknown)
        queries = queries_of(promise.objective.indicator)
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
        fitting = [name for name, kind in self._answers.items() if wanted in ("", kind)]
        fitting = fitting or [name for name, kind in self._answers.items() if not kind]
        if len(fitting) == 1:
            return fitting[0]
        return self._default if self._default in fitting else None

    def names_matter(self, promise: Promised) -> bool:
        """Whether the source that measures an objective finds its numbers by the names of SLOs, whatever the query says."""
        name = self.name_for(promise)
        return not isinstance(name, NoData) and (self.finds_by_name(name) or not self._answers[name])

    def found_for(self, promise: Promised) -> str:
        """The name of the source that measures an objective; where none does, what the files say of it."""
        name = self.name_for(promise)
        return said_source(promise) if isinstance(name, NoData) else name

    def open_for(self, promises: Iterable[Promised]) -> tuple[dict[str, Source], dict[str, NoData]]:
        """The sources that measure some objectives, and why others cannot be asked. Raises ConfigError for wrong settings."""
        opened: dict[str, Source] = {}
        closed: dict[str, NoData] = {}
        for name in dict.fromkeys(self.name_for(promise) for promise in promises):
            if isinstance(name, NoData):
                continue
            try:
                source = self._connect(name)
            except MissingCredentialsError as error:
                source = NoData(Reason.MISSING_CREDENTIALS, error.message)
            if isinstance(source, NoData):
                closed[name] = source
            else:
                opened[name] = source
        return opened, closed


def stated_source(slo: Slo) -> str:
    """The source that an SLO itself names; empty where it names none."""
    return slo.annotations.get(SOURCE) or next(iter(slo.labels.get(SOURCE, ())), "")


def said_source(promise: Promised) -> str:
    """What the SLO, or else its queries, say of their source: a name, or a type."""
    queries = queries_of(promise.objective.indicator)
    return stated_source(promise.slo) or ", ".join(dict.fromkeys(one.source or one.source_type for one in queries))


def _unknown(query: Query, types: Mapping[str, str]) -> str:
    wanted = f"`{query.source}`" if query.source else f"of type `{query.source_type}`"
    if query.source and query.source_type:
        wanted += f" (type `{query.source_type}`)"
    known = ", ".join(f"{name} ({kind})" for name, kind in types.items()) or "none"
    return f"no source {wanted} is configured, and no single one fits; configured: {known}"
