"""Which documents of files are for which format, and what is said of those that are for none."""

from collections.abc import Iterator, Sequence

from slo_gate.core import node
from slo_gate.core.checking import WRONG_TYPE
from slo_gate.core.finding import Finding, Location, Severity, Skipped
from slo_gate.core.lookalike import lookalike
from slo_gate.core.node import START
from slo_gate.core.ports import Document, Format, Parsed
from slo_gate.engine.awaiting import awaits_its_format

UNREAD = "SLO007"


class Sorted:
    """Documents by the format that recognised them."""

    def __init__(self) -> None:
        self.by_format: dict[str, list[Document]] = {}
        self.findings: list[Finding] = []
        self.skipped: list[Skipped] = []
        self.unread: list[Finding] = []

    def add(self, parsed: Parsed, formats: Sequence[Format]) -> None:
        """Sorts what a file holds. Nothing is kept of documents that no format recognises: in most repositories, most are."""
        if parsed.skipped:
            self.skipped.append(parsed.skipped)
            self.unread += [_unrendered(parsed.file)] if parsed.template else []
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
        self.findings += told
        if (known and parsed.template) or any(awaits_its_format(document.root, formats) for document in objects):
            reason = "a template of Helm, whose values are not filled in: render first"
            self.skipped.append(Skipped(parsed.file, reason))
            self.unread.append(_unrendered(parsed.file))
        elif known:
            for found, document in known:
                self.by_format.setdefault(found.NAME, []).append(document)
            self.findings += _strays(foreign)
        elif parsed.named and not told:
            self.skipped.append(Skipped(parsed.file, _foreign(foreign)))


def without_others(parsed: Parsed, formats: Sequence[Format]) -> Parsed:
    """A file without the documents of other things, where it has nothing else and nobody asked for it. Says the same of it."""
    objects = _objects(parsed)
    if parsed.named or any(_format_of(one, formats) or awaits_its_format(one.root, formats) for one in objects):
        return parsed
    return parsed._replace(documents=(), forgotten=len(parsed.documents))


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
