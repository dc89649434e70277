"""Queries of one pattern are read once: those of a repository differ mostly in the values of their labels.

Whether a query is sound, and what it says where, does not depend on the plain values that its matchers ask for, but on
how long they are. So the pattern of a query is the query with other values of the same length.
"""

import re
from collections.abc import Sequence

from slo_gate.promql.facts import Facts, Matcher, Selector

_VALUE = re.compile(r"[\w ./:@-]++")
"""As a string that follows `=`, it is the value of a matcher by `=` or `!=`: anywhere else, a query that holds it is not sound."""
_ANY = "x"
"""What each character of a value is in a pattern."""


def pattern(query: str) -> str:
    """As long as the query, with each token at its place. It is a query itself, and its own pattern."""
    parts = query.split('"')
    for index in plain_values(query, parts):
        parts[index] = _ANY * len(parts[index])
    return '"'.join(parts)


def plain_values(query: str, parts: Sequence[str]) -> list[int]:
    """Which of a query's parts between quotes are plain values of matchers; none where nobody can be sure."""
    if _is_unsure(query):
        return []
    return [
        index
        for index in range(1, len(parts) - 1, 2)
        if parts[index - 1].rstrip().endswith("=") and _VALUE.fullmatch(parts[index])
    ]


def _is_unsure(query: str) -> bool:
    """Whether a quote may be no end of a string, or a value more than a value. Elsewhere, each other quote ends a string."""
    return "__name__" in query or "#" in query or "'" in query or "`" in query or "\\" in query


def with_values(said: Facts, query: str) -> Facts:
    """What a query says whose pattern is sound and says that, but for the values."""
    selectors = [
        Selector(name, tuple([_with_value(one, query) for one in matchers]), start, end)
        for name, matchers, start, end in said.selectors
    ]
    # `_replace` takes twice as long, and this is done for each query of each file.
    return Facts(
        said.kind,
        tuple(selectors),
        said.ranges,
        said.calls,
        said.groupings,
        said.signs,
        said.has_subquery,
        said.idle_holes,
    )


def _with_value(matcher: Matcher, query: str) -> Matcher:
    """A value without escapes stands in the query as it is, before the quote at its end."""
    label, op, value, start, end = matcher
    if value.strip(_ANY):
        return matcher
    return Matcher(label, op, query[end - 1 - len(value) : end - 1], start, end)
