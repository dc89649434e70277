"""SLOs of Sloth read into the model."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.kind import ANNOTATION, kind_of
from slo_gate.core.node import Scalar
from slo_gate.core.ports import Surroundings
from slo_gate.core.slo import BudgetingMethod, Indicator, Kind, Objective, Query, Ratio, RawRatio, Slo
from slo_gate.core.window import TimeWindow
from slo_gate.formats.sloth.shapes import CUSTOM, PLAIN, Dialect
from slo_gate.formats.sloth.values import Name, texts

NAME = "sloth"
DUPLICATE = "SLO202"


class Group(NamedTuple):
    """The SLOs of one document. `body` is where `service` and `slos` stand; `sound` tells that all of it fits its shape."""

    file: str
    root: node.Mapping
    body: node.Mapping
    dialect: Dialect
    sound: bool

    @property
    def service(self) -> str:
        return self.body.text("service")

    def location(self, value: node.Node | None) -> Location:
        return Location(self.file, value.span if value else self.root.span)


def plain_group(file: str, root: node.Mapping, *, sound: bool) -> Group:
    return Group(file, root, root, PLAIN, sound)


def custom_group(file: str, root: node.Mapping, *, sound: bool) -> Group:
    spec = root.get("spec")
    return Group(file, root, spec if isinstance(spec, node.Mapping) else node.Mapping(root.span, {}), CUSTOM, sound)


def duplicates(groups: Iterable[Group]) -> Iterator[Finding]:
    """Sloth names all that it records after the service and the SLO's name, joined."""
    seen: dict[str, Location] = {}
    for one in groups:
        for item in one.body.mappings("slos"):
            name, service = item.get("name"), one.body.get("service")
            if not name or not service or not Name().takes(name) or not Name().takes(service):
                continue
            identity = f"{one.service}-{item.text('name')}"
            here = one.location(name)
            if identity in seen:
                message = f"the SLO `{identity}` is declared twice; first at {seen[identity]}"
                hint = "rename or remove one of them; Sloth's id of an SLO is its service and its name"
                yield Finding(DUPLICATE, Severity.ERROR, here, message, hint)
            seen.setdefault(identity, here)


def read_group(one: Group, surroundings: Surroundings) -> Iterator[Slo]:
    """The SLOs that are right; what is wrong beside one does not hide it."""
    if one.sound or one.dialect.header.takes(one.body):
        yield from (
            _slo(one, item, surroundings)
            for item in one.body.mappings("slos")
            if one.sound or one.dialect.slo.takes(item)
        )


def _slo(one: Group, item: node.Mapping, surroundings: Surroundings) -> Slo:
    indicator = _indicator(one, item)
    name = item.text("name")
    return Slo(
        name=name,
        service=one.service,
        kind=kind_of(_stated(one, item), name, _queries(item), Kind.OTHER),
        window=TimeWindow(surroundings.default_window),
        method=BudgetingMethod.OCCURRENCES,
        objectives=(_objective(one, item, indicator),),
        location=one.location(item.get("name")),
        labels=_labels(one, item),
        description=item.text("description"),
        annotations=_annotations(one, item),
        can_state_window=False,
        format=NAME,
    )


def _objective(one: Group, item: node.Mapping, indicator: Indicator) -> Objective:
    objective = item.get("objective")
    assert isinstance(objective, Scalar)
    assert isinstance(objective.value, int | Decimal)
    return Objective("objective 1", Decimal(objective.value) / 100, indicator, one.location(objective))


def _indicator(one: Group, item: node.Mapping) -> Indicator:
    key = one.dialect.key
    total = item.get("sli", "events", key("total_query"))
    if total:
        bad = item.get("sli", "events", key("error_query"))
        return Ratio(total=_query(one, total), bad=_query(one, bad), counter=True)
    raw = item.get("sli", "raw", key("error_ratio_query"))
    if raw:
        return RawRatio(_query(one, raw), success=False)
    plugin = Query("", "", one.location(item.get("sli", "plugin", "id")), "prometheus")
    return RawRatio(plugin, success=False)


def _query(one: Group, value: node.Node | None) -> Query:
    assert isinstance(value, Scalar)
    return Query("", value.text, one.location(value), "prometheus", indent=value.indent)


def _queries(item: node.Mapping) -> str:
    """All that tells what is measured: the queries, or the id of the plugin that makes them."""
    sli = item.get("sli")
    parts = [entry.value for entry in sli.entries.values()] if isinstance(sli, node.Mapping) else []
    return " ".join(text for part in parts for _, text in texts(part))


def _labels(one: Group, item: node.Mapping) -> Mapping[str, tuple[str, ...]]:
    merged = dict(texts(one.body.get("labels"))) | dict(texts(item.get("labels")))
    return {key: (text,) for key, text in merged.items()}


def _annotations(one: Group, item: node.Mapping) -> Mapping[str, str]:
    """Those of the object, and of its alerts: where a runbook is named."""
    return dict(texts(one.root.get("metadata", "annotations"))) | dict(texts(item.get("alerting", "annotations")))


def _stated(one: Group, item: node.Mapping) -> str:
    """The kind by the nearest label, else by the object's annotation, which nobody has checked where it is not sound."""
    told = (item.text("labels", ANNOTATION), one.body.text("labels", ANNOTATION))
    annotated = one.root.text("metadata", "annotations", ANNOTATION)
    return next(filter(None, told), annotated if annotated in set(Kind) else "")
