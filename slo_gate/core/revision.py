"""A commit, as who reads files of it needs to know it."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol


class Held(StrEnum):
    """What a commit holds under a name. Neither links nor submodules are followed."""

    FILE = "file"
    LINK = "link"
    SUBMODULE = "submodule"


class TreeEntry(NamedTuple):
    """`id` is that of the blob, by which its bytes are asked for."""

    held: Held
    id: str


class Revision(Protocol):
    """One commit of a repository. `ref` is what was asked for, `sha` the commit that it was when the run began: 40 or 64
    digits of hex.

    Names of files start in `root`, a folder on this machine, whether it has a work tree or not.
    """

    @property
    def ref(self) -> str: ...

    @property
    def sha(self) -> str: ...

    @property
    def root(self) -> Path: ...

    def entries(self) -> Mapping[str, TreeEntry]:
        """Everything that the commit holds, by its name from the root, with slashes. Never a part of it.

        Raises RevisionError where not all can be listed.
        """
        ...

    def read(self, entry: TreeEntry, limit: int) -> bytes:
        """At most `limit` bytes and one more, so that who parses them sees that there is more. Raises RevisionError."""
        ...
