"""Queries that are one sum of one counter: which of them count a part of what another counts.

A sum of what fits more matchers is a sum of some series of the sum with fewer, once that one is grouped by the labels that
tell them apart. So the server has to read each series once alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import chain, combinations
from typing import NamedTuple

import promql_parser as promql

from slo_gate.promql.events import COUNTING
from slo_gate.promql.selectors import Matcher, selecting, selectors
from slo_gate.promql.skeletons import REMEMBERED, parse, skeleton

_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ALIKE = re.compile(r"(?:[\w:/ @-]|\\\.|\.[*+?]?|[\w:/ @-][*+?]|\||\((?:[\w:/ @|.-])*\)|\[[\w-]+\][*+?]?)*", re.ASCII)
"""Regular expressions that RE2 and Python read alike: no repeated groups, no classes but those in brackets."""
_LONGEST, _MOST_CHOICES = 200, 3
_MOST_MATCHERS = 6
"""Of a sum whose parts are looked for among all subsets of them."""


Selection = tuple[str, frozenset[Matcher]]
"""The name of a metric, and what is asked of its labels."""


class Sum(NamedTuple):
    """`sum by (…) (name{…})`, counted however the file writes it."""

    name: str
    matchers: frozenset[Matcher]
    by: tuple[str, ...]

    def wider(self) -> tuple[Selection, ...]:
        """What sums with fewer matchers select, those with the fewest first; its own selection is the last."""
        return _wider(self.name, self.matchers)

    def telling(self, labels: Iterable[str]) -> str:
        """The query for the same series, told apart by some labels too."""
        by = ", ".join(sorted({*self.by, *labels}))
        return f"sum by ({by}) ({selecting(self.name, sorted(self.matchers))})"


@lru_cache(REMEMBERED)
def _wider(name: str, matchers: frozenset[Matcher]) -> tuple[Selection, ...]:
    """Remembered, since the same sum is asked for several stretches of time."""
    if len(matchers) > _MOST_MATCHERS:
        return ()
    listed = sorted(matchers)
    sizes = (combinations(listed, size) for size in range(len(listed) + 1))
    return tuple((name, frozenset(some)) for some in chain.from_iterable(sizes))


Fits = Callable[[Mapping[str, str]], bool]
"""Whether a series fits, by its labels; one that is missing is empty."""


@lru_cache(REMEMBERED)
def sum_of(text: str) -> Sum | None:
    """None for what is no such sum. Raises RejectedError."""
    by = _summed_by(skeleton(text).text)
    if by is None:
        return None
    (found,) = selectors(text)
    return Sum(found.name, frozenset(found.matchers), by)


@lru_cache(REMEMBERED)
def _summed_by(text: str) -> tuple[str, ...] | None:
    """By which labels a sum groups; None for what is no such sum."""
    node = parse(text)
    while isinstance(node, promql.ParenExpr) or (isinstance(node, promql.BinaryExpr) and _is_or_zero(node)):
        node = node.lhs if isinstance(node, promql.BinaryExpr) else node.expr
    if not isinstance(node, promql.AggregateExpr) or str(node.op) != "sum":
        return None
    by = _by(node.modifier)
    if by is None or not _is_selection(node.expr):
        return None
    (found,) = selectors(text)
    if not found.name or not found.is_plain:
        return None
    return by if all(_LABEL.fullmatch(one.label) for one in found.matchers) else None


@lru_cache(REMEMBERED)
def fitting(matchers: frozenset[Matcher]) -> Fits | None:
    """None where one of them is a regular expression that we might read otherwise than the server."""
    tests = [_test(one) for one in matchers]
    known = [test for test in tests if test]
    if len(known) < len(tests):
        return None
    return known[0] if len(known) == 1 else lambda labels: all(test(labels) for test in known)


def _test(one: Matcher) -> Fits | None:
    if one.op in {"=", "!="}:
        return lambda labels: (labels.get(one.label, "") == one.value) is (one.op == "=")
    if not _is_quick(one.value) or not _ALIKE.fullmatch(one.value):
        return None
    fits = re.compile(one.value, re.DOTALL | re.ASCII).fullmatch
    return lambda labels: bool(fits(labels.get(one.label, ""))) is (one.op == "=~")


def _is_quick(expression: str) -> bool:
    """Whether Python cannot search in it for long: it tries the choices of each repetition and group against all others'."""
    return len(expression) <= _LONGEST and sum(map(expression.count, "*+?(")) <= _MOST_CHOICES


def _is_or_zero(node: "promql.BinaryExpr") -> bool:
    return str(node.op) == "or" and str(node.rhs) == "vector(0)"


def _is_selection(node: "promql.Expr") -> bool:
    """Whether it is one selector, counted or not."""
    match node:
        case promql.ParenExpr():
            return _is_selection(node.expr)
        case promql.Call():
            return node.func.name in COUNTING and isinstance(node.args[0], promql.MatrixSelector)
    return isinstance(node, promql.VectorSelector)


def _by(modifier: "promql.AggModifier | None") -> tuple[str, ...] | None:
    if modifier is None:
        return ()
    labels = tuple(modifier.labels)
    return labels if modifier.type == promql.AggModifierType.By and all(map(_LABEL.fullmatch, labels)) else None
