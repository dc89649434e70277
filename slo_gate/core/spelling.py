"""What somebody probably meant to write, and what they must have meant."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

_ALIKE = 0.65
_COMPARED = 30
"""Names that are compared letter by letter: a set of thousands, each misspelt, must still be answered soon."""
_LONG = 5
_LONGEST_DIFFERENCE = 5
"""What separators, and a slip, may make of a word's length."""
_SEPARATORS = str.maketrans("", "", "-_ ")


def closest(text: str, known: Iterable[str]) -> str:
    """The known name that a text is most like, whatever its case; empty where none is like it."""
    wanted = text.lower()
    folded = {name.lower(): name for name in known}
    if wanted in folded:
        return folded[wanted]
    from difflib import get_close_matches  # noqa: PLC0415 - only a slip needs it

    candidates = islice((name for name in folded if _may_be(name, wanted)), _COMPARED)
    close = get_close_matches(wanted, candidates, n=1, cutoff=_ALIKE)
    return folded[close[0]] if close else ""


def _may_be(name: str, wanted: str) -> bool:
    """Whether lengths allow the likeness, and one end is the same: a slip rarely changes both."""
    short, long = sorted((len(name), len(wanted)))
    return 2 * short >= _ALIKE * (short + long) and (name[:1] == wanted[:1] or name[-1:] == wanted[-1:])


def slip_of(text: str, known: Iterable[str]) -> str:
    """The one known word that is meant, whatever its case and separators, but for a slip; empty where none is.

    A slip is a letter too many, one too few, another one, or two that changed places. It is forgiven in words of five
    letters and more: one letter tells `lt` from `gt`.
    """
    word = _folded(text)
    folded = {name: _folded_name(name) for name in known if abs(len(name) - len(text)) <= _LONGEST_DIFFERENCE}
    same = [name for name, other in folded.items() if other == word]
    near = same or [name for name, other in folded.items() if len(other) >= _LONG and _one_slip(word, other)]
    return near[0] if len(near) == 1 else ""


def _folded(text: str) -> str:
    return text.translate(_SEPARATORS).lower()


@lru_cache(1_024)
def _folded_name(name: str) -> str:
    """Remembered, since the same few names are compared with every misspelt one."""
    return _folded(name)


def _one_slip(one: str, other: str) -> bool:
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[same:], other[same:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
