"""Validates parsed files: every finding of every file, and the SLOs that are right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from slo_gate.core import node
from slo_gate.core.finding import Finding, Location, Severity, Skipped
from slo_gate.core.ports import Document, Format, Parsed, Surroundings
from slo_gate.core.report import ValidationReport
from slo_gate.core.shape import WRONG_TYPE
from slo_gate.core.slo import Slo


@dataclass(frozen=True, slots=True)
class Reading:
    """What a set of files promises, and what is wrong with them."""

    slos: tuple[Slo, ...]
    report: ValidationReport


@dataclass(slots=True)
class _Sorted:
    """Documents by the format that recognised them."""

    by_format: dict[str, list[Document]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def validate(files: Sequence[Parsed], formats: Sequence[Format], surroundings: Surroundings) -> Reading:
    sorted_files = _Sorted()
    for parsed in files:
        _sort(parsed, formats, sorted_files)
    slos: list[Slo] = []
    objects = 0
    findings = sorted_files.findings
    for one in formats:
        contents = one.read(sorted_files.by_format.get(one.NAME, []), surroundings)
        slos += contents.slos
        objects += contents.objects
        findings += contents.findings
    report = ValidationReport(
        files=len(files),
        documents=sum(len(parsed.documents) for parsed in files),
        objects=objects,
        skipped=tuple(sorted_files.skipped),
        findings=tuple(sorted(dict.fromkeys(findings), key=_position)),
    )
    return Reading(tuple(slos), report)


def _position(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.location
    return place.file, place.line, place.column, finding.rule


def _sort(parsed: Parsed, formats: Sequence[Format], into: _Sorted) -> None:
    into.findings += parsed.findings
    if parsed.skipped:
        into.skipped.append(parsed.skipped)
        return
    known, foreign = 0, []
    for document in _objects(parsed):
        found = _format_of(document, formats)
        if found:
            into.by_format.setdefault(found.NAME, []).append(document)
            known += 1
        else:
            foreign.append(document)
    if known:
        into.findings += _strays(foreign)
    elif parsed.named and not parsed.findings:
        into.skipped.append(Skipped(parsed.file, _foreign(foreign)))


def _objects(parsed: Parsed) -> Iterator[Document]:
    """The file's objects: its documents, and the items of those that are lists."""
    for document in parsed.documents:
        roots = document.root.items if isinstance(document.root, node.Sequence) else [document.root]
        yield from (Document(document.file, document.index, root) for root in roots)


def _format_of(document: Document, formats: Sequence[Format]) -> Format | None:
    root = document.root
    return next((one for one in formats if isinstance(root, node.Mapping) and one.recognises(root)), None)


def _strays(foreign: Sequence[Document]) -> Iterator[Finding]:
    """Beside SLO objects, what is no mapping is a slip: a `---` inside a text, most often."""
    for document in foreign:
        root = document.root
        if isinstance(root, node.Mapping) or (isinstance(root, node.Scalar) and root.value is None):
            continue
        message = f"a document beside SLO objects is {node.kind_of(root)}; it must be a mapping"
        hint = "remove it; if a `---` stands inside a text, indent it"
        yield Finding(WRONG_TYPE, Severity.ERROR, Location(document.file, root.span), message, hint)


def _foreign(foreign: Sequence[Document]) -> str:
    kinds: Mapping[str, None] = dict.fromkeys(
        document.root.text("kind") or "no kind" for document in foreign if isinstance(document.root, node.Mapping)
    )
    if not foreign:
        return "no YAML document in it"
    return f"no SLO object in it (found: {', '.join(list(kinds)[:3]) or node.kind_of(foreign[0].root)})"
