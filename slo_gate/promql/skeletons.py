"""What is asked for a query follows from its skeleton: those of a repository differ mostly in the values of their labels.

The skeleton of a query is the query with a number for each plain value of its matchers. It has the same parts, so what is
made of one of them is made once, for all queries that share it.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from slo_gate.promql.parsing import MAX_LENGTH, RejectedError, marked, sound_marks
from slo_gate.promql.patterns import pattern, plain_values
from slo_gate.promql.tokens import PLACEHOLDER

if TYPE_CHECKING:
    import promql_parser as promql

REMEMBERED = 4096
"""Queries whose skeleton, parse, and what follows from it, are kept: a plan looks at each of them many times."""
_NUMBER = "\ue000"
"""What a number begins with: a character that is nobody's, so that no query is thought to hold it."""


class Skeleton(NamedTuple):
    """The `values` that a query has instead of its skeleton's numbers. Where it has none, the text is its own."""

    text: str
    values: tuple[str, ...] = ()

    def value(self, text: str) -> str:
        """What the query has where the skeleton has a value."""
        return self.values[int(text[1:])] if self.values and text[:1] == _NUMBER else text


@lru_cache(REMEMBERED)
def skeleton(text: str) -> Skeleton:
    """Its text has no placeholders. What is refused is a query's own text: it is refused in its own words."""
    plain = PLACEHOLDER.sub("1h", text)
    if _NUMBER in plain or len(plain) > MAX_LENGTH:
        return Skeleton(plain)
    parts = plain.split('"')
    values = plain_values(plain, parts)
    found = tuple([parts[index] for index in values])
    for number, index in enumerate(values):
        parts[index] = f"{_NUMBER}{number}"
    numbered = '"'.join(parts)
    return Skeleton(numbered, found) if found and _is_sound(numbered) else Skeleton(plain)


@lru_cache(REMEMBERED)
def _is_sound(numbered: str) -> bool:
    try:
        parse(numbered)
    except RejectedError:
        return False
    return True


@lru_cache(REMEMBERED)
def parse(text: str) -> "promql.Expr":
    """Values of matchers begin with a mark, which `unmarked` takes off. Raises RejectedError."""
    plain = PLACEHOLDER.sub("1h", text)
    return marked(plain, _marks(pattern(plain)))


_marks = lru_cache(REMEMBERED)(sound_marks)
"""Remembered of a pattern: they stand at the same places in each query of it, which is refused in the same words."""
