"""The objects of a set of documents: who is there, under which name, and who refers to whom."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeGuard

from slo_gate.core import node
from slo_gate.core.declared import Declared, Lost, nowhere, twice
from slo_gate.core.finding import Finding, Severity
from slo_gate.core.node import Node, Scalar
from slo_gate.core.ports import Surroundings
from slo_gate.formats.openslo.grammar import Grammar
from slo_gate.formats.openslo.indicators import METRICS
from slo_gate.formats.openslo.pieces import NAME

UNUSED = "SLO203"

_REFERENCES = {
    "alertPolicyRef": "AlertPolicy",
    "conditionRef": "AlertCondition",
    "targetRef": "AlertNotificationTarget",
}
_KINDS = ("SLI", "DataSource", *_REFERENCES.values())
_REFERRED = (*_KINDS, "Service")
_FREE = ("connectionDetails", "annotations", "labels")


class Objects:
    """The named objects, the first of each name. Without a grammar, they refer to services alone."""

    def __init__(self, declared: Iterable[Declared], grammar: Grammar | None = None) -> None:
        self._grammar = grammar
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
            yield twice(copy, first)

    def unlinked(self, surroundings: Surroundings) -> Iterator[Finding]:
        """References to objects that are nowhere; and where there are none, objects that nothing refers to."""
        if not surroundings.partial:
            unresolved = list(nowhere(self._lost(surroundings)))
            yield from unresolved or self._unused()

    def _lost(self, surroundings: Surroundings) -> Iterator[Lost]:
        """A service or a source need not be declared at all; where some are, every reference to one must be right."""
        known = {kind: self.names(kind) for kind in _REFERRED}
        known["DataSource"] += sorted(surroundings.sources)
        optional = {kind for kind in ("Service", "DataSource") if not known[kind]}
        found = {kind: frozenset(names) for kind, names in known.items()}
        for file, kind, name in self._links:
            if kind not in optional and name.text not in found[kind]:
                beside = ", nor is a source of the configuration" if kind == "DataSource" else ""
                yield Lost(file, kind, name, known[kind], beside)

    def _unused(self) -> Iterator[Finding]:
        """Where there is no SLO, the set is a part of another one; what is not sound may refer to anything."""
        used = {(kind, name.text) for _, kind, name in self._links}
        if any(one.kind == "SLO" for one in self.all) and all(one.sound for one in self.all):
            for (kind, name), one in self._named.items():
                if kind in _REFERRED and (kind, name) not in used:
                    message = f"nothing uses the {kind} `{name[:80]}`"
                    location = one.location("metadata", "name")
                    yield Finding(UNUSED, Severity.NOTICE, location, message, "remove it, or refer to it")

    @cached_property
    def _links(self) -> list[tuple[str, str, Scalar]]:
        """Every reference: its file, the kind it leads to, and the name."""
        return [(one.file, kind, name) for one in self.all for kind, name in self._references(one)]

    def _references(self, one: Declared) -> Iterator[tuple[str, Scalar]]:
        service = one.root.get("spec", "service")
        if one.kind == "SLO" and isinstance(service, Scalar) and isinstance(service.value, str) and service.text:
            yield "Service", service
        if self._grammar:
            yield from _below(one.spec, self._grammar)


def _is_name(value: Node | None) -> TypeGuard[Scalar]:
    """Anything else has a finding of its own."""
    return isinstance(value, Scalar) and NAME.takes(value)


def _below(value: Node, grammar: Grammar) -> Iterator[tuple[str, Scalar]]:
    """References by their keys, except below keys whose content is free."""
    if isinstance(value, node.Sequence):
        for item in value.items:
            yield from _below(item, grammar)
    if not isinstance(value, node.Mapping):
        return
    for key, entry in value.entries.items():
        kind, held = "SLI" if key == grammar.indicator_ref else _REFERENCES.get(key), entry.value
        if kind and _is_name(held):
            yield kind, held
        elif key in METRICS and isinstance(held, node.Mapping):
            reference = held.get(*grammar.source, grammar.source_ref)
            if _is_name(reference):
                yield "DataSource", reference
        elif key not in _FREE and not isinstance(held, Scalar):
            yield from _below(held, grammar)
