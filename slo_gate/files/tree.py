"""Where files are looked up: on the disk, or at a commit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

SUFFIXES = (".yaml", ".yml", ".json")
LEFT_OUT = frozenset({".git", ".hg", ".svn", ".tox", ".venv", "node_modules"})


class UnreadableError(Exception):
    """A file that is not read; the message says why."""


class Tree(Protocol):
    """Paths are those of the disk, at a commit too: what is asked of one can be asked of the other."""

    def exists(self, path: Path) -> bool:
        """Whether anything is there, a link that leads nowhere included."""
        ...

    def is_link(self, path: Path) -> bool: ...

    def is_folder(self, path: Path) -> bool:
        """A link to one is none."""
        ...

    def below(self, folder: Path) -> Iterator[Path]:
        """Every file below a folder, in no order; links, and what is in folders that are LEFT_OUT, are not there."""
        ...

    def read(self, path: Path, limit: int) -> bytes:
        """At most `limit` bytes and one more, so that who parses them sees that there is more. Raises UnreadableError."""
        ...
