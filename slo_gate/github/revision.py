"""A commit as GitHub's API has it, for who reads files at a commit: what is checked out alike is not fetched again."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from slo_gate.core import blob
from slo_gate.core.errors import RevisionError
from slo_gate.core.revision import Held, TreeEntry
from slo_gate.github.commit_files import CommitFiles, Found
from slo_gate.github.errors import ApiError

CheckedOut = Callable[[str], bytes | None]
"""The bytes of a file of the work tree, by its name from the root; None where there is none that can be read."""
_HELD = {"120000": Held.LINK, "160000": Held.SUBMODULE}
_PERMISSION = "contents: read"


class ApiRevision:
    """A `Revision`. Names of files start in `root`, where the work tree is or would be."""

    def __init__(self, files: CommitFiles, root: Path, checked_out: CheckedOut) -> None:
        self._files = files
        self._checked_out = checked_out
        self.root = root
        self.ref = files.ref
        self.sha = files.sha

    def entries(self) -> Mapping[str, TreeEntry]:
        return self._entries

    def read(self, entry: TreeEntry, limit: int) -> bytes:
        name, found = self._by_id[entry.id]
        if found.size > limit:
            return bytes(limit + 1)  # nobody reads more than that it is too much
        local = self._checked_out(name)
        if local is not None and blob.name(local, found.sha) == found.sha:
            return local
        try:
            return self._files.read(name, limit)
        except ApiError as error:
            raise self._unread(error) from None

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        return {name: TreeEntry(_HELD.get(one.mode, Held.FILE), one.sha) for name, one in self._names.items()}

    @cached_property
    def _by_id(self) -> Mapping[str, tuple[str, Found]]:
        return {one.sha: (name, one) for name, one in self._names.items()}

    @cached_property
    def _names(self) -> Mapping[str, Found]:
        try:
            return self._files.names()
        except ApiError as error:
            raise self._unread(error) from None

    def _unread(self, error: ApiError) -> RevisionError:
        what = f"{self.ref} ({self.sha[:12]})" if self.ref and self.ref != self.sha else self.sha[:12]
        return RevisionError(f"the files at {what} cannot be read: {error.failure.of_reading(_PERMISSION)}")
