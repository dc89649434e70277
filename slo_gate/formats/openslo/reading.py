"""Sound OpenSLO objects read into the model."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.declared import Declared
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.kind import ANNOTATION, kind_of
from slo_gate.core.node import Scalar
from slo_gate.core.ports import Surroundings
from slo_gate.core.shape import MISSING_KEY
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
from slo_gate.formats.openslo.checks import duration_of, slice_length
from slo_gate.formats.openslo.objects import Objects
from slo_gate.formats.openslo.shapes import VERSION

_QUERY_KEYS = ("query", "promql")
"""Keys of a metricSource's free `spec` that hold the query: the specification's examples', and Nobl9's."""


class IncompleteError(Exception):
    """Objectives that cannot be read; the findings say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(", ".join(finding.message for finding in findings))
        self.findings = findings


def read_slo(slo: Declared, objects: Objects, surroundings: Surroundings) -> Slo | None:
    """The SLO, or None where it refers to what is not there or not sound. Raises IncompleteError."""
    spec = slo.spec
    objectives: list[Objective] = []
    findings: list[Finding] = []
    for index, item in enumerate(spec.mappings("objectives")):
        found = _indicator_of(slo, item, objects)
        if found is None:
            return None
        try:
            indicator = _Reader(found[0], objects).indicator(found[1], slo, item)
        except IncompleteError as error:
            findings += error.findings
        else:
            objectives.append(_objective(slo, index, item, indicator))
    if findings:
        raise IncompleteError(*findings)
    return Slo(
        name=slo.name,
        service=spec.text("service"),
        kind=_kind(slo, objectives),
        window=_window(slo, surroundings),
        method=BudgetingMethod(spec.text("budgetingMethod")),
        objectives=tuple(objectives),
        location=slo.location("metadata", "name"),
        display_name=slo.root.text("metadata", "displayName"),
        labels=_labels(slo.root),
        composite=not (spec.get("indicator") or spec.get("indicatorRef")),
        description=spec.text("description"),
        annotations=_annotations(slo.root),
        alerts=tuple(_alerts(slo, objects)),
        window_location=_window_location(slo),
        format=VERSION,
    )


def _labels(root: node.Mapping) -> Mapping[str, tuple[str, ...]]:
    labels = root.get("metadata", "labels")
    if not isinstance(labels, node.Mapping):
        return {}
    return {key: _texts(entry.value) for key, entry in labels.entries.items()}


def _texts(value: node.Node) -> tuple[str, ...]:
    items = value.items if isinstance(value, node.Sequence) else [value]
    return tuple(item.text for item in items if isinstance(item, Scalar))


def _annotations(root: node.Mapping) -> Mapping[str, str]:
    found = root.get("metadata", "annotations")
    entries = found.entries.items() if isinstance(found, node.Mapping) else ()
    return {key: entry.value.text for key, entry in entries if isinstance(entry.value, Scalar)}


def _window_location(slo: Declared) -> Location | None:
    window = next(slo.spec.mappings("timeWindow"), None)
    duration = window.get("duration") if window else None
    return Location(slo.file, duration.span) if duration else None


def _window(slo: Declared, surroundings: Surroundings) -> TimeWindow:
    duration = duration_of(slo, surroundings)
    window = next(slo.spec.mappings("timeWindow"), None)
    if window is None or window.value("isRolling") is True:
        return TimeWindow(duration)
    return TimeWindow(duration, calendar(window.text("calendar", "startTime"), window.text("calendar", "timeZone")))


def _indicator_of(slo: Declared, objective: node.Mapping, objects: Objects) -> tuple[str, node.Mapping] | None:
    """The file and the spec of the SLI that an objective uses."""
    for holder in (objective, slo.spec):
        inline = holder.get("indicator", "spec")
        if isinstance(inline, node.Mapping):
            return slo.file, inline
        if name := holder.text("indicatorRef"):
            sli = objects.find("SLI", name)
            return (sli.file, sli.spec) if sli and sli.sound else None
    return None


def _objective(slo: Declared, index: int, item: node.Mapping, indicator: Indicator) -> Objective:
    key = "target" if "target" in item.entries else "targetPercent"
    target = item.get(key)
    slice_window = item.get("timeSliceWindow")
    slice_target = item.value("timeSliceTarget")
    assert isinstance(target, Scalar)
    assert isinstance(target.value, int | Decimal)
    return Objective(
        name=item.text("displayName") or f"objective {index + 1}",
        target=Decimal(target.value) / (1 if key == "target" else 100),
        indicator=indicator,
        location=Location(slo.file, target.span),
        slice_target=Decimal(slice_target) if isinstance(slice_target, int | Decimal) else None,
        slice_length=slice_length(slice_window) if isinstance(slice_window, Scalar) else None,
        slice_location=Location(slo.file, slice_window.span) if slice_window else None,
    )


