"""Objectives of Pyrra, read: held to their shape and made into the model."""

from collections.abc import Iterator, Mapping, Sequence

from slo_gate.core import node
from slo_gate.core.checking import Place, Schema, violations
from slo_gate.core.enough import Enough, distinct
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.ports import Contents, Document, Surroundings
from slo_gate.core.slo import Slo
from slo_gate.formats.pyrra.checks import check
from slo_gate.formats.pyrra.declared import Declared
from slo_gate.formats.pyrra.pages import FURTHER_DOCUMENT, PAGES
from slo_gate.formats.pyrra.reading import read_slo
from slo_gate.formats.pyrra.recognising import KIND, VERSION
from slo_gate.formats.pyrra.shapes import OBJECT

__all__ = ["PAGES", "read", "schemas"]

UNKNOWN_VERSION, DUPLICATE = "SLO010", "SLO202"


def read(documents: Sequence[Document], _surroundings: Surroundings) -> Contents:
    findings: list[Finding] = []
    slos: list[Slo] = []
    enough = Enough()
    declared = [Declared(one.file, one.number, one.root) for one in documents if isinstance(one.root, node.Mapping)]
    findings += _further(declared)
    findings += _duplicates(declared)
    for one in declared:
        found = list(enough.of(one.file, _shape_findings(one))) or list(check(one))
        findings += found
        if not any(finding.is_error for finding in found):
            slos.append(read_slo(one))
    return Contents(tuple(slos), len(declared), tuple(findings))


def _further(declared: Sequence[Declared]) -> Iterator[Finding]:
    seen: set[str] = set()
    for one in declared:
        if one.document or one.file in seen:
            message = "where Pyrra reads files, it ignores this objective: it takes a file's first document alone"
            yield Finding(FURTHER_DOCUMENT, Severity.WARNING, one.start, message, "give it a file of its own")
        seen.add(one.file)


def _duplicates(declared: Sequence[Declared]) -> Iterator[Finding]:
    """Two objectives of one name and namespace in one folder. In several folders they may be for several clusters."""
    seen: dict[tuple[str, str, str], Location] = {}
    for one in declared:
        name = one.root.get("metadata", "name")
        if not isinstance(name, node.Scalar):
            continue
        location = Location(one.file, name.span)
        first = seen.setdefault(
            (one.file.rpartition("/")[0], one.root.text("metadata", "namespace"), name.text), location
        )
        if first is not location:
            message = f"the objective `{name.text[:80]}` is declared twice; first at {first}"
            yield Finding(DUPLICATE, Severity.ERROR, location, message, "rename or remove one of them")


def _shape_findings(one: Declared) -> Iterator[Finding]:
    version = one.root.get("apiVersion")
    if isinstance(version, node.Scalar) and version.value != VERSION:
        message = f"the version is {version.text[:60]!r}; what is read is {VERSION}"
        location = Location(one.file, version.span)
        yield Finding(UNKNOWN_VERSION, Severity.ERROR, location, message, f"write it as {VERSION}")
        return
    for violation in distinct(violations(OBJECT, one.root, Place("", one.start.span))):
        yield violation.finding(one.file)


def schemas() -> Mapping[str, Schema]:
    title = f"{VERSION} {KIND}"
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **OBJECT.schema()}
    return {"pyrra.v1alpha1.json": schema}
