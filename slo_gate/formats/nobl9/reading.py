"""Sound SLOs of Nobl9 read into the model."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.declared import Declared
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.kind import ANNOTATION, kind_of
from slo_gate.core.node import Scalar
from slo_gate.core.slo import (
    Alert,
    BudgetingMethod,
    Indicator,
    Kind,
    Objective,
    Op,
    Query,
    Ratio,
    RawRatio,
    Slo,
    Threshold,
    queries_of,
)
from slo_gate.core.window import TimeWindow
from slo_gate.core.zone import calendar
from slo_gate.formats.nobl9.alerts import BURN_RATE
from slo_gate.formats.nobl9.objects import Objects, project_of
from slo_gate.formats.nobl9.pieces import VERSION
from slo_gate.formats.nobl9.values import go_duration
from slo_gate.formats.nobl9.vendors import PROMETHEUS, vendor_of

SLICE = timedelta(minutes=1)
"""The length of every time slice. Source: Nobl9's documentation, "Time slices"."""

_UNITS = {"Minute": "m", "Hour": "h", "Day": "d", "Week": "w", "Month": "M", "Quarter": "Q", "Year": "Y"}


def read_slo(slo: Declared, objects: Objects) -> Slo:
    spec = slo.spec
    objectives = tuple(_objective(slo, index, item) for index, item in enumerate(spec.mappings("objectives")))
    return Slo(
        name=slo.name,
        service=spec.text("service"),
        kind=_kind(slo, objectives),
        window=_window(slo),
        method=BudgetingMethod(spec.text("budgetingMethod")),
        objectives=objectives,
        location=slo.location("metadata", "name"),
        display_name=slo.root.text("metadata", "displayName"),
        labels=_labels(slo.root),
        description=description if isinstance(description := spec.value("description"), str) else "",
        annotations=_annotations(slo.root),
        alerts=tuple(_alerts(slo, objects)),
        window_location=_window_location(slo),
        format=VERSION,
    )


def _labels(root: node.Mapping) -> Mapping[str, tuple[str, ...]]:
    labels = root.get("metadata", "labels")
    entries = labels.entries if isinstance(labels, node.Mapping) else {}
    return {
        key: tuple(item.text for item in entry.value.items if isinstance(item, Scalar))
        for key, entry in entries.items()
        if isinstance(entry.value, node.Sequence)
    }


def _annotations(root: node.Mapping) -> Mapping[str, str]:
    found = root.get("metadata", "annotations")
    entries = found.entries if isinstance(found, node.Mapping) else {}
    return {key: entry.value.text for key, entry in entries.items() if isinstance(entry.value, Scalar)}


def _only_window(slo: Declared) -> node.Mapping:
    (window,) = slo.spec.mappings("timeWindows")
    return window


def _window_location(slo: Declared) -> Location:
    count = _only_window(slo).get("count")
    assert count
    return Location(slo.file, count.span)


def _window(slo: Declared) -> TimeWindow:
    window = _only_window(slo)
    duration = Duration(int(_decimal(window, "count")), _UNITS[window.text("unit")])
    if window.value("isRolling") is True:
        return TimeWindow(duration)
    return TimeWindow(duration, calendar(window.text("calendar", "startTime"), window.text("calendar", "timeZone")))


def _decimal(mapping: node.Mapping, key: str) -> Decimal:
    value = mapping.value(key)
    assert isinstance(value, int | Decimal)
    return Decimal(value)


def _objective(slo: Declared, index: int, item: node.Mapping) -> Objective:
    target = item.get("target")
    assert target
    in_slices = slo.spec.text("budgetingMethod") == BudgetingMethod.TIMESLICES
    return Objective(
        name=str(item.value("name") or "") or item.text("displayName") or f"objective {index + 1}",
        target=_decimal(item, "target"),
        indicator=_indicator(slo, item),
        location=Location(slo.file, target.span),
        slice_target=_decimal(item, "timeSliceTarget") if in_slices else None,
        slice_length=SLICE if in_slices else None,
    )


def _indicator(slo: Declared, item: node.Mapping) -> Indicator:
    composite = item.entries.get("composite")
    if composite:
        return RawRatio(Query("", "", Location(slo.file, composite.key.span)), success=True)
    raw = item.get("rawMetric", "query") or slo.spec.get("indicator", "rawMetric")
    if isinstance(raw, node.Mapping):
        return Threshold(_query(slo, raw), Op(item.text("op")), _decimal(item, "value"))
    counts = item.get("countMetrics")
    assert isinstance(counts, node.Mapping)
    return _ratio(slo, counts)


def _ratio(slo: Declared, counts: node.Mapping) -> Ratio:
    """One query for good and total events has no text: no source can be asked for both at once."""
    parts = {key: _query(slo, metric) for key in counts.entries if isinstance(metric := counts.get(key), node.Mapping)}
    at_once = parts.get("goodTotal")
    return Ratio(
        total=at_once._replace(text="") if at_once else parts["total"],
        good=at_once._replace(text="") if at_once else parts.get("good"),
        bad=parts.get("bad"),
        counter=counts.value("incremental") is True,
    )


def _query(slo: Declared, metric: node.Mapping) -> Query:
    """The text of a query of Prometheus; that of other systems is not read."""
    vendor = vendor_of(metric)
    assert vendor
    promql = metric.get(PROMETHEUS, "promql")
    asked = promql if isinstance(promql, Scalar) else None
    return Query(
        source=slo.spec.text("indicator", "metricSource", "name"),
        text=asked.text if asked else "",
        location=Location(slo.file, asked.span if asked else vendor.span),
        source_type=vendor.text.lower(),
        indent=asked.indent if asked else -1,
    )


def _kind(slo: Declared, objectives: tuple[Objective, ...]) -> Kind:
    """A value that is compared says how something performs, where nothing says otherwise."""
    stated = slo.root.text("metadata", "annotations", ANNOTATION)
    names = " ".join((slo.name, slo.root.text("metadata", "displayName"), *(each.name for each in objectives)))
    queries = " ".join(dict.fromkeys(query.text for each in objectives for query in queries_of(each.indicator)))
    measured = any(isinstance(each.indicator, Threshold) for each in objectives)
    return kind_of(stated, names, queries, Kind.PERFORMANCE if measured else Kind.OTHER)


def _alerts(slo: Declared, objects: Objects) -> Iterator[Alert]:
    """The burn rates, over a window, at which the SLO's policies alert; those that are not there are not."""
    for name in slo.spec.items("alertPolicies"):
        policy = objects.find("AlertPolicy", project_of(slo), name.text) if isinstance(name, Scalar) else None
        if policy and policy.sound:
            for condition in policy.spec.mappings("conditions"):
                yield from _alert(policy, condition)


def _alert(policy: Declared, condition: node.Mapping) -> Iterator[Alert]:
    threshold = condition.get("value")
    window = condition.text("alertingWindow")
    if condition.text("measurement") == BURN_RATE and window and threshold:
        yield Alert(
            name=policy.name,
            threshold=_decimal(condition, "value"),
            op=Op.GTE,
            lookback=go_duration(window),
            location=Location(policy.file, threshold.span),
        )
