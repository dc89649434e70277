"""Files on the disk."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from slo_gate.core.errors import UsageError
from slo_gate.files.tree import LEFT_OUT, UnreadableError


class Disk:
    def exists(self, path: Path) -> bool:
        return os.path.lexists(path)

    def is_link(self, path: Path) -> bool:
        return path.is_symlink()

    def is_folder(self, path: Path) -> bool:
        return path.is_dir() and not path.is_symlink()

    def below(self, folder: Path) -> Iterator[Path]:
        waiting = [folder]
        while waiting:
            for entry in _entries(waiting.pop()):
                if entry.is_symlink():
                    continue
                if not entry.is_dir():
                    yield Path(entry.path)
                elif entry.name not in LEFT_OUT:
                    waiting.append(Path(entry.path))

    def read(self, path: Path, limit: int) -> bytes:
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise UnreadableError("it is a symbolic link, and those are not followed") from None
            raise UnreadableError(f"it cannot be opened ({error.strerror})") from None
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise UnreadableError("it is no regular file")
        with os.fdopen(descriptor, "rb") as file:
            try:
                return file.read(limit + 1)
            except OSError as error:
                raise UnreadableError(f"it cannot be read ({error.strerror})") from None


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        raise UsageError(f"the folder {str(folder)[:200]!r} cannot be listed ({error.strerror})") from None
