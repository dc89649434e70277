"""Which known word a wrong one may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches

_COMPARISONS = 10_000
"""A hostile file has tens of thousands of wrong words; only so many are compared, which takes a fraction of a second."""


class Speller:
    """Knows some words, and tires: behind many questions it has no more answers."""

    def __init__(self, known: Iterable[str]) -> None:
        self._folded = {word.lower(): word for word in known}
        self._left = _COMPARISONS

    def meant(self, wrong: str, alike: float = 0.6) -> str:
        """The known word that is most like a wrong one; empty where none is `alike`, a share of 1."""
        self._left -= len(self._folded)
        if self._left < 0:
            return ""
        close = get_close_matches(wrong[:80].lower(), self._folded, n=1, cutoff=alike)
        return self._folded[close[0]] if close else ""
