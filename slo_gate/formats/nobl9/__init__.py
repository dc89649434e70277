"""Nobl9's objects, `n9/v1alpha`: SLOs and what belongs to them, as its own library checks them, and between files too.

Source: https://github.com/nobl9/nobl9-go, `manifest/v1alpha`, and https://docs.nobl9.com/yaml-guide.
"""

from collections.abc import Mapping, Sequence

from slo_gate.core import node
from slo_gate.core.declared import Declared
from slo_gate.core.finding import Finding
from slo_gate.core.ports import Contents, Document, Surroundings
from slo_gate.core.shape import Schema
from slo_gate.formats.nobl9.checks import check
from slo_gate.formats.nobl9.cycles import cyclic
from slo_gate.formats.nobl9.kinds import KINDS
from slo_gate.formats.nobl9.objects import Objects
from slo_gate.formats.nobl9.pages import PAGES
from slo_gate.formats.nobl9.pieces import VERSION
from slo_gate.formats.nobl9.reading import read_slo

__all__ = ["NAME", "PAGES", "SIGN", "read", "recognises", "schemas"]

NAME = VERSION
SIGN = r"\bn9/v"


def recognises(root: node.Mapping) -> bool:
    """Any object of Nobl9, those of other versions included: they get a finding rather than silence."""
    return root.text("apiVersion").lower().startswith("n9/")


def read(documents: Sequence[Document], surroundings: Surroundings) -> Contents:
    findings: list[Finding] = []
    declared = []
    for document in documents:
        assert isinstance(document.root, node.Mapping)
        found = list(KINDS.check(document.file, document.root))
        findings += found
        declared.append(Declared(document.file, document.root, sound=not found))
    objects = Objects(declared)
    findings += objects.duplicates()
    findings += objects.unresolved(surroundings)
    findings += cyclic(objects)
    sound = [one for one in declared if one.sound]
    findings += [finding for one in sound for finding in check(one, objects, surroundings)]
    slos = tuple(read_slo(one, objects) for one in sound if one.kind == "SLO")
    return Contents(slos, len(declared), tuple(findings))


def schemas() -> Mapping[str, Schema]:
    """One schema for each kind whose every field is known, and one that takes any kind."""
    return KINDS.schemas()
