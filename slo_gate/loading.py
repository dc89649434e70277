"""The files of a request, read and parsed."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from slo_gate import documents, files
from slo_gate.core.finding import Finding, Location, Severity, Skipped
from slo_gate.core.node import START
from slo_gate.core.ports import Parsed
from slo_gate.engine.glance import may_hold_slos
from slo_gate.engine.sorting import without_others
from slo_gate.formats import FORMATS
from slo_gate.request import Request

UNREADABLE = "SLO006"
_TOGETHER = 32 * 1024
"""How many bytes of files are looked at together: their trees take some thirty times as much, which is what the memory
next to a processor holds."""


class _Read(NamedTuple):
    """The bytes of a file, or why there are none."""

    file: files.Candidate
    data: bytes
    unreadable: Finding | None = None


def loaded(some: Iterable[files.Candidate], request: Request) -> Iterator[Parsed]:
    """One after the other: a repository may have more files than memory has room for their trees."""
    return (_parsed(_read(file, request), request) for file in some)


def loaded_together(some: Iterable[files.Candidate], request: Request) -> Iterator[list[Parsed]]:
    """A few small files at a time, or a big one: all of them are read before the first of them is parsed."""
    read: list[_Read] = []
    size = 0
    for file in some:
        read.append(_read(file, request))
        size += len(read[-1].data)
        if size > _TOGETHER:
            yield [_parsed(one, request) for one in read]
            read, size = [], 0
    if read:
        yield [_parsed(one, request) for one in read]


def mendable(file: files.Candidate, request: Request) -> tuple[Parsed, bytes]:
    """Without what has nothing to mend, which may be most of a repository."""
    read = _read(file, request)
    left = without_others(_parsed(read, request), FORMATS)
    return left, read.data if left.documents else b""


def _read(file: files.Candidate, request: Request) -> _Read:
    try:
        return _Read(file, files.read(file, documents.MAX_BYTES, request.tree))
    except files.UnreadableError as error:
        message = f"the file is not read: {error}"
        hint = "name a regular file that can be read"
        return _Read(file, b"", Finding(UNREADABLE, Severity.ERROR, Location(file.name, START), message, hint))


def _parsed(read: _Read, request: Request) -> Parsed:
    """A file's documents. One that nobody asked for, as hooks hand over whatever a commit touches, must look like ours before
    it is called broken, or one of our templates."""
    file, data, unreadable = read
    if unreadable:
        return Parsed(file.name, (), (unreadable,))
    if not (file.named or len(data) > documents.MAX_BYTES or may_hold_slos(data, FORMATS)):
        return Parsed(file.name, (), (), named=False)
    parsed = documents.parse(data, file.name)
    if not file.named:
        parsed = parsed._replace(named=False)
    is_plain = bool(parsed.documents) and not parsed.findings
    asked_for = file.named and not request.partial
    if asked_for or is_plain or _ours(data) or (parsed.template and _promises(data)):
        return parsed
    if parsed.documents:
        return parsed._replace(foreign=True)
    if parsed.findings:
        reason = f"no SLO file, and {parsed.findings[0].message}"
        return Parsed(file.name, (), (), Skipped(file.name, reason))
    return parsed._replace(template=False)


def _ours(data: bytes) -> bool:
    return any(re.search(one.SIGN.encode(), data) for one in FORMATS)


def _promises(data: bytes) -> bool:
    """Whether a template that is no YAML has an object of a kind that SLOs have, whatever its `apiVersion` will be."""
    kinds = "|".join({one.PROMISE for one in FORMATS})
    return (
        re.search(rf"""(?m)^[ \t-]*["']?kind["']?:[ \t]*["']?({kinds})["']?[ \t\r]*(#.*)?$""".encode(), data)
        is not None
    )
