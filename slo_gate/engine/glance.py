"""Files that are told from SLO files at a glance: parsing all YAML of a repository would take minutes, and most of it is of other
things.
"""

from collections.abc import Sequence
from functools import cache

from slo_gate.core.ports import Format

_UNCLEAR = (b"\\", b"\0", b"{{")
"""With one of these, the words of a file are not all that it says: escapes, another encoding, and what is filled in later."""


def may_hold_slos(data: bytes, formats: Sequence[Format]) -> bool:
    """Whether a file may hold an object of some format, be it sound or not."""
    lower = data.lower()
    return any(sign in lower for sign in _UNCLEAR) or any(word in lower for word in _words(tuple(formats)))


@cache
def _words(formats: tuple[Format, ...]) -> tuple[bytes, ...]:
    return tuple({word.encode(): None for one in formats for word in one.WORDS})
