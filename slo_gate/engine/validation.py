"""Validates parsed files: every finding of every file, and the SLOs that are right."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_TYPE
from slo_gate.core.enough import ENOUGH, distinct
from slo_gate.core.finding import Finding, Location, Severity, Skipped
from slo_gate.core.lookalike import lookalike
from slo_gate.core.node import START
from slo_gate.core.ports import Document, Format, Parsed, Rule, Surroundings
from slo_gate.core.slo import Slo
from slo_gate.core.suppression import Suppression
from slo_gate.core.validation import Validation
from slo_gate.core.validation_report import ValidationReport
from slo_gate.engine.awaiting import awaits_its_format
from slo_gate.engine.fixing import with_safe_fixes
from slo_gate.engine.judgeable import judgeable
from slo_gate.engine.silencing import keep, undecided

MAX_FINDINGS = 1_000
TOO_MANY, UNREAD = "SLO002", "SLO007"


class Reading(NamedTuple):
    """What a set of files promises, and what is wrong with them.

    `broken` are the errors for which some promise could not be read, whatever their level is turned down to and whoever
    suppresses them, and one for each promise that is not filled in yet: who gates by promises must know all of them.
    """

    slos: tuple[Slo, ...]
    report: ValidationReport
    broken: tuple[Finding, ...] = ()
    suppressions: tuple[Suppression, ...] = ()


class _Sorted:
    """Documents by the format that recognised them."""

    def __init__(self) -> None:
        self.by_format: dict[str, list[Document]] = {}
        self.findings: list[Finding] = []
        self.skipped: list[Skipped] = []
        self.unread: list[Finding] = []


def validate(
    every: Iterable[Parsed], formats: Sequence[Format], rules: Sequence[Rule], surroundings: Surroundings
) -> Reading:
    """Of documents that no format recognises nothing is kept: in most repositories, most are."""
    sorted_files = _Sorted()
    files: list[Parsed] = []
    count = 0
    for parsed in every:
        _sort(parsed, formats, sorted_files)
        count += len(parsed.documents) + parsed.forgotten
        files.append(parsed._replace(documents=()))
    slos: list[Slo] = []
    objects = 0
    findings = sorted_files.findings
    for one in formats:
        documents = sorted_files.by_format.get(one.NAME)
        if not documents:
            continue
        contents = one.load().read(documents, surroundings)
        slos += contents.slos
        objects += contents.objects
        findings += contents.findings
        sorted_files.unread += contents.unread
    broken = [*sorted_files.unread, *(finding for finding in findings if finding.is_error)]
    looked_at = judgeable(slos)
    findings += looked_at.findings
    findings += _ruled(looked_at.slos, rules, surroundings.validation)
    if surroundings.exemptions and not broken:
        from slo_gate.core.exemption import unmatched  # noqa: PLC0415 - few configurations have any

        findings += unmatched(surroundings.exemptions, slos)
    suppressions = [one for parsed in files for one in parsed.suppressions]
    unsure: frozenset[str] = frozenset()
    if suppressions and surroundings.partial:
        unsure = undecided([one.load() for one in formats if one.NAME in sorted_files.by_format], rules)
    standing, silenced = _standing(findings, files, suppressions, unsure, surroundings.validation)
    report = ValidationReport(
        files=len(files),
        documents=count,
        objects=objects,
        skipped=tuple(sorted_files.skipped),
        findings=standing,
        suppressed=silenced,
        names=tuple(parsed.file for parsed in files),
    )
    return Reading(tuple(slos), report, _ordered(dict.fromkeys(broken)), tuple(suppressions))


def without_others(parsed: Parsed, formats: Sequence[Format]) -> Parsed:
    """A file without the documents of other things, where it has nothing else and nobody asked for it. Says the same of it."""
    objects = _objects(parsed)
    if parsed.named or any(_format_of(one, formats) or awaits_its_format(one.root, formats) for one in objects):
        return parsed
    return parsed._replace(documents=(), forgotten=len(parsed.documents))


def _standing(
    findings: Sequence[Finding],
    files: Sequence[Parsed],
    suppressions: Sequence[Suppression],
    unsure: frozenset[str],
    validation: Validation,
) -> tuple[tuple[Finding, ...], int]:
    """What is left to tell, in its order, and how many findings are silenced."""
    if not findings and not suppressions:
        return (), 0
    kept = keep(levelled(_limited(distinct(with_safe_fixes(findings, files))), validation), suppressions, unsure)
    return _ordered((*kept.findings, *levelled(_limited(kept.complaints), validation))), kept.silenced


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_position))


def _ruled(slos: Sequence[Slo], rules: Sequence[Rule], validation: Validation) -> Iterator[Finding]:
    for rule in rules:
        for found in rule.check(slos, validation):
            severity = found.severity or rule.PAGE.severities[0]
            yield Finding(rule.ID, severity, found.location, found.message, found.help, found.fix)


def _limited(findings: Iterable[Finding]) -> Iterator[Finding]:
    """No file has more than MAX_FINDINGS, and one that says how many there are: nobody reads more, and each costs."""
    counted: dict[str, list[Finding]] = {}
    for finding in findings:
        so_far = counted.setdefault(finding.location.file, [])
        so_far.append(finding)
        if len(so_far) <= MAX_FINDINGS:
            yield finding
    for file, found in counted.items():
        left_out = found[MAX_FINDINGS:]
        if left_out:
            severity = min((finding.severity for finding in left_out), key=list(Severity).index)
            least = "at least " if len(found) >= ENOUGH else ""
            message = f"{least}{len(left_out):,} more findings in this file are left out"
            hint = "mend those that are shown first"
            yield Finding(TOO_MANY, severity, Location(file, START), message, hint)


def levelled(findings: Iterable[Finding], validation: Validation) -> Iterator[Finding]:
    """The findings as severe as the configuration has them, without those of rules that are off."""
    for finding in findings:
        level = validation.level(finding.rule, finding.location.file, finding.severity)
        if level:
            yield finding if level is finding.severity else finding._replace(severity=level)


def _position(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.location
    return place.file, place.line, place.column, finding.rule


def _sort(parsed: Parsed, formats: Sequence[Format], into: _Sorted) -> None:
    if parsed.skipped:
        into.skipped.append(parsed.skipped)
        into.unread += [_unrendered(parsed.file)] if parsed.template else []
        return
    known: list[tuple[Format, Document]] = []
    foreign = []
    objects = _objects(parsed)
    for document in objects:
        found = _format_of(document, formats)
        if found:
            known.append((found, document))
        else:
            foreign.append(document)
    told = parsed.findings if known or not parsed.foreign else ()
    into.findings += told
    if (known and parsed.template) or any(awaits_its_format(document.root, formats) for document in objects):
        into.skipped.append(Skipped(parsed.file, "a template of Helm, whose values are not filled in: render first"))
        into.unread.append(_unrendered(parsed.file))
    elif known:
        for found, document in known:
            into.by_format.setdefault(found.NAME, []).append(document)
        into.findings += _strays(foreign)
    elif parsed.named and not told:
        into.skipped.append(Skipped(parsed.file, _foreign(foreign)))


def _unrendered(file: str) -> Finding:
    message = "the file is a template, so its promises are not known"
    hint = "render it first, or leave it out of `slos`"
    return Finding(UNREAD, Severity.ERROR, Location(file, START), message, hint)


def _objects(parsed: Parsed) -> list[Document]:
    """The file's objects: its documents, and the items of those that are lists."""
    objects = []
    for document in parsed.documents:
        items = _items(document.root)
        if items is None:
            objects.append(document)
        else:
            objects += [document._replace(root=root) for root in items]
    return objects


def _items(root: node.Node) -> Sequence[node.Node] | None:
    """Those of a list, and of Kubernetes' `List` of any objects."""
    if isinstance(root, node.Mapping) and root.text("kind") == "List":
        listed = root.get("items")
        return listed.items if isinstance(listed, node.Sequence) else None
    return root.items if isinstance(root, node.Sequence) else None


def _format_of(document: Document, formats: Sequence[Format]) -> Format | None:
    root = document.root
    if isinstance(root, node.Mapping):
        for one in formats:
            if one.recognises(root):
                return one
    return None


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
    kinds = dict.fromkeys(_kind(document.root) for document in foreign if isinstance(document.root, node.Mapping))
    if not foreign:
        return "no YAML document in it"
    alike = next((found for document in foreign if (found := lookalike(document.root))), None)
    if alike:
        return str(alike)
    return f"no SLO object in it (found: {', '.join(list(kinds)[:3]) or node.kind_of(foreign[0].root)})"


def _kind(root: node.Mapping) -> str:
    """With its version: more than one format has a `ServiceLevelObjective`."""
    kind, version = root.text("kind"), root.text("apiVersion")
    return f"{kind[:80]} of {version[:80]}" if kind and version else kind[:80] or "no kind"
