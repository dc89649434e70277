"""Objects of Nobl9, read: held to their shapes and to each other, and made into the model."""

from collections.abc import Mapping, Sequence

from slo_gate.core import node
from slo_gate.core.checking import Schema
from slo_gate.core.declared import Declared
from slo_gate.core.enough import Enough
from slo_gate.core.finding import Finding
from slo_gate.core.ports import Contents, Document, Surroundings
from slo_gate.formats.nobl9.checks import check, lost_components
from slo_gate.formats.nobl9.cycles import cyclic
from slo_gate.formats.nobl9.kinds import KINDS
from slo_gate.formats.nobl9.objects import Objects
from slo_gate.formats.nobl9.pages import PAGES
from slo_gate.formats.nobl9.reading import read_slo

__all__ = ["PAGES", "read", "schemas"]


def read(documents: Sequence[Document], surroundings: Surroundings) -> Contents:
    findings: list[Finding] = []
    declared = []
    enough = Enough()
    for document in documents:
        assert isinstance(document.root, node.Mapping)
        found = list(enough.of(document.file, KINDS.check(document.file, document.root)))
        findings += found
        declared.append(Declared(document.file, document.root, sound=not found))
    objects = Objects(declared)
    findings += objects.duplicates()
    findings += objects.unresolved(surroundings)
    findings += cyclic(objects)
    sound = [one for one in declared if one.sound]
    findings += [finding for one in sound for finding in check(one, objects)]
    findings += () if surroundings.partial else lost_components(sound, objects)
    slos = tuple(read_slo(one, objects) for one in sound if one.kind == "SLO")
    return Contents(slos, len(declared), tuple(findings))


def schemas() -> Mapping[str, Schema]:
    """One schema for each kind whose every field is known, and one that takes any kind."""
    return KINDS.schemas()
