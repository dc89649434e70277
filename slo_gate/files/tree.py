"""Where files are looked up: on the disk, or at a commit."""

import os
from collections.abc import Iterator
from typing import Protocol

SUFFIXES = (".yaml", ".yml", ".json")
StrPath = str | os.PathLike[str]
LEFT_OUT = frozenset({".git", ".hg", ".svn", ".tox", ".venv", "node_modules"})


class UnreadableError(Exception):
    """A file that is not read; the message says why."""


class Tree(Protocol):
    """Paths are those of the disk, at a commit too: what is asked of one can be asked of the other."""

    def exists(self, path: StrPath) -> bool:
        """Whether anything is there, a link that leads nowhere included."""
        ...

    def is_link(self, path: StrPath) -> bool: ...

    def is_folder(self, path: StrPath) -> bool | None:
        """None where nothing is there. A link to a folder is none."""
        ...

    def below(self, folder: StrPath) -> Iterator[str]:
        """Every file below a folder, in no order; links, and what is in folders that are LEFT_OUT, are not there."""
        ...

    def read(self, path: StrPath, limit: int) -> bytes:
        """At most `limit` bytes and one more, so that who parses them sees that there is more. Raises UnreadableError."""
        ...
