"""OpenSLO v1alpha: services, and SLOs whose objectives hold their own queries.

Source: the README of https://github.com/OpenSLO/OpenSLO before v1, and pkg/openslo/v1alpha of its Go SDK.
"""

from collections.abc import Mapping, Sequence

from slo_gate.core.checking import Schema
from slo_gate.core.ports import Contents, Document, Surroundings
from slo_gate.formats.openslo import contents, pages
from slo_gate.formats.openslo.checks import idle_slices
from slo_gate.formats.openslo.declaring import declare
from slo_gate.formats.openslo.doubts import doubts
from slo_gate.formats.openslo.objects import Objects
from slo_gate.formats.openslo.v1alpha.reading import read_slo
from slo_gate.formats.openslo.v1alpha.shapes import KINDS
from slo_gate.formats.openslo.versions import V1ALPHA

PAGES = pages.PAGES


def read(documents: Sequence[Document], surroundings: Surroundings) -> Contents:
    declared, findings = declare(documents, V1ALPHA, KINDS, surroundings)
    objects = Objects(declared)
    findings += objects.duplicates()
    findings += objects.unlinked(surroundings)
    sound = [one for one in declared if one.kind == "SLO" and one.sound]
    for slo in sound:
        for objective in slo.spec.mappings("objectives"):
            findings += idle_slices(slo, objective)
        findings += doubts(slo)
    return Contents(tuple(read_slo(slo) for slo in sound), len(declared), tuple(findings))


def schemas() -> Mapping[str, Schema]:
    return contents.schemas(V1ALPHA, KINDS)
