"""OpenSLO v1, as its specification's text says.

Source: https://github.com/OpenSLO/OpenSLO, README, "openslo/v1".
"""

from collections.abc import Iterator, Mapping, Sequence

from slo_gate.core import node
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Span
from slo_gate.core.page import Page
from slo_gate.core.ports import Contents, Document, Surroundings
from slo_gate.core.shape import Choice, Field, Place, Record, Schema, Shape
from slo_gate.core.slo import Slo
from slo_gate.formats.openslo_v1.checks import check
from slo_gate.formats.openslo_v1.objects import Declared, Objects
from slo_gate.formats.openslo_v1.reading import IncompleteError, read_slo
from slo_gate.formats.openslo_v1.shapes import KINDS, VERSION

NAME = VERSION
SIGN = "openslo"
PAGES: Mapping[str, Page] = {}
UNKNOWN_VERSION = "SLO010"

_ANY_KIND = Record({"kind": Field(Choice(tuple(KINDS)), required=True, doc=f"One of {', '.join(KINDS)}.")}, open=True)


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
        found = list(_shape_findings(document.file, document.root))
        findings += found
        declared.append(Declared(document.file, document.root, sound=not found))
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


def _shape_findings(file: str, root: node.Mapping) -> Iterator[Finding]:
    version = root.get("apiVersion")
    if isinstance(version, node.Scalar) and version.value != VERSION:
        message = f"the version is {version.text[:60]!r}; what is read is {VERSION}"
        yield Finding(UNKNOWN_VERSION, Severity.ERROR, Location(file, version.span), message, f"write it as {VERSION}")
        return
    shape: Shape = KINDS.get(root.text("kind"), _ANY_KIND)
    place = Place("", _start(root))
    for violation in dict.fromkeys(shape.check(root, place)):
        yield violation.finding(file)


def _start(root: node.Mapping) -> Span:
    """The first key: what to blame for a missing one."""
    first = next(iter(root.entries.values()), None)
    return first.key.span if first else root.span


def schemas() -> Mapping[str, Schema]:
    """One schema for each kind, and one that takes any of them."""
    every = {f"openslo.v1.{kind.lower()}.json": _published(kind, shape.schema()) for kind, shape in KINDS.items()}
    branches = [
        {"if": {"properties": {"kind": {"const": kind}}}, "then": {"$ref": f"openslo.v1.{kind.lower()}.json"}}
        for kind in KINDS
    ]
    any_kind = {"type": "object", "required": ["apiVersion", "kind"], "properties": {"kind": {"enum": list(KINDS)}}}
    return {"openslo.v1.json": _published("any kind", {**any_kind, "allOf": branches}), **every}


def _published(kind: str, schema: Schema) -> Schema:
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"{VERSION} {kind}", **schema}
