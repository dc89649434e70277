"""Which files a run reads: named ones, those below a folder, those that match a glob. Links are never followed."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from slo_gate.core import glob
from slo_gate.core.errors import NothingMatchedError, UsageError
from slo_gate.files.disk import Disk
from slo_gate.files.tree import LEFT_OUT, SUFFIXES, Tree, UnreadableError

__all__ = [
    "DISK",
    "LEFT_OUT",
    "SUFFIXES",
    "Candidate",
    "ChangedError",
    "Tree",
    "UnreadableError",
    "UnwritableError",
    "find",
    "named",
    "present",
    "read",
    "rewrite",
]

DISK: Tree = Disk()
MAX_FILES = 40_000
_ANY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_MAGIC = re.compile(r"[*?\[]")


class Candidate(NamedTuple):
    """A file to read, as messages name it. `named` tells that somebody asked for this very file."""

    name: str
    path: Path
    named: bool


class UnwritableError(Exception):
    """A file that is not written; the message says why."""


class ChangedError(UnwritableError):
    """Somebody else wrote the file since it was read."""


def find(patterns: Sequence[str], folder: Path, tree: Tree = DISK) -> tuple[Candidate, ...]:
    """The files of a tree that paths, folders and globs, relative to `folder`, stand for: sorted, each once.

    Raises UsageError for a path that is not there or leads through a link, and for more than MAX_FILES files;
    NothingMatchedError where nothing is found.
    """
    found: dict[Path, Candidate] = {}
    for candidate in _matching(patterns, folder, tree):
        if candidate.path not in found or candidate.named:
            found[candidate.path] = candidate
        if len(found) > MAX_FILES:
            raise UsageError(f"more than {MAX_FILES:,} files", "name the folders of the SLO files")
    if not found:
        shown = ", ".join(pattern[:80] for pattern in patterns)
        raise NothingMatchedError(f"no {', '.join(SUFFIXES)} file matches {shown}", "name a file, a folder or a glob")
    return tuple(sorted(found.values(), key=lambda candidate: PurePosixPath(candidate.name).parts))


def named(path: str, folder: Path) -> Candidate:
    """The file of a path, whether it is there or not. Raises UsageError for what is no path."""
    if not path or "\0" in path:
        raise UsageError("a path is empty" if not path else "a path holds a NUL character")
    return _candidate(folder / path, folder, named=True)


def present(patterns: Sequence[str], folder: Path, tree: Tree = DISK) -> tuple[str, ...]:
    """Those that may stand for something: globs, and paths of what is there."""
    return tuple(one for one in patterns if _MAGIC.search(one) or tree.exists(named(one, folder).path))


def read(candidate: Candidate, limit: int, tree: Tree = DISK) -> bytes:
    """At most `limit` bytes and one more, so that who parses them sees that there is more. Raises UnreadableError."""
    return tree.read(candidate.path, limit)


def rewrite(candidate: Candidate, before: bytes, after: bytes, folder: Path) -> None:
    """Puts `after` in the place of what was read, at once: whoever reads the file meanwhile sees one or the other.

    Raises UnwritableError for a file outside the folder, one that may not be written, and one that has changed.
    """
    _refuse_outside(candidate.path, folder)
    try:
        status = candidate.path.lstat()
        if not status.st_mode & _ANY_WRITE or not os.access(candidate.path, os.W_OK):
            raise UnwritableError("it is read-only")
        _replace(candidate, before, after, status)
    except OSError as error:
        raise UnwritableError(f"it cannot be written ({error.strerror})") from None


def _replace(candidate: Candidate, before: bytes, after: bytes, status: os.stat_result) -> None:
    import tempfile  # noqa: PLC0415 - it costs as much as a file takes to validate, and only --fix writes

    descriptor, name = tempfile.mkstemp(prefix=".slo-gate-", dir=candidate.path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(descriptor)
            if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(descriptor, status.st_uid, status.st_gid)
            os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
        _refuse_changed(candidate, before)
        Path(name).replace(candidate.path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _refuse_changed(candidate: Candidate, before: bytes) -> None:
    try:
        present = read(candidate, len(before))
    except UnreadableError as error:
        raise ChangedError(f"it changed since it was read: {error}") from None
    if present != before:
        raise ChangedError("it changed since it was read")


def _refuse_outside(path: Path, folder: Path) -> None:
    if not Path(os.path.realpath(path.parent)).is_relative_to(os.path.realpath(folder)):
        raise UnwritableError("it is outside the current folder")


def _matching(patterns: Sequence[str], folder: Path, tree: Tree) -> Iterator[Candidate]:
    for pattern in patterns:
        try:
            yield from _matches(pattern, folder, tree)
        except OSError as error:
            raise UsageError(f"{pattern[:200]!r} cannot be looked up ({error.strerror})") from None


def _matches(pattern: str, folder: Path, tree: Tree) -> Iterator[Candidate]:
    asked = named(pattern, folder)
    path = asked.path
    _refuse_links(path, folder, tree)
    if tree.is_folder(path):
        yield from (_candidate(file, folder) for file in tree.below(path) if file.suffix in SUFFIXES)
    elif tree.exists(path):
        yield asked
    elif _MAGIC.search(pattern):
        yield from _globbed(pattern, folder, tree)
    else:
        raise UsageError(f"there is no file or folder {pattern[:200]!r}", "paths start in the current folder")


def _candidate(path: Path, folder: Path, *, named: bool = False) -> Candidate:
    plain = Path(os.path.normpath(path))
    here = Path(os.path.normpath(folder))
    name = plain.relative_to(here) if plain.is_relative_to(here) else plain
    return Candidate(name.as_posix(), plain, named)


def _refuse_links(path: Path, folder: Path, tree: Tree) -> None:
    """No folder between `folder` and the path is a link: one in a repository may lead anywhere."""
    here = Path(os.path.normpath(folder))
    for parent in path.parents:
        if parent.is_relative_to(here) and parent != here and tree.is_link(parent):
            raise UsageError(f"{str(path)[:200]!r} leads through a symbolic link, and those are not followed")


def _globbed(pattern: str, folder: Path, tree: Tree) -> Iterator[Candidate]:
    parts = PurePosixPath(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if _MAGIC.search(part))
    root = folder.joinpath(*parts[:fixed])
    wanted = glob.expression("/".join(parts[fixed:]))
    if root == folder or tree.is_folder(root):
        for path in tree.below(root):
            if path.suffix in SUFFIXES and wanted.fullmatch(path.relative_to(root).as_posix()):
                yield _candidate(path, folder)
