"""Whether a text of SQL is exactly one SELECT, as far as its words tell."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from slo_gate.core.sql import Fault, Sort, Text, Token

_READING = frozenset({"select", "from", "values"})
_WRITING = frozenset({"insert", "update", "delete", "merge", "truncate"})


def no_select(text: Text) -> Fault | None:
    """Why it is none: another statement, a second one, none at all, or what has no end."""
    if text.fault:
        return text.fault
    spoken = [one for one in text.tokens if one.text != ";"]
    if not spoken:
        return Fault(0, 1, "the query holds no statement")
    return _other(spoken) or _second(text.tokens)


def _second(tokens: Sequence[Token]) -> Fault | None:
    ended = False
    for one in tokens:
        if ended and one.text != ";":
            return Fault(one.start, one.end, "a second statement begins here")
        ended = ended or one.text == ";"
    return None


def _other(spoken: Sequence[Token]) -> Fault | None:
    """The word with which it is no SELECT."""
    words = [one for one in spoken if one.sort == Sort.WORD]
    begin = words[0] if words and set(_before(spoken, words[0])) <= {"("} else spoken[0]
    if begin.text == "with":
        known = _READING | _WRITING
        begin = next((one for one in words if one.depth == begin.depth and one.text in known), words[-1])
        return _inner(spoken) if begin.text not in _WRITING else _no_select(begin)
    return _inner(spoken) if begin.text in _READING else _no_select(begin)


def _no_select(one: Token) -> Fault:
    return Fault(one.start, one.end, f"`{one.text[:40]}` begins no SELECT")


def _inner(spoken: Sequence[Token]) -> Fault | None:
    """A statement in parentheses that writes, as a WITH may have."""
    for (before, one), (_, after) in pairwise(pairwise(spoken)):
        if before.text == "(" and one.text in _WRITING and after.sort == Sort.WORD:
            return Fault(one.start, one.end, f"`{one.text}` changes data")
    return None


def _before(spoken: Sequence[Token], word: Token) -> Iterator[str]:
    return (one.text for one in spoken if one.start < word.start)
