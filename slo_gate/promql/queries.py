"""The queries of SLOs that are PromQL."""

from collections.abc import Iterable
from typing import NamedTuple

from slo_gate.core.slo import Query, Ratio, Slo, distinct_queries, once
from slo_gate.promql.analysis import Analysis, analysed
from slo_gate.promql.facts import Facts
from slo_gate.promql.faults import Fault

VICTORIA = frozenset({"victoriametrics", "victoria-metrics", "metricsql"})
TYPES = VICTORIA | {
    "prometheus",
    "promql",
    "thanos",
    "cortex",
    "mimir",
    "grafana-mimir",
    "amp",
    "google-managed-prometheus",
}
"""What files call sources that are asked in PromQL. MetricsQL is PromQL and more."""
JUDGED = TYPES - VICTORIA
"""Whose queries must be PromQL."""
_SIGNS = frozenset("{[")
_UNKNOWN = Analysis()


class Sound(NamedTuple):
    """A sound PromQL query of an SLO, with what it says."""

    query: Query
    facts: Facts


class Divided(NamedTuple):
    """A ratio of an SLO, with what its queries say where they are sound PromQL, with places in the file."""

    ratio: Ratio
    part: Facts | None
    total: Facts | None


class Asked(NamedTuple):
    """What an SLO asks in PromQL: each query and each ratio once, though objectives may share it."""

    faults: tuple[tuple[Query, Fault], ...]
    """What is wrong with queries that must be PromQL. Where one is MetricsQL, the others may be so too."""
    sound: tuple[Sound, ...]
    ratios: tuple[Divided, ...]


@once
def asked(slo: Slo) -> Asked:
    faults: list[tuple[Query, Fault]] = []
    sound: list[Sound] = []
    for query in distinct_queries(slo):
        fault, facts = _said(query.original, query.source_type)
        if facts:
            sound.append(Sound(query, facts))
        elif fault and query.source_type in JUDGED:
            faults.append((query, fault))
    foreign = [(query, fault) for query, fault in faults if fault.of_metricsql]
    return Asked(tuple(foreign or faults), tuple(sound), tuple([_divided(ratio) for ratio in _ratios(slo)]))


def _ratios(slo: Slo) -> Iterable[Ratio]:
    every = [one.indicator for one in slo.objectives if isinstance(one.indicator, Ratio)]
    return every if len(every) < 2 else {(ratio.part.location, ratio.total.location): ratio for ratio in every}.values()


def _divided(ratio: Ratio) -> Divided:
    return Divided(ratio, facts_of(ratio.part), facts_of(ratio.total))


def facts_of(query: Query) -> Facts | None:
    """What a sound query says; None where it is none, or is not known to be PromQL.

    Where no type is stated, it is PromQL if it parses as such and has a selector or range in it.
    """
    return _said(query.original, query.source_type).facts


def facts_asked(query: Query) -> Facts | None:
    """The same of what a source is asked, which a format may make of several texts. Its places are not in the file."""
    return _said(query.text, query.source_type).facts


def _said(text: str, source_type: str) -> Analysis:
    may_be = source_type in TYPES if source_type else not _SIGNS.isdisjoint(text)
    return analysed(text) if text and may_be else _UNKNOWN
