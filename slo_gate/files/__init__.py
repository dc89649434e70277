"""Which files a run reads: named ones, those below a folder, those that match a glob. Links are never followed."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from slo_gate.core.errors import NothingMatchedError, UsageError
from slo_gate.files.candidate import Candidate, named
from slo_gate.files.disk import Disk
from slo_gate.files.search import MAGIC, Search
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


class UnwritableError(Exception):
    """A file that is not written; the message says why."""


class ChangedError(UnwritableError):
    """Somebody else wrote the file since it was read."""


def find(patterns: Sequence[str], folder: Path, tree: Tree = DISK) -> tuple[Candidate, ...]:
    """The files of a tree that paths, folders and globs, relative to `folder`, stand for: sorted, each once.

    Raises UsageError for a path that is not there or leads through a link, and for more than MAX_FILES files;
    NothingMatchedError where nothing is found.
    """
    found: dict[str, Candidate] = {}
    search = Search(folder, tree)
    for pattern in patterns:
        for candidate in search.matches(pattern):
            if candidate.named or candidate.where not in found:
                found[candidate.where] = candidate
            if len(found) > MAX_FILES:
                raise UsageError(f"more than {MAX_FILES:,} files", "name the folders of the SLO files")
    if not found:
        shown = ", ".join(pattern[:80] for pattern in patterns)
        raise NothingMatchedError(f"no {', '.join(SUFFIXES)} file matches {shown}", "name a file, a folder or a glob")
    return tuple(sorted(found.values(), key=_by_steps))


def _by_steps(candidate: Candidate) -> str:
    """Sorts a folder's files before those of another whose name begins with its own: no name has a character before NUL."""
    return candidate.name.replace("/", "\0")


def present(patterns: Sequence[str], folder: Path, tree: Tree = DISK) -> tuple[str, ...]:
    """Those that may stand for something: globs, and paths of what is there."""
    return tuple(one for one in patterns if MAGIC.search(one) or tree.exists(named(one, folder).where))


def read(candidate: Candidate, limit: int, tree: Tree = DISK) -> bytes:
    """At most `limit` bytes and one more, so that who parses them sees that there is more. Raises UnreadableError."""
    return tree.read(candidate.where, limit)


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
