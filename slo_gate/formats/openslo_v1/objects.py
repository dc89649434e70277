"""The objects of a set of documents: who is there, under which name, and who refers to whom."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeGuard

from slo_gate.core import node
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Node, Scalar
from slo_gate.core.ports import Surroundings
from slo_gate.core.shape import fits
from slo_gate.core.spelling import closest
from slo_gate.formats.openslo_v1.pieces import NAME

UNRESOLVED, DUPLICATE = "SLO201", "SLO202"

_REFERENCES = {
    "indicatorRef": "SLI",
    "alertPolicyRef": "AlertPolicy",
    "conditionRef": "AlertCondition",
    "targetRef": "AlertNotificationTarget",
    "metricSourceRef": "DataSource",
}
_FREE = ("connectionDetails", "annotations", "labels")


class Declared(NamedTuple):
    """One object of a file. `sound` tells whether it fits the shape of its kind."""

    file: str
    root: node.Mapping
    sound: bool

    @property
    def kind(self) -> str:
        return self.root.text("kind")

    @property
    def name(self) -> str:
        return self.root.text("metadata", "name")

    @property
    def spec(self) -> node.Mapping:
        spec = self.root.get("spec")
        return spec if isinstance(spec, node.Mapping) else node.Mapping(self.root.span)

    def location(self, *path: str) -> Location:
        """Where a value stands; the object's own place where it has none."""
        found = self.root.get(*path)
        return Location(self.file, found.span if found else self.root.span)


class Objects:
    """The named objects, the first of each name."""

    def __init__(self, declared: Iterable[Declared]) -> None:
        self.all = tuple(declared)
        self._named: dict[tuple[str, str], Declared] = {}
        self._copies: list[tuple[Declared, Declared]] = []
        for one in self.all:
            first = self._named.setdefault((one.kind, one.name), one) if one.name else one
            if first is not one:
                self._copies.append((one, first))

    def find(self, kind: str, name: str) -> Declared | None:
        return self._named.get((kind, name))

    def names(self, kind: str) -> list[str]:
        return [name for known, name in self._named if known == kind]

    def duplicates(self) -> Iterator[Finding]:
        for copy, first in self._copies:
            message = f"the {copy.kind} `{copy.name}` is declared twice; first at {first.location('metadata', 'name')}"
            yield Finding(
                DUPLICATE, Severity.ERROR, copy.location("metadata", "name"), message, "rename or remove one of them"
            )

    def unresolved(self, surroundings: Surroundings) -> Iterator[Finding]:
        """References to objects that are nowhere.

        A service or a source need not be declared at all; where some are, every reference to one must be right.
        """
        if surroundings.partial:
            return
        known = {kind: self.names(kind) for kind in (*_REFERENCES.values(), "Service")}
        known["DataSource"] += sorted(surroundings.sources)
        optional = {kind for kind in ("Service", "DataSource") if not known[kind]}
        for one in self.all:
            for kind, name in _references(one):
                if kind not in optional and name.text not in known[kind]:
                    yield _unresolved(one.file, kind, name, known)


def _references(one: Declared) -> Iterator[tuple[str, Scalar]]:
    service = one.root.get("spec", "service")
    if one.kind == "SLO" and isinstance(service, Scalar) and isinstance(service.value, str) and service.text:
        yield "Service", service
    yield from _below(one.spec)


def _is_name(value: Node | None) -> TypeGuard[Scalar]:
    """Anything else has a finding of its own."""
    return isinstance(value, Scalar) and fits(NAME, value)


def _below(value: Node) -> Iterator[tuple[str, Scalar]]:
    """References by their keys, except below keys whose content is free."""
    if isinstance(value, node.Sequence):
        for item in value.items:
            yield from _below(item)
    if not isinstance(value, node.Mapping):
        return
    for key, entry in value.entries.items():
        kind = _REFERENCES.get(key)
        if kind and _is_name(entry.value):
            yield kind, entry.value
        elif key == "metricSource" and isinstance(entry.value, node.Mapping):
            reference = entry.value.get("metricSourceRef")
            if _is_name(reference):
                yield "DataSource", reference
        elif key not in _FREE:
            yield from _below(entry.value)


def _unresolved(file: str, kind: str, name: Scalar, known: Mapping[str, list[str]]) -> Finding:
    meant = closest(name.text, known[kind])
    hint = f"did you mean `{meant}`?" if meant else f"declare it, or refer to one that is: {_listed(known[kind])}"
    message = f"no {kind} is named `{name.text[:80]}`"
    if kind == "DataSource":
        message += ", nor is a source of the configuration"
    return Finding(UNRESOLVED, Severity.ERROR, Location(file, name.span), message, hint)


def _listed(names: list[str]) -> str:
    if not names:
        return "none is declared in these files"
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
