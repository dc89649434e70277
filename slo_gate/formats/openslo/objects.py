"""The objects of a set of documents: who is there, under which name, and who refers to whom."""

from collections.abc import Iterable, Iterator
from typing import TypeGuard

from slo_gate.core import node
from slo_gate.core.declared import Declared, Lost, nowhere, twice
from slo_gate.core.finding import Finding
from slo_gate.core.node import Node, Scalar
from slo_gate.core.ports import Surroundings
from slo_gate.core.shape import fits
from slo_gate.formats.openslo.grammar import Grammar
from slo_gate.formats.openslo.indicators import METRICS
from slo_gate.formats.openslo.pieces import NAME

_REFERENCES = {
    "alertPolicyRef": "AlertPolicy",
    "conditionRef": "AlertCondition",
    "targetRef": "AlertNotificationTarget",
}
_KINDS = ("SLI", "DataSource", *_REFERENCES.values())
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

    def unresolved(self, surroundings: Surroundings) -> Iterator[Finding]:
        """References to objects that are nowhere.

        A service or a source need not be declared at all; where some are, every reference to one must be right.
        """
        return nowhere(() if surroundings.partial else self._lost(surroundings))

    def _lost(self, surroundings: Surroundings) -> Iterator[Lost]:
        known = {kind: self.names(kind) for kind in (*_KINDS, "Service")}
        known["DataSource"] += sorted(surroundings.sources)
        optional = {kind for kind in ("Service", "DataSource") if not known[kind]}
        for one in self.all:
            for kind, name in self._references(one):
                if kind not in optional and name.text not in known[kind]:
                    beside = ", nor is a source of the configuration" if kind == "DataSource" else ""
                    yield Lost(one.file, kind, name, known[kind], beside)

    def _references(self, one: Declared) -> Iterator[tuple[str, Scalar]]:
        service = one.root.get("spec", "service")
        if one.kind == "SLO" and isinstance(service, Scalar) and isinstance(service.value, str) and service.text:
            yield "Service", service
        if self._grammar:
            yield from _below(one.spec, self._grammar)


def _is_name(value: Node | None) -> TypeGuard[Scalar]:
    """Anything else has a finding of its own."""
    return isinstance(value, Scalar) and fits(NAME, value)


def _below(value: Node, grammar: Grammar) -> Iterator[tuple[str, Scalar]]:
    """References by their keys, except below keys whose content is free."""
    if isinstance(value, node.Sequence):
        for item in value.items:
            yield from _below(item, grammar)
    if not isinstance(value, node.Mapping):
        return
    for key, entry in value.entries.items():
        kind = "SLI" if key == grammar.indicator_ref else _REFERENCES.get(key)
        if kind and _is_name(entry.value):
            yield kind, entry.value
        elif key in METRICS and isinstance(entry.value, node.Mapping):
            reference = entry.value.get(*grammar.source, grammar.source_ref)
            if _is_name(reference):
                yield "DataSource", reference
        elif key not in _FREE:
            yield from _below(entry.value, grammar)
