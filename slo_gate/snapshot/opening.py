"""From the bytes of a snapshot to what it says."""

from collections.abc import Iterator

from slo_gate import documents
from slo_gate.core import node
from slo_gate.core.errors import InvalidFileError
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.snapshot import Snapshot
from slo_gate.snapshot.reading import read, violations

MAX_BYTES = 64 * 1024 * 1024
"""A minute-by-minute month of an SLO takes five. More than documents.MAX_BYTES must be JSON."""


def open_snapshot(data: bytes, name: str) -> Snapshot:
    """Raises InvalidFileError, whose findings tell lines and columns, but for large files."""
    if len(data) > MAX_BYTES:
        raise _invalid(name, [_about(name, documents.TOO_BIG, f"the snapshot has more than {MAX_BYTES:,} bytes")])
    quick = documents.json_tree(data)
    if isinstance(quick, node.Mapping) and not violations(quick):
        return read(quick)
    if quick is not None and len(data) > documents.MAX_BYTES:
        raise _invalid(name, [found.finding(name) for found in violations(quick)])
    if len(data) > documents.MAX_BYTES:
        raise _invalid(name, [_about(name, documents.NOT_YAML, "the snapshot is no JSON, and too large to say where")])
    return _by_places(data, name)


def _by_places(data: bytes, name: str) -> Snapshot:
    parsed = documents.parse(data, name)
    if parsed.findings or parsed.skipped or len(parsed.documents) != 1:
        raise _invalid(name, list(parsed.findings) or [_about(name, documents.NOT_YAML, "a snapshot is one document")])
    root = parsed.documents[0].root
    found = list(_without_fixes(root, name))
    if found or not isinstance(root, node.Mapping):
        raise _invalid(name, found)
    return read(root)


def _without_fixes(root: node.Node, name: str) -> Iterator[Finding]:
    """`validate --fix` mends SLO files alone."""
    return (found._replace(fix=None).finding(name) for found in violations(root))


def _about(name: str, rule: str, message: str) -> Finding:
    return Finding(rule, Severity.ERROR, Location(name, node.START), message, "docs/sources/file.md shows one")


def _invalid(name: str, findings: list[Finding]) -> InvalidFileError:
    return InvalidFileError("the snapshot", name, findings)
