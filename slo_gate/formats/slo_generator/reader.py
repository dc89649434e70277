"""SLOs and configurations of slo-generator, read: held to their shapes and to each other, and made into the model."""

from collections.abc import Iterator, Mapping, Sequence

from slo_gate.core import node
from slo_gate.core.checking import Place, Schema, Shape, violations
from slo_gate.core.declared import Declared
from slo_gate.core.enough import Enough, distinct
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Span
from slo_gate.core.ports import Contents, Document, Surroundings
from slo_gate.formats.slo_generator.checks import check_classes, check_config, check_slo
from slo_gate.formats.slo_generator.objects import Shared
from slo_gate.formats.slo_generator.pages import FURTHER_DOCUMENT, PAGES, UNKNOWN_GOAL
from slo_gate.formats.slo_generator.prometheus_checks import check_queries
from slo_gate.formats.slo_generator.reading import read_slo
from slo_gate.formats.slo_generator.recognising import ALIASES, VERSION, is_config, is_slo, is_v1
from slo_gate.formats.slo_generator.references import duplicates, unresolved
from slo_gate.formats.slo_generator.shapes import CONFIG, SLO

__all__ = ["PAGES", "read", "schemas"]

UNKNOWN_VERSION = "SLO010"


def read(documents: Sequence[Document], surroundings: Surroundings) -> Contents:
    findings = list(_further(documents))
    slos, configs = [], []
    enough = Enough()
    for document in documents:
        assert isinstance(document.root, node.Mapping)
        found = list(_alone(document.file, document.root, enough))
        declared = Declared(document.file, document.root, sound=not any(finding.is_error for finding in found))
        findings += found
        if is_slo(document.root):
            slos.append(declared)
        elif is_config(document.root):
            configs.append(declared)
    shared = Shared.of(configs)
    ours = [slo for slo in slos if not list(_other_version(slo.file, slo.root))]
    findings += [*duplicates(ours), *unresolved(ours, shared, surroundings)]
    findings += [finding for slo in ours for finding in check_classes(slo, shared)]
    read_into = [read_slo(slo, shared, surroundings) for slo in ours if slo.sound]
    unread = [finding._replace(severity=Severity.ERROR) for finding in findings if finding.rule == UNKNOWN_GOAL]
    return Contents(tuple(slo for slo in read_into if slo), len(documents), tuple(findings), tuple(unread))


def _further(documents: Sequence[Document]) -> Iterator[Finding]:
    """Documents behind another one, and items of lists behind another one."""
    seen: set[str] = set()
    for document in documents:
        if document.number or document.file in seen:
            assert isinstance(document.root, node.Mapping)
            message = "slo-generator takes one document from a file: it stops at several, and passes over a list"
            location = Location(document.file, _start(document.root))
            yield Finding(FURTHER_DOCUMENT, Severity.ERROR, location, message, "give it a file of its own")
        seen.add(document.file)


def _alone(file: str, root: node.Mapping, enough: Enough) -> Iterator[Finding]:
    """What is wrong with an object, whatever stands in others."""
    seen = Declared(file, root, sound=True)
    if is_v1(root):
        yield _first_version(file, root)
    elif is_config(root) and not is_slo(root):
        yield from [*enough.of(file, _misshapen(file, root, CONFIG)), *check_config(seen)]
    else:
        other_version = list(_other_version(file, root))
        misshapen = enough.of(file, _misshapen(file, root, SLO))
        yield from other_version or [*misshapen, *check_slo(seen), *check_queries(seen)]


def _other_version(file: str, root: node.Mapping) -> Iterator[Finding]:
    version = next((root.get(key) for key in ("apiVersion", *ALIASES) if key in root.entries), None)
    if isinstance(version, node.Scalar) and version.value != VERSION:
        message = f"the version is {version.text[:60]!r}; what is read is {VERSION}"
        yield Finding(UNKNOWN_VERSION, Severity.ERROR, Location(file, version.span), message, f"write it as {VERSION}")


def _first_version(file: str, root: node.Mapping) -> Finding:
    message = f"this is an SLO of slo-generator v1; what is read is {VERSION}"
    hint = "have slo-generator rewrite it: `slo-generator migrate` makes v2 of the files of a folder"
    return Finding(UNKNOWN_VERSION, Severity.ERROR, Location(file, _start(root)), message, hint)


def _misshapen(file: str, root: node.Mapping, shape: Shape) -> Iterator[Finding]:
    for violation in distinct(violations(shape, root, Place("", _start(root)))):
        yield violation.finding(file)


def _start(root: node.Mapping) -> Span:
    """The first key: what to blame for a missing one."""
    first = next(iter(root.entries.values()), None)
    return first.key.span if first else root.span


def schemas() -> Mapping[str, Schema]:
    return {
        "slo-generator.v2.json": _published("SLO", SLO),
        "slo-generator.config.v2.json": _published("shared configuration", CONFIG),
    }


def _published(title: str, shape: Shape) -> Schema:
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"slo-generator v2 {title}",
        **shape.schema(),
    }
