"""Files at a commit, found and read as those on the disk are."""

import os
from collections.abc import Iterator
from functools import cached_property

from slo_gate.core.errors import UsageError
from slo_gate.core.revision import Held, Revision, TreeEntry
from slo_gate.files.candidate import below
from slo_gate.files.tree import LEFT_OUT, StrPath, UnreadableError

_WHY = {
    Held.LINK: "it is a symbolic link, and those are not followed",
    Held.SUBMODULE: "it is a submodule, and those are not followed",
}


class Committed:
    """The tree of a commit. A path outside of its repository raises UsageError: no commit says what is there."""

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        self._root = str(revision.root)

    def exists(self, path: StrPath) -> bool:
        name = self._name(path)
        return name in self.revision.entries() or name in self._folders

    def is_link(self, path: StrPath) -> bool:
        entry = self._entry(path)
        return entry is not None and entry.held is Held.LINK

    def is_folder(self, path: StrPath) -> bool | None:
        name = self._name(path)
        return name in self._folders or (False if name in self.revision.entries() else None)

    def below(self, folder: StrPath) -> Iterator[str]:
        name = self._name(folder)
        start = f"{name}/" if name else ""
        for found, entry in self.revision.entries().items():
            if entry.held is Held.FILE and found.startswith(start):
                rest = found[len(start) :]
                if LEFT_OUT.isdisjoint(rest.split("/")[:-1]):
                    yield os.path.join(folder, rest)  # noqa: PTH118 - a text

    def read(self, path: StrPath, limit: int) -> bytes:
        entry = self._entry(path)
        if entry is None:
            raise UnreadableError("it is a folder" if self.is_folder(path) else f"it is not there at {self._where}")
        if entry.held in _WHY:
            raise UnreadableError(_WHY[entry.held])
        return self.revision.read(entry, limit)

    def holds(self, path: StrPath) -> bool:
        """Whether a path is one of the repository's at all, be there anything or not."""
        return self._known(path) is not None

    def submodule_of(self, path: StrPath) -> str | None:
        """The submodule that a path leads into, by its name: what is in it is another repository's, and not known here."""
        name = self._name(path)
        return next((one for one in self._submodules if name.startswith(f"{one}/")), None)

    @cached_property
    def _submodules(self) -> tuple[str, ...]:
        return tuple(name for name, entry in self.revision.entries().items() if entry.held is Held.SUBMODULE)

    @cached_property
    def _folders(self) -> frozenset[str]:
        found = {""}
        for name in self.revision.entries():
            while (name := name.rpartition("/")[0]) not in found:
                found.add(name)
        return frozenset(found)

    @property
    def _where(self) -> str:
        return self.revision.ref or self.revision.sha

    def _entry(self, path: StrPath) -> TreeEntry | None:
        return self.revision.entries().get(self._name(path))

    def _name(self, path: StrPath) -> str:
        name = self._known(path)
        if name is None:
            raise UsageError(
                f"{str(path)[:200]!r} is outside of the repository, so there is none at {self._where}",
                "name paths of the repository",
            )
        return name

    def _known(self, path: StrPath) -> str | None:
        """A path's name in the repository; empty for the repository itself, None for what is outside."""
        where = os.path.abspath(path)  # noqa: PTH100 - no link is resolved
        if where == self._root:
            return ""
        return below(where, self._root).replace(os.sep, "/") or None