def _alerts(slo: Declared, objects: Objects) -> Iterator[Alert]:
    """The burn-rate conditions of the SLO's policies, given in place or referred to; those that are not there are not."""
    for item in slo.spec.mappings("alertPolicies"):
        for file, policy in _found(slo.file, item, "alertPolicyRef", "AlertPolicy", objects):
            for condition in policy.mappings("spec", "conditions"):
                for where, found in _found(file, condition, "conditionRef", "AlertCondition", objects):
                    yield from _alert(where, found)


def _found(file: str, item: node.Mapping, ref: str, kind: str, objects: Objects) -> Iterator[tuple[str, node.Mapping]]:
    if ref not in item.entries:
        yield file, item
    elif (declared := objects.find(kind, item.text(ref))) and declared.sound:
        yield declared.file, declared.root


def _alert(file: str, condition: node.Mapping) -> Iterator[Alert]:
    rate = condition.get("spec", "condition")
    threshold = rate.get("threshold") if isinstance(rate, node.Mapping) else None
    if isinstance(rate, node.Mapping) and isinstance(threshold, Scalar) and isinstance(threshold.value, int | Decimal):
        yield Alert(
            name=condition.text("metadata", "name"),
            threshold=Decimal(threshold.value),
            op=Op(rate.text("op")),
            lookback=Duration.parse(rate.text("lookbackWindow")).nominal,
            location=Location(file, threshold.span),
        )


class _Reader:
    """Reads the indicators of one file."""

    def __init__(self, file: str, objects: Objects) -> None:
        self._file = file
        self._objects = objects

    def indicator(self, sli: node.Mapping, slo: Declared, objective: node.Mapping) -> Indicator:
        threshold = sli.get("thresholdMetric")
        if isinstance(threshold, node.Mapping):
            return Threshold(self._query(threshold), *_limit(slo, objective))
        raw = sli.get("ratioMetric", "raw")
        if isinstance(raw, node.Mapping):
            return RawRatio(self._query(raw), success=sli.text("ratioMetric", "rawType") == "success")
        good, bad, total = (sli.get("ratioMetric", key) for key in ("good", "bad", "total"))
        assert isinstance(total, node.Mapping)
        return Ratio(
            total=self._query(total),
            good=self._query(good) if isinstance(good, node.Mapping) else None,
            bad=self._query(bad) if isinstance(bad, node.Mapping) else None,
            counter=sli.value("ratioMetric", "counter") is True,
        )

    def _query(self, metric: node.Mapping) -> Query:
        source = metric.get("metricSource")
        assert isinstance(source, node.Mapping)
        reference = source.text("metricSourceRef")
        declared = self._objects.find("DataSource", reference)
        query = next((found for key in _QUERY_KEYS if isinstance(found := source.get("spec", key), Scalar)), None)
        return Query(
            source=reference,
            text=query.text if query else "",
            location=Location(self._file, query.span if query else source.span),
            source_type=(declared.spec.text("type") if declared else source.text("type")).lower(),
            indent=query.indent if query else -1,
        )


def _limit(slo: Declared, objective: node.Mapping) -> tuple[Op, Decimal]:
    op, value = objective.text("op"), objective.value("value")
    if not op or not isinstance(value, int | Decimal):
        missing = " and ".join(f"`{key}`" for key in ("op", "value") if key not in objective.entries)
        message = f"the objective has no {missing}, and its indicator is a thresholdMetric"
        hint = "say which values are good, such as `op: lte` and `value: 0.3`"
        location = Location(slo.file, objective.span)
        raise IncompleteError(Finding(MISSING_KEY, Severity.ERROR, location, message, hint))
    return Op(op), Decimal(value)


def _kind(slo: Declared, objectives: list[Objective]) -> Kind:
    """A value that is compared says how something performs, where nothing says otherwise."""
    stated = slo.root.text("metadata", "annotations", ANNOTATION)
    names = f"{slo.name} {slo.root.text('metadata', 'displayName')}"
    queries = " ".join(query.text for objective in objectives for query in queries_of(objective.indicator))
    measured = any(isinstance(objective.indicator, Threshold) for objective in objectives)
    return kind_of(stated, names, queries, Kind.PERFORMANCE if measured else Kind.OTHER)
