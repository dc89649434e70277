"""Files by their paths. They are texts: a `Path` takes ten times as long to make, and there may be thousands."""

import os
from pathlib import Path
from typing import NamedTuple

from slo_gate.core.errors import UsageError


class Candidate(NamedTuple):
    """A file to read, as messages name it, and where it is. `named` tells that somebody asked for this very file."""

    name: str
    where: str
    named: bool

    @property
    def path(self) -> Path:
        return Path(self.where)


def named(path: str, folder: Path) -> Candidate:
    """The file of a path, whether it is there or not. Raises UsageError for what is no path."""
    return asked_for(path, os.path.normpath(folder))


def asked_for(path: str, here: str) -> Candidate:
    """As `named`, of a folder's path that is normal."""
    if not path or "\0" in path:
        raise UsageError("a path is empty" if not path else "a path holds a NUL character")
    return candidate(os.path.join(here, path), here, named=True)  # noqa: PTH118 - as said above


def candidate(path: str, here: str, *, named: bool = False) -> Candidate:
    """The file of a path, which is named from `here` on where it is below, and by its whole path elsewhere."""
    where = os.path.normpath(path)
    if where == here:
        return Candidate(".", where, named)
    return Candidate(below(where, here) or where, where, named)


def below(where: str, here: str) -> str:
    """The rest of a normal path behind that of a folder; empty where it is none, or does not begin so."""
    if here == ".":
        return "" if where.startswith("/") else where
    start = here if here.endswith("/") else f"{here}/"
    rest = where[len(start) :] if where.startswith(start) else ""
    return "" if rest.startswith("/") else rest  # `//a` is not below `/`
