"""Queries of one pattern are read once: those of a repository differ mostly in the values of their labels.

Whether a query is sound, and what it says where, does not depend on the plain values that its matchers ask for, but on
how long they are. So the pattern of a query is the query with other values of the same length.
"""

import re

from slo_gate.promql.facts import Facts, Matcher, Selector

_UNSURE = frozenset("#'`\\")
"""With any of these, or `__name__`, a quote may be no end of a string, and a value more than a value. Without, each other quote ends one."""
_STRING = re.compile(r'(?P<before>=\s*+")(?P<value>[\w ./:@-]++)"|"[^"]*+"')
"""A string that follows `=` is the value of a matcher by `=` or `!=`: anywhere else, a query that holds it is not sound."""
_ANY = "x"
"""What each character of a value is in a pattern."""


def pattern(query: str) -> str:
    """As long as the query, with each token at its place. It is a query itself, and its own pattern."""
    return query if "__name__" in query or not _UNSURE.isdisjoint(query) else _STRING.sub(_without_value, query)


def _without_value(string: re.Match[str]) -> str:
    before, value = string.groups()
    return f'{before}{_ANY * len(value)}"' if value else string[0]


def with_values(said: Facts, query: str) -> Facts:
    """What a query says whose pattern is sound and says that, but for the values."""
    selectors = [
        Selector(name, tuple([_with_value(one, query) for one in matchers]), start, end)
        for name, matchers, start, end in said.selectors
    ]
    return said._replace(selectors=tuple(selectors))


def _with_value(matcher: Matcher, query: str) -> Matcher:
    """A value without escapes stands in the query as it is, before the quote at its end."""
    label, op, value, start, end = matcher
    if value.strip(_ANY):
        return matcher
    return Matcher(label, op, query[end - 1 - len(value) : end - 1], start, end)
