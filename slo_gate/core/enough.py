"""How much of one kind is looked for in a file: more is neither shown nor counted, and each costs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

ENOUGH = 3_000
_Found = TypeVar("_Found")


class Enough:
    """Lets through what is found of a file until it is enough."""

    def __init__(self) -> None:
        self._told: defaultdict[str, int] = defaultdict(int)

    def of(self, file: str, found: Iterable[_Found]) -> Iterator[_Found]:
        """The first of what is found; one of each call at least, so that an object with a mistake is never taken for sound."""
        for one in islice(found, max(1, ENOUGH - self._told[file])):
            self._told[file] += 1
            yield one


def distinct(found: Iterable[_Found]) -> Iterator[_Found]:
    """Each thing once, as soon as it is found."""
    seen: set[_Found] = set()
    for one in found:
        if one not in seen:
            seen.add(one)
            yield one
