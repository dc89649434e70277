"""Sound SLOs of OpenSLO v1alpha read into the model."""

from datetime import timedelta
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.declared import Declared
from slo_gate.core.finding import Location
from slo_gate.core.node import Scalar
from slo_gate.core.slo import BudgetingMethod, Indicator, Objective, Op, Query, Ratio, Slo, Threshold
from slo_gate.core.window import TimeWindow
from slo_gate.formats.openslo.reading import calendar_of, kind_of_promise
from slo_gate.formats.openslo.v1alpha.windows import duration_of
from slo_gate.formats.openslo.versions import V1ALPHA

SLICE = timedelta(minutes=1)
"""How long a time slice is: v1alpha does not let one say so, and the tools that it describes count minutes."""


def read_slo(slo: Declared) -> Slo:
    window = next(slo.spec.mappings("timeWindows"))
    method = BudgetingMethod(slo.spec.text("budgetingMethod"))
    items = enumerate(slo.spec.mappings("objectives"), start=1)
    objectives = tuple(_objective(slo, number, item, method) for number, item in items)
    return Slo(
        name=slo.name,
        service=slo.spec.text("service"),
        kind=kind_of_promise(slo, objectives),
        window=TimeWindow(duration_of(window), calendar_of(window)),
        method=method,
        objectives=objectives,
        location=slo.location("metadata", "name"),
        display_name=slo.root.text("metadata", "displayName"),
        description=slo.spec.text("description"),
        window_location=_location(slo, window, "count"),
        format=V1ALPHA,
    )


def _objective(slo: Declared, number: int, item: node.Mapping, method: BudgetingMethod) -> Objective:
    slice_target = item.value("timeSliceTarget")
    return Objective(
        name=item.text("displayName") or f"objective {number}",
        target=_number(item, "target"),
        indicator=_indicator(slo, item),
        location=_location(slo, item, "target"),
        slice_target=Decimal(slice_target) if isinstance(slice_target, int | Decimal) else None,
        slice_length=SLICE if method is BudgetingMethod.TIMESLICES else None,
    )


def _indicator(slo: Declared, objective: node.Mapping) -> Indicator:
    ratio = objective.get("ratioMetrics")
    if isinstance(ratio, node.Mapping):
        return Ratio(
            total=_query(slo, ratio.get("total")),
            good=_query(slo, ratio.get("good")),
            counter=ratio.value("incremental") is True,
        )
    query = _query(slo, slo.spec.get("indicator", "thresholdMetric"))
    return Threshold(query, Op(objective.text("op")), _number(objective, "value"))


def _query(slo: Declared, metric: node.Node | None) -> Query:
    """`source` is the name of a source or, where none has that name, its type."""
    assert isinstance(metric, node.Mapping)
    query = metric.get("query")
    assert isinstance(query, Scalar)
    source = metric.text("source")
    return Query(source, query.text, Location(slo.file, query.span), source.lower(), indent=query.indent)


def _number(mapping: node.Mapping, key: str) -> Decimal:
    number = mapping.value(key)
    assert isinstance(number, int | Decimal)
    return Decimal(number)


def _location(slo: Declared, mapping: node.Mapping, key: str) -> Location:
    found = mapping.get(key)
    assert found
    return Location(slo.file, found.span)
