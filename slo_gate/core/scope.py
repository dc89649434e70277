"""Which services a change concerns, by the files that it touches: a map in the manner of CODEOWNERS."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from slo_gate.core.glob import expression


class ScopeEntry(NamedTuple):
    """Files that fit one of `paths` (globs from the repository's root) concern `services`; None is every service."""

    paths: tuple[str, ...]
    services: tuple[str, ...] | None

    def fits(self, path: str) -> bool:
        return any(expression(glob).fullmatch(path) for glob in self.paths)


class Scoped(NamedTuple):
    """The services that are concerned, by name; None for all of them, and then by which file."""

    services: tuple[str, ...] | None
    by: str = ""


def scoped(paths: Iterable[str], scope: Sequence[ScopeEntry]) -> Scoped:
    """Of each file the last entry that fits speaks. A file that none fits concerns every service: nobody said otherwise."""
    services: set[str] = set()
    for path in paths:
        entry = next((one for one in reversed(scope) if one.fits(path)), None)
        if entry is None or entry.services is None:
            return Scoped(None, path)
        services.update(entry.services)
    return Scoped(tuple(sorted(services)))
