"""What somebody probably meant to write."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

_ALIKE = 0.65
_COMPARED = 30
"""Names that are compared letter by letter: a set of thousands, each misspelt, must still be answered soon."""


def closest(text: str, known: Iterable[str]) -> str:
    """The known name that a text is most like, whatever its case; empty where none is like it."""
    wanted = text.lower()
    folded = {name.lower(): name for name in known}
    if wanted in folded:
        return folded[wanted]
    candidates = islice((name for name in folded if _may_be(name, wanted)), _COMPARED)
    close = get_close_matches(wanted, candidates, n=1, cutoff=_ALIKE)
    return folded[close[0]] if close else ""


def _may_be(name: str, wanted: str) -> bool:
    """Whether lengths allow the likeness, and one end is the same: a slip rarely changes both."""
    short, long = sorted((len(name), len(wanted)))
    return 2 * short >= _ALIKE * (short + long) and (name[:1] == wanted[:1] or name[-1:] == wanted[-1:])
