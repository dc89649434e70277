"""OpenSLO v1, as its specification's text says.

Source: https://github.com/OpenSLO/OpenSLO, README, "openslo/v1".
"""

from collections.abc import Mapping, Sequence

from slo_gate.core import node
from slo_gate.core.declared import Declared
from slo_gate.core.finding import Finding
from slo_gate.core.kinds import Kinds
from slo_gate.core.page import Page
from slo_gate.core.ports import Contents, Document, Surroundings
from slo_gate.core.shape import Schema
from slo_gate.core.slo import Slo
from slo_gate.formats.openslo_v1.checks import check
from slo_gate.formats.openslo_v1.objects import Objects
from slo_gate.formats.openslo_v1.reading import IncompleteError, read_slo
from slo_gate.formats.openslo_v1.renaming import with_renames
from slo_gate.formats.openslo_v1.shapes import KINDS, VERSION

NAME = VERSION
SIGN = "openslo"
PAGES: Mapping[str, Page] = {}
_KINDS = Kinds(VERSION, "openslo.v1", KINDS)


def recognises(root: node.Mapping) -> bool:
    """Any OpenSLO object, those of other versions included: they get a finding rather than silence."""
    version = root.text("apiVersion")
    if not version:
        return root.text("kind") == "SLO" and "spec" in root.entries
    return version.lower().startswith(("openslo/", "openslo.com/"))


def read(documents: Sequence[Document], surroundings: Surroundings) -> Contents:
    findings: list[Finding] = []
    declared = []
    for document in documents:
        assert isinstance(document.root, node.Mapping)
        found = list(_KINDS.check(document.file, document.root))
        findings += found
        declared.append(Declared(document.file, document.root, sound=not found))
    findings = list(with_renames(findings, declared, surroundings))
    objects = Objects(declared)
    findings += objects.duplicates()
    findings += objects.unresolved(surroundings)
    slos: list[Slo] = []
    for slo in declared:
        if slo.kind == "SLO" and slo.sound:
            findings += check(slo, objects)
            try:
                read_into = read_slo(slo, objects, surroundings)
            except IncompleteError as error:
                findings += error.findings
            else:
                slos += [read_into] if read_into else []
    return Contents(tuple(slos), len(declared), tuple(findings))


def schemas() -> Mapping[str, Schema]:
    """One schema for each kind, and one that takes any of them."""
    return _KINDS.schemas()
