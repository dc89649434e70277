"""Files of the repository that sources read: numbers that a change can write for itself, and programs that print them."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from slo_gate.config import Config
from slo_gate.core import blob, node
from slo_gate.core.finding import Location
from slo_gate.core.node import START
from slo_gate.core.promise_change import Aspect, PromiseChange, Way
from slo_gate.core.revision import Held, Revision, TreeEntry

_CHUNK = 1 << 20
_POINTER = 1_024
"""Bytes: a pointer of Git LFS is shorter."""


def fed_changes(revision: Revision, config: Config, folder: Path) -> Iterator[PromiseChange]:
    """One for each file of the commit that a source of the trusted configuration reads, and that is another one now.

    Files that the commit has not are those that the workflow itself makes. Names start in `folder`.
    """
    root = Path(os.path.abspath(revision.root))  # noqa: PTH100 - links are looked at, not followed
    for source, settings in config.sources.items():
        for path in dict.fromkeys(path for text in _texts(settings) for path in _paths(text, config.folder)):
            entry = revision.entries().get(path.relative_to(root).as_posix()) if path.is_relative_to(root) else None
            if entry and not _same(path, entry, revision):
                place = Location(Path(os.path.relpath(path, folder)).as_posix(), START)
                aspect = Aspect("numbers", {"source": source}, weakens=True, location=place)
                yield PromiseChange(Way.CHANGED, "", "", "", place, (aspect,), weakens=True)


def _texts(value: node.Node) -> Iterator[str]:
    """All that settings say, but the source's type."""
    if isinstance(value, node.Scalar):
        yield value.text
    elif isinstance(value, node.Sequence):
        for item in value.items:
            yield from _texts(item)
    else:
        for key, entry in value.entries.items():
            if key != "type":
                yield from _texts(entry.value)


def _paths(text: str, folder: Path) -> Iterator[Path]:
    """Where a path, or the URL of an embedded database, leads: the file as it is named, and the one that links lead to."""
    if not text or "\0" in text:
        return
    named = folder / text.rpartition("://")[2].removeprefix("/")
    yield Path(os.path.abspath(named))  # noqa: PTH100 - as above
    yield Path(os.path.realpath(named))


def _same(path: Path, entry: TreeEntry, revision: Revision) -> bool:
    try:
        if entry.held is Held.LINK:
            return blob.name(os.fsencode(path.readlink()), entry.id) == entry.id
        if path.is_symlink():
            return False
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            ours, plain = blob.hasher(size, entry.id), hashlib.sha256()
            while chunk := file.read(_CHUNK):
                ours.update(chunk)
                plain.update(chunk)
    except OSError:
        return False
    return ours.hexdigest() == entry.id or _points_to(plain.hexdigest(), revision.read(entry, _POINTER))


def _points_to(sha256: str, pointer: bytes) -> bool:
    """Whether a commit holds a file's pointer in its place, as Git LFS does (its specification, "The Pointer")."""
    lines = pointer.splitlines()
    return lines[:1] == [b"version https://git-lfs.github.com/spec/v1"] and f"oid sha256:{sha256}".encode() in lines
