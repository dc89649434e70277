"""The files of a tree that paths, folders and globs stand for. Links are never followed."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from slo_gate.core import glob
from slo_gate.core.errors import UsageError
from slo_gate.files.candidate import Candidate, asked_for, below, candidate
from slo_gate.files.tree import SUFFIXES, Tree

MAGIC = re.compile(r"[*?\[]")


class Search:
    """Looks up patterns relative to a folder. Every folder is asked once whether it is a link, however many files it has."""

    def __init__(self, folder: Path, tree: Tree) -> None:
        self._folder = folder
        self._here = os.path.normpath(folder)
        self._tree = tree
        self._no_links: set[str] = set()

    def matches(self, pattern: str) -> Iterable[Candidate]:
        """Raises UsageError for what is no path, is not there, leads through a link or cannot be looked up."""
        try:
            asked = asked_for(pattern, self._here)
            self._refuse_links(asked.where)
            is_folder = self._tree.is_folder(asked.where)
            return (asked,) if is_folder is False else self._several(pattern, asked.where if is_folder else "")
        except OSError as error:
            raise _unseen(pattern, error) from None

    def _several(self, pattern: str, folder: str) -> Iterator[Candidate]:
        """The files of a folder; those that the pattern stands for where it is none."""
        try:
            if folder:
                yield from (candidate(file, self._here) for file in self._tree.below(folder) if _has_suffix(file))
            elif MAGIC.search(pattern):
                yield from self._globbed(pattern)
            else:
                raise UsageError(f"there is no file or folder {pattern[:200]!r}", "paths start in the current folder")
        except OSError as error:
            raise _unseen(pattern, error) from None

    def _refuse_links(self, where: str) -> None:
        """No folder between the search's and the path is a link: one in a repository may lead anywhere."""
        parent = os.path.dirname(where)  # noqa: PTH120 - a text
        while parent not in self._no_links and below(parent, self._here):
            if self._tree.is_link(parent):
                raise UsageError(f"{where[:200]!r} leads through a symbolic link, and those are not followed")
            self._no_links.add(parent)
            parent = os.path.dirname(parent)  # noqa: PTH120

    def _globbed(self, pattern: str) -> Iterator[Candidate]:
        parts = PurePosixPath(pattern).parts
        fixed = next(index for index, part in enumerate(parts) if MAGIC.search(part))
        root = str(self._folder.joinpath(*parts[:fixed]))
        wanted = glob.expression("/".join(parts[fixed:]))
        if root == str(self._folder) or self._tree.is_folder(root):
            for path in self._tree.below(root):
                if _has_suffix(path) and wanted.fullmatch(path[len(root) :].lstrip("/")):
                    yield candidate(path, self._here)


def _unseen(pattern: str, error: OSError) -> UsageError:
    return UsageError(f"{pattern[:200]!r} cannot be looked up ({error.strerror})")


def _has_suffix(path: str) -> bool:
    return path.endswith(SUFFIXES) and path[path.rfind("/") + 1 :] not in SUFFIXES
