"""What matchers of labels leave in common, as far as that can be told without running regular expressions."""

import re

from slo_gate.promql.facts import Matcher

Choice = tuple[str, ...]
"""A value character by character; an empty one stands for any character."""

_SUFFIX = re.compile(r"_(?:bucket|count|sum|total)$")
_PLAIN = re.compile(r"[A-Za-z0-9_./|: -]+")
_ANY = "."


def family(name: str) -> str:
    """The name without what tells a histogram's parts, and counters."""
    return _SUFFIX.sub("", name)


def apart(one: Matcher, other: Matcher) -> bool:
    """Whether no value fits both matchers of a label; False where that is not known."""
    left, right = _choices(one), _choices(other)
    if left is None or right is None:
        return False
    if _denies(one) and _denies(other):
        return False
    if _denies(one):
        return all(any(_covers(denied, choice) for denied in left) for choice in right)
    if _denies(other):
        return all(any(_covers(denied, choice) for denied in right) for choice in left)
    return not any(_meet(first, second) for first in left for second in right)


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


def _meet(one: Choice, other: Choice) -> bool:
    return len(one) == len(other) and all(a == b or not a or not b for a, b in zip(one, other, strict=True))


def _covers(wide: Choice, narrow: Choice) -> bool:
    return len(wide) == len(narrow) and all(a in ("", b) for a, b in zip(wide, narrow, strict=True))
