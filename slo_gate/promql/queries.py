"""The queries of SLOs that are PromQL."""

from collections.abc import Iterator

from slo_gate.core.slo import Query, Ratio, Slo, queries_of
from slo_gate.promql.analysis import analysed
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


def faults(slo: Slo) -> Iterator[tuple[Query, Fault]]:
    """What is wrong with the queries of an SLO that must be PromQL. Where one is MetricsQL, the others may be so too."""
    every = [(query, _fault(query)) for query in queries(slo)]
    found = [(query, fault) for query, fault in every if fault]
    foreign = [(query, fault) for query, fault in found if fault.of_metricsql]
    return iter(foreign or found)


def _fault(query: Query) -> Fault | None:
    judged = query.original and query.source_type in TYPES - VICTORIA
    return analysed(query.original).fault if judged else None


def facts_of(query: Query) -> Facts | None:
    """What a sound query says; None where it is none, or is not known to be PromQL.

    Where no type is stated, it is PromQL if it parses as such and has a selector or range in it.
    """
    return _facts(query.original, query.source_type)


def facts_asked(query: Query) -> Facts | None:
    """The same of what a source is asked, which a format may make of several texts. Its places are not in the file."""
    return _facts(query.text, query.source_type)


def _facts(text: str, source_type: str) -> Facts | None:
    if not text or (source_type and source_type not in TYPES):
        return None
    if not source_type and not set("{[") & set(text):
        return None
    return analysed(text).facts


def queries(slo: Slo) -> Iterator[Query]:
    """Each query of an SLO once, though objectives may share it."""
    if len(slo.objectives) == 1:
        return iter(queries_of(slo.objectives[0].indicator))
    every = (query for objective in slo.objectives for query in queries_of(objective.indicator))
    return iter({query.location: query for query in every}.values())


def sound(slo: Slo) -> Iterator[tuple[Query, Facts]]:
    """Each sound PromQL query of an SLO, with what it says."""
    for query in queries(slo):
        facts = facts_of(query)
        if facts:
            yield query, facts


def ratios(slo: Slo) -> Iterator[Ratio]:
    """Each ratio of an SLO once."""
    every = (one.indicator for one in slo.objectives if isinstance(one.indicator, Ratio))
    return iter({(ratio.part.location, ratio.total.location): ratio for ratio in every}.values())
