"""Objects of Sloth, read: held to their shapes and made into the model."""

from collections.abc import Iterator, Mapping, Sequence

from slo_gate.core import node
from slo_gate.core.checking import Place, Schema, Shape, violations
from slo_gate.core.enough import Enough, distinct
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Span
from slo_gate.core.ports import Contents, Document, Surroundings
from slo_gate.core.scalar_shapes import Choice
from slo_gate.core.shape import Field, Record
from slo_gate.core.slo import Slo
from slo_gate.formats.sloth.pages import PAGES
from slo_gate.formats.sloth.reading import Group, custom_group, duplicates, plain_group, read_group
from slo_gate.formats.sloth.recognising import API_VERSION, RESOURCE, VERSION, is_resource
from slo_gate.formats.sloth.recognising import WINDOWS as KIND
from slo_gate.formats.sloth.shapes import SERVICE_LEVEL, SPEC
from slo_gate.formats.sloth.windows import ALERT_WINDOWS, check_order

__all__ = ["PAGES", "read", "schemas"]

UNKNOWN_VERSION = "SLO010"

_KINDS: Mapping[str, Shape] = {RESOURCE: SERVICE_LEVEL, KIND: ALERT_WINDOWS}
_ANY_KIND = Record({"kind": Field(Choice(tuple(_KINDS)), required=True, doc=f"One of {', '.join(_KINDS)}.")}, open=True)


def read(documents: Sequence[Document], surroundings: Surroundings) -> Contents:
    findings: list[Finding] = []
    groups: list[Group] = []
    enough = Enough()
    for document in documents:
        assert isinstance(document.root, node.Mapping)
        found = list(enough.of(document.file, _findings(document.file, document.root)))
        findings += found
        groups += _groups(document.file, document.root, found)
    findings += duplicates(groups)
    slos: tuple[Slo, ...] = tuple(slo for one in groups for slo in read_group(one, surroundings))
    return Contents(slos, len(documents), tuple(findings))


def _findings(file: str, root: node.Mapping) -> Iterator[Finding]:
    resource = is_resource(root)
    key, wanted = ("apiVersion", API_VERSION) if resource else ("version", VERSION)
    version = root.get(key)
    if isinstance(version, node.Scalar) and version.value != wanted:
        message = f"the version is {version.text[:60]!r}; what is read is {wanted}"
        yield Finding(UNKNOWN_VERSION, Severity.ERROR, Location(file, version.span), message, f"write it as {wanted}")
        return
    shape = _KINDS.get(root.text("kind"), _ANY_KIND) if resource else SPEC
    sound = True
    for violation in distinct(violations(shape, root, Place("", _start(root)))):
        sound = False
        yield violation.finding(file)
    if shape is ALERT_WINDOWS and sound:
        yield from check_order(file, root)


def _groups(file: str, root: node.Mapping, findings: Sequence[Finding]) -> Iterator[Group]:
    """The SLOs of a document whose version is one that is read."""
    if any(finding.rule == UNKNOWN_VERSION for finding in findings):
        return
    if not is_resource(root):
        yield plain_group(file, root, sound=not findings)
    elif root.text("kind") == RESOURCE:
        yield custom_group(file, root, sound=not findings)


def _start(root: node.Mapping) -> Span:
    """The first key: what to blame for a missing one."""
    first = next(iter(root.entries.values()), None)
    return first.key.span if first else root.span


def schemas() -> Mapping[str, Schema]:
    return {
        "sloth.v1.json": _published(VERSION, SPEC),
        "sloth.prometheusservicelevel.v1.json": _published(f"{API_VERSION} {RESOURCE}", SERVICE_LEVEL),
        "sloth.alertwindows.v1.json": _published(f"{API_VERSION} {KIND}", ALERT_WINDOWS),
    }


def _published(title: str, shape: Record) -> Schema:
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"Sloth {title}", **shape.schema()}
