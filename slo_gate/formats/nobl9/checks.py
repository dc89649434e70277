"""What holds between the parts of a sound object, and between an SLO and what it refers to, beyond their shapes."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from decimal import Decimal
from typing import TypeVar

from slo_gate.core import node
from slo_gate.core.declared import Declared, Lost, nowhere
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Node, Scalar
from slo_gate.formats.nobl9.kinds import IN_PROJECTS
from slo_gate.formats.nobl9.objects import Objects, components, project_of, source_of
from slo_gate.formats.nobl9.vendors import COUNT_AT_ONCE, COUNT_BAD, vendor_of

_Item = TypeVar("_Item")
ALIKE, PRIMARY, VENDORS, COMPONENT = "SLO731", "SLO732", "SLO733", "SLO734"
CAPABLE, OTHER_SYSTEM, NO_PROJECT = "SLO735", "SLO736", "SLO737"
_METRICS = (
    ("rawMetric", "query"),
    *(("countMetrics", key) for key in ("good", "bad", "total", "goodTotal")),
)


def check(one: Declared, objects: Objects) -> Iterator[Finding]:
    """Findings about an object that fits its shape."""
    if one.kind in IN_PROJECTS and not project_of(one):
        message = f"the {one.kind} states no project: where it lands depends on who applies it"
        hint = "write `project: default` in its `metadata`, or the project that is meant"
        yield Finding(NO_PROJECT, Severity.WARNING, one.location("metadata", "name"), message, hint)
    if one.kind == "SLO":
        yield from _alike(one)
        yield from _primary(one)
        yield from _systems(one, objects)
        yield from _capable(one)
        yield from _components(one)


def metrics(slo: Declared) -> Iterator[tuple[str, node.Mapping]]:
    """Every metric of an SLO, with the key it stands under."""
    old = slo.spec.get("indicator", "rawMetric")
    if isinstance(old, node.Mapping):
        yield "rawMetric", old
    for objective in slo.spec.mappings("objectives"):
        for path in _METRICS:
            metric = objective.get(*path)
            if isinstance(metric, node.Mapping):
                yield path[-1], metric


def _error(rule: str, slo: Declared, value: Node, message: str, hint: str) -> Finding:
    return Finding(rule, Severity.ERROR, Location(slo.file, value.span), message, hint)


def _twins(items: Iterable[_Item], key: Callable[[_Item], Hashable]) -> Iterator[_Item]:
    seen: set[Hashable] = set()
    for item in items:
        if key(item) in seen:
            yield item
        seen.add(key(item))


def _alike(slo: Declared) -> Iterator[Finding]:
    """Objectives without a value have one of 0; those without a name are named by Nobl9."""
    objectives = list(slo.spec.mappings("objectives"))
    for objective in _twins(objectives, lambda each: Decimal(each.value("value") or 0)):
        value = objective.get("value")
        message = f"another objective has the `value` {value.text if isinstance(value, Scalar) else '0'} already"
        yield _error(ALIKE, slo, value or objective, message, "give each objective of the SLO a `value` of its own")
    named = [name for each in objectives if isinstance(name := each.get("name"), Scalar) and name.value]
    for name in _twins(named, lambda each: each.text):
        message = f"another objective is named `{name.text[:80]}` already"
        yield _error(ALIKE, slo, name, message, "give each objective of the SLO a `name` of its own")


def _primary(slo: Declared) -> Iterator[Finding]:
    flags = [each.get("primary") for each in slo.spec.mappings("objectives")]
    primary = [flag for flag in flags if isinstance(flag, Scalar) and flag.value is True]
    for flag in primary[1:]:
        yield _error(PRIMARY, slo, flag, "another objective is the primary one already", "keep one `primary: true`")


def _systems(slo: Declared, objects: Objects) -> Iterator[Finding]:
    """All metrics are asked of one system, and that is the one of the source."""
    asked = [key for _, metric in metrics(slo) if (key := vendor_of(metric))]
    for key in asked:
        if key.text != asked[0].text:
            message = f"`{key.text}` is asked beside `{asked[0].text}`, and an SLO has one source"
            yield _error(VENDORS, slo, key, message, f"ask `{asked[0].text}`, or write an SLO for each source")
            return
    for kind, project, name, _ in source_of(slo):
        source = objects.find(kind, project, name.text)
        own = vendor_of(source.spec) if source and source.sound else None
        if own and asked and own.text != asked[0].text:
            message = f"the {kind} `{name.text}` is of `{own.text}`, and what it is asked is of `{asked[0].text}`"
            yield _error(OTHER_SYSTEM, slo, asked[0], message, f"write `{own.text}`, or refer to another source")


def _capable(slo: Declared) -> Iterator[Finding]:
    for place, metric in metrics(slo):
        able = {"bad": COUNT_BAD, "goodTotal": COUNT_AT_ONCE}.get(place)
        vendor = vendor_of(metric)
        if able and vendor and vendor.text not in able:
            message = f"Nobl9 takes `{place}` from some systems alone, and `{vendor.text}` is not among those known"
            hint = f"count `good` and `total`; `{place}` is known to work with {', '.join(able)}"
            yield Finding(CAPABLE, Severity.WARNING, Location(slo.file, vendor.span), message, hint)


def _components(slo: Declared) -> Iterator[Finding]:
    for component in _twins(components(slo), _objective_of):
        message = (
            f"the objective `{component.text('objective')}` of the SLO `{component.text('slo')}` stands here twice"
        )
        yield _error(COMPONENT, slo, component, message, "keep one of them, and give it the weight that is meant")


def _objective_of(component: node.Mapping) -> Hashable:
    return tuple(component.text(key) for key in ("project", "slo", "objective"))


def lost_components(sound: Iterable[Declared], objects: Objects) -> Iterator[Finding]:
    """Components of sound SLOs that are no objective of the SLO that they name."""
    return nowhere(lost for one in sound if one.kind == "SLO" for lost in _lost(one, objects))


def _lost(slo: Declared, objects: Objects) -> Iterator[Lost]:
    """Components that are no objective of their SLO, where all of those have names."""
    known: dict[tuple[str, str], dict[str, None]] = {}
    for component in components(slo):
        other = (component.text("project"), component.text("slo"))
        found = objects.find("SLO", *other)
        name = component.get("objective")
        if found and found.sound and isinstance(name, Scalar):
            if other not in known:
                known[other] = dict.fromkeys(one.text("name") for one in found.spec.mappings("objectives"))
            names = known[other]
            if "" not in names and name.text not in names:
                yield Lost(slo.file, "objective", name, names, f" in the SLO `{found.name}`")
