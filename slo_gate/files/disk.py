"""Files on the disk."""

import errno
import os
import stat
from collections.abc import Iterator

from slo_gate.core.errors import UsageError
from slo_gate.files.tree import LEFT_OUT, StrPath, UnreadableError

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CHUNK = 64 * 1024
_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})


class Disk:
    def exists(self, path: StrPath) -> bool:
        return os.path.lexists(path)

    def is_link(self, path: StrPath) -> bool:
        return stat.S_ISLNK(_mode(path))

    def is_folder(self, path: StrPath) -> bool | None:
        mode = _mode(path)
        return stat.S_ISDIR(mode) if mode else None

    def below(self, folder: StrPath) -> Iterator[str]:
        waiting = [os.fspath(folder)]
        while waiting:
            for entry in _entries(waiting.pop()):
                if entry.is_symlink():
                    continue
                if not entry.is_dir():
                    yield entry.path
                elif entry.name not in LEFT_OUT:
                    waiting.append(entry.path)

    def read(self, path: StrPath, limit: int) -> bytes:
        try:
            descriptor = os.open(path, _FLAGS)
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise UnreadableError("it is a symbolic link, and those are not followed") from None
            raise UnreadableError(f"it cannot be opened ({error.strerror})") from None
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UnreadableError("it is no regular file")
            return _content(descriptor, limit + 1)
        except OSError as error:
            raise UnreadableError(f"it cannot be read ({error.strerror})") from None
        finally:
            os.close(descriptor)


def _mode(path: StrPath) -> int:
    """What is there, a link as such; 0 where there is nothing."""
    try:
        return os.lstat(path).st_mode
    except OSError as error:
        if error.errno in _ABSENT:
            return 0
        raise


def _content(descriptor: int, most: int) -> bytes:
    """Up to the end, which is where nothing more is read: one step may read less than there is."""
    parts: list[bytes] = []
    while most and (part := os.read(descriptor, min(most, _CHUNK))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        raise UsageError(f"the folder {folder[:200]!r} cannot be listed ({error.strerror})") from None
