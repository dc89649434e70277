"""What matchers of labels leave in common, as far as that can be told without running regular expressions."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from slo_gate.promql.facts import Matcher

Choice = tuple[str, ...]
"""A value character by character; an empty one stands for any character."""

_SUFFIX = re.compile(r"_(?:bucket|count|sum|total)$")
_PLAIN = re.compile(r"[A-Za-z0-9_./|: -]+")
_ANY = "."
_COMPARED = 400
"""How many pairs of choices: beyond, nothing is claimed."""


@lru_cache(1024)
def family(name: str) -> str:
    """The name without what tells a histogram's parts, and counters."""
    return _SUFFIX.sub("", name)


def apart(one: Matcher, other: Matcher) -> bool:
    """Whether no value fits both matchers of a label; False where that is not known."""
    if one.op == other.op == "=":
        return one.value != other.value
    left, right = _choices(one), _choices(other)
    if left is None or right is None:
        return False
    if _denies(one) and _denies(other):
        return False
    if _denies(one):
        return _all_covered(left, right)
    if _denies(other):
        return _all_covered(right, left)
    return not _share(left, right)


def matches_all(matcher: Matcher) -> bool:
    return (matcher.op, matcher.value) in {("=~", ".*"), ("=~", ".+"), ("!=", "")}


def _denies(matcher: Matcher) -> bool:
    return matcher.op in {"!=", "!~"}


def _choices(matcher: Matcher) -> list[Choice] | None:
    """The values of a matcher: one text, or a regular expression of letters, dots and bars."""
    if matcher.op in {"=", "!="}:
        return [tuple(matcher.value)]
    text = matcher.value.removeprefix("^").removesuffix("$")
    text = text[1:-1] if text[:1] == "(" and text[-1:] == ")" else text
    if not _PLAIN.fullmatch(text):
        return None
    return [tuple("" if character == _ANY else character for character in choice) for choice in text.split("|")]


def _all_covered(denied: Iterable[Choice], choices: Iterable[Choice]) -> bool:
    """Whether each choice is denied; False where there are too many with dots to tell."""
    left, dotted = set(choices) - set(denied), _dotted(denied)
    return len(left) * len(dotted) <= _COMPARED and all(any(_covers(wide, each) for wide in dotted) for each in left)


def _share(left: Sequence[Choice], right: Sequence[Choice]) -> bool:
    """Whether some value fits a choice of each; True where there are too many choices with dots to tell."""
    if not set(left).isdisjoint(right):
        return True
    pairs = [(left, _dotted(right)), (_dotted(left), right)]
    if any(len(some) * len(others) > _COMPARED for some, others in pairs):
        return True
    return any(_meet(first, second) for some, others in pairs for first in some for second in others)


def _dotted(choices: Iterable[Choice]) -> list[Choice]:
    return [choice for choice in choices if "" in choice]


def _meet(one: Choice, other: Choice) -> bool:
    return len(one) == len(other) and all(a == b or not a or not b for a, b in zip(one, other, strict=True))


def _covers(wide: Choice, narrow: Choice) -> bool:
    return len(wide) == len(narrow) and all(a in ("", b) for a, b in zip(wide, narrow, strict=True))
