"""Whether two queries ask the same."""

import re
from collections.abc import Iterator, Sequence

from slo_gate.promql.analysis import analysed
from slo_gate.promql.parsing import marked_within_bounds
from slo_gate.promql.tokens import Token, filled, partners, tokens
from slo_gate.promql.words import LISTING

_WORD = re.compile(r"\w+")
_COMMENT = re.compile(r"#[^\n]*")


def same(one: str, other: str) -> bool:
    """Texts that are equal; or PromQL that differs in blanks, comments, quotes, and the order of labels alone."""
    if one == other:
        return bool(one.strip())
    if _words(one) != _words(other):
        return False
    return bool(analysed(one).facts and analysed(other).facts) and _normal(one) == _normal(other)


def _words(text: str) -> set[str]:
    """Cheap, and equal wherever the rest is, comments apart."""
    return set(_WORD.findall(_COMMENT.sub("", text) if "#" in text else text))


def _normal(query: str) -> str:
    """As the parser writes it, with matchers and lists of labels in order."""
    text = str(marked_within_bounds(filled(query).plain))
    return " ".join(_ordered(tokens(text)))


def _ordered(found: Sequence[Token]) -> Iterator[str]:
    pairs = partners(found)
    index = 0
    while index < len(found):
        yield found[index].text
        if found[index].text == "{" or (index and found[index - 1].text in LISTING):
            inner = " ".join(one.text for one in found[index + 1 : pairs[index]])
            yield " , ".join(sorted(inner.split(" , ")))
            index = pairs[index] - 1
        index += 1
