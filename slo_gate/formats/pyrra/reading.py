"""Sound objects of Pyrra read into the model.

Source: Pyrra, `slo/promql.go`, `QueryErrorBudget`: ratios and latencies have one budget over all series, whatever their
grouping; gauges have one for each group.
"""

from collections.abc import Mapping, Sequence

from slo_gate.core import node
from slo_gate.core.finding import Location
from slo_gate.core.kind import ANNOTATION, kind_of
from slo_gate.core.node import Scalar
from slo_gate.core.prometheus_duration import as_window, parse
from slo_gate.core.slo import BudgetingMethod, Indicator, Kind, Objective, Query, Ratio, RawRatio, Slo, queries_of
from slo_gate.core.target_text import percentage
from slo_gate.core.window import TimeWindow
from slo_gate.formats.pyrra.declared import Declared
from slo_gate.formats.pyrra.recognising import GROUP, VERSION

_SERVICE_LABELS = ("service", "app.kubernetes.io/name", "app")
_USUAL_KIND = {
    "latency": Kind.PERFORMANCE,
    "latencyNative": Kind.PERFORMANCE,
    "bool_gauge": Kind.AVAILABILITY,
}


def read_slo(slo: Declared) -> Slo:
    """The SLO of an object that fits its shape, and whose window is a whole number of minutes."""
    name = slo.root.text("metadata", "name")
    labels = _labels(slo.root)
    indicator = _indicator(slo)
    return Slo(
        name=name,
        service=_service(slo.root, labels) or name,
        kind=_kind(slo, name, indicator),
        window=TimeWindow(as_window(parse(slo.spec.text("window")))),
        method=BudgetingMethod.OCCURRENCES,
        objectives=(_objective(slo, indicator),),
        location=slo.location("metadata", "name"),
        labels=labels,
        description=slo.spec.text("description"),
        annotations=_texts(slo.root, "annotations"),
        window_location=slo.location("spec", "window"),
        format=VERSION,
    )


def _objective(slo: Declared, indicator: Indicator) -> Objective:
    share = percentage(slo.scalar("spec", "target"))
    assert share is not None
    return Objective("objective 1", share / 100, indicator, slo.location("spec", "target"))


def _texts(root: node.Mapping, key: str) -> dict[str, str]:
    found = root.get("metadata", key)
    entries = found.entries.items() if isinstance(found, node.Mapping) else ()
    return {name: entry.value.text for name, entry in entries if isinstance(entry.value, Scalar)}


def _labels(root: node.Mapping) -> Mapping[str, tuple[str, ...]]:
    """The labels; those that Pyrra gives to its series also by the names that they have there."""
    written = _texts(root, "labels")
    prefix = f"{GROUP}/"
    given = {name.removeprefix(prefix): text for name, text in written.items() if name.startswith(prefix)}
    return {name: (text,) for name, text in (written | given).items()}


def _service(root: node.Mapping, labels: Mapping[str, tuple[str, ...]]) -> str:
    """What a label names, else the namespace."""
    named = (labels[key][0] for key in _SERVICE_LABELS if key in labels)
    return next((name for name in named if name), root.text("metadata", "namespace"))


def _kind(slo: Declared, name: str, indicator: Indicator) -> Kind:
    """What the annotation says, else what follows from the indicator; what a ratio is about, its words say."""
    stated = slo.root.text("metadata", "annotations", ANNOTATION)
    usual = next((kind for key, kind in _USUAL_KIND.items() if slo.spec.get("indicator", key)), None)
    if usual:
        return Kind(stated or usual)
    return kind_of(stated, name, " ".join(query.text for query in queries_of(indicator)), Kind.OTHER)


def _indicator(slo: Declared) -> Indicator:
    if slo.spec.get("indicator", "ratio"):
        return Ratio(total=_sum(slo, "ratio", "total"), bad=_sum(slo, "ratio", "errors"))
    if slo.spec.get("indicator", "latency"):
        return Ratio(total=_sum(slo, "latency", "total"), good=_sum(slo, "latency", "success"))
    if slo.spec.get("indicator", "bool_gauge"):
        groups = _listed(slo.spec.items("indicator", "bool_gauge", "grouping"))
        return RawRatio(_query(slo, f"avg by ({groups}) " if groups else "avg", "bool_gauge"), success=True)
    uncounted = _query(slo, "", "latencyNative", "total")
    return Ratio(total=uncounted, good=uncounted)


def _listed(items: Sequence[node.Node]) -> str:
    return ", ".join(item.text for item in items if isinstance(item, Scalar))


def _sum(slo: Declared, *path: str) -> Query:
    return _query(slo, "sum", *path)


def _query(slo: Declared, aggregate: str, *path: str) -> Query:
    """The query over a metric; without text where it is to be aggregated by nothing, for no source could be asked."""
    metric = slo.scalar("spec", "indicator", *path, "metric")
    return Query(
        source="",
        text=f"{aggregate}({metric.text})" if aggregate else "",
        location=Location(slo.file, metric.span),
        source_type="prometheus",
        written=metric.text,
        indent=metric.indent,
    )
