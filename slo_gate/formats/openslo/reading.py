"""Sound OpenSLO objects read into the model."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.declared import Declared
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Finding, Location
from slo_gate.core.kind import ANNOTATION, kind_of
from slo_gate.core.node import Scalar
from slo_gate.core.numerics import ONE
from slo_gate.core.ports import Surroundings
from slo_gate.core.slo import (
    BudgetingMethod,
    Indicator,
    Kind,
    Objective,
    Slo,
    Threshold,
    queries_of,
)
from slo_gate.core.window import Calendar, TimeWindow
from slo_gate.core.zone import calendar
from slo_gate.formats.openslo.burn_rates import alerts_of
from slo_gate.formats.openslo.checks import slice_length
from slo_gate.formats.openslo.grammar import Grammar
from slo_gate.formats.openslo.measuring import IncompleteError, Reader
from slo_gate.formats.openslo.objects import Objects


def read_slo(slo: Declared, objects: Objects, surroundings: Surroundings, grammar: Grammar) -> Slo | None:
    """The SLO, or None where it refers to what is not there or not sound. Raises IncompleteError."""
    spec = slo.spec
    objectives: list[Objective] = []
    findings: list[Finding] = []
    for index, item in enumerate(spec.mappings("objectives")):
        found = _indicator_of(slo, item, objects, grammar)
        if found is None:
            return None
        try:
            indicator = Reader(found[0], objects, grammar).indicator(found[1], slo, item)
        except IncompleteError as error:
            findings += error.findings
        else:
            objectives.append(_objective(slo, index, item, indicator))
    if findings:
        raise IncompleteError(*findings)
    window, stated_at = _window(slo, surroundings)
    return Slo(
        name=slo.name,
        service=spec.text("service"),
        kind=kind_of_promise(slo, objectives),
        window=window,
        method=BudgetingMethod(spec.text("budgetingMethod")),
        objectives=tuple(objectives),
        location=slo.location("metadata", "name"),
        display_name=slo.root.text("metadata", "displayName"),
        labels=_labels(slo.root),
        composite=spec.entries.keys().isdisjoint(grammar.indicators),
        description=spec.text("description"),
        annotations=_annotations(slo.root),
        alerts=tuple(alerts_of(slo, objects)),
        window_location=stated_at,
        format=grammar.version,
    )


def _labels(root: node.Mapping) -> Mapping[str, tuple[str, ...]]:
    labels = root.get("metadata", "labels")
    if not isinstance(labels, node.Mapping):
        return {}
    return {key: _texts(entry.value) for key, entry in labels.entries.items()}


def _texts(value: node.Node) -> tuple[str, ...]:
    if isinstance(value, Scalar):
        return (value.text,)
    return (
        tuple([item.text for item in value.items if isinstance(item, Scalar)])
        if isinstance(value, node.Sequence)
        else ()
    )


def _annotations(root: node.Mapping) -> Mapping[str, str]:
    found = root.get("metadata", "annotations")
    entries = found.entries.items() if isinstance(found, node.Mapping) else ()
    return {key: entry.value.text for key, entry in entries if isinstance(entry.value, Scalar)}


def _window(slo: Declared, surroundings: Surroundings) -> tuple[TimeWindow, Location | None]:
    """The window, and where its duration stands; the default's where the file states none."""
    window = next(slo.spec.mappings("timeWindow"), None)
    if window is None:
        return TimeWindow(surroundings.default_window), None
    duration = window.get("duration")
    assert isinstance(duration, Scalar)
    return TimeWindow(Duration.parse(duration.text), calendar_of(window)), Location(slo.file, duration.span)


def calendar_of(window: node.Mapping) -> Calendar | None:
    """Where the periods of a window begin; None where it is rolling."""
    if window.value("isRolling") is True:
        return None
    return calendar(window.text("calendar", "startTime"), window.text("calendar", "timeZone"))


def _indicator_of(
    slo: Declared, objective: node.Mapping, objects: Objects, grammar: Grammar
) -> tuple[str, node.Mapping] | None:
    """The file and the spec of the SLI that an objective uses."""
    for holder in (objective, slo.spec):
        inline = holder.get(grammar.indicator, "spec")
        if isinstance(inline, node.Mapping):
            return slo.file, inline
        if name := holder.text(grammar.indicator_ref):
            sli = objects.find("SLI", name)
            return (sli.file, sli.spec) if sli and sli.sound else None
    return None


def _objective(slo: Declared, index: int, item: node.Mapping, indicator: Indicator) -> Objective:
    key = "target" if "target" in item.entries else "targetPercent"
    target = item.get(key)
    slice_window = item.get("timeSliceWindow")
    assert isinstance(target, Scalar)
    assert isinstance(target.value, int | Decimal)
    weight = _number(item, "compositeWeight")
    return Objective(
        name=item.text("displayName") or f"objective {index + 1}",
        target=Decimal(target.value) if key == "target" else Decimal(target.value) / 100,
        indicator=indicator,
        location=Location(slo.file, target.span),
        slice_target=_number(item, "timeSliceTarget"),
        slice_length=slice_length(slice_window) if isinstance(slice_window, Scalar) else None,
        slice_location=Location(slo.file, slice_window.span) if slice_window else None,
        weight=ONE if weight is None else weight,
    )


def _number(item: node.Mapping, key: str) -> Decimal | None:
    number = item.value(key)
    return None if number is None else Decimal(number)


def kind_of_promise(slo: Declared, objectives: Sequence[Objective]) -> Kind:
    """A value that is compared says how something performs, where nothing says otherwise."""
    stated = slo.root.text("metadata", "annotations", ANNOTATION)
    if stated:
        return Kind(stated)
    names = f"{slo.name} {slo.root.text('metadata', 'displayName')}"
    texts = dict.fromkeys(query.text for objective in objectives for query in queries_of(objective.indicator))
    queries = " ".join(texts)
    measured = any(isinstance(objective.indicator, Threshold) for objective in objectives)
    return kind_of("", names, queries, Kind.PERFORMANCE if measured else Kind.OTHER)
