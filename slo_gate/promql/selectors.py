"""The selectors of a query, and how each is written anew: as it is, or for several values of a label at once."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import promql_parser as promql

from slo_gate.promql.matchers import unmarked
from slo_gate.promql.skeletons import REMEMBERED, Skeleton, parse, skeleton

_OPERATORS = {"MatchOp.Equal": "=", "MatchOp.NotEqual": "!="}
_BELOW = {
    promql.AggregateExpr: ("expr",),
    promql.BinaryExpr: ("lhs", "rhs"),
    promql.ParenExpr: ("expr",),
    promql.SubqueryExpr: ("expr",),
    promql.UnaryExpr: ("expr",),
}
"""Where an expression holds others; the arguments of a call are a list."""
_META = re.compile(r"[\\.+*?()|\[\]{}^$]")


class NotUnderstoodError(Exception):
    """The message says what was found in the query."""


class Among(NamedTuple):
    """One label's values in several queries that are asked as one."""

    label: str
    values: tuple[str, ...]


class Matcher(NamedTuple):
    label: str
    op: str
    value: str


class Selector(NamedTuple):
    """What a selector asks for, its matchers as the query has them. `rest` is what follows them, such as an offset.

    `odd` is what it has that nobody writes anew; empty where there is nothing of the kind.
    """

    name: str
    matchers: tuple[Matcher, ...]
    rest: str = ""
    odd: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it asks for series by its matchers alone, as they are now."""
        return not (self.rest or self.odd)

    def filled(self, alike: Skeleton) -> "Selector":
        """A selector of a skeleton, as the query has it."""
        if not alike.values:
            return self
        matchers = [Matcher(label, op, alike.value(value)) for label, op, value in self.matchers]
        return Selector(self.name, tuple(matchers), self.rest, self.odd)


@lru_cache(REMEMBERED)
def selectors(text: str) -> tuple[Selector, ...]:
    """Raises RejectedError."""
    alike = skeleton(text)
    return tuple([one.filled(alike) for one in _selectors(alike.text)])


@lru_cache(REMEMBERED)
def _selectors(text: str) -> tuple[Selector, ...]:
    """Those of a skeleton."""
    return tuple(map(selector, vector_selectors(parse(text))))


def vector_selectors(expression: "promql.Expr") -> list["promql.VectorSelector"]:
    """Those of instants, then those of ranges."""
    nodes = walk(expression)
    found = [node for node in nodes if isinstance(node, promql.VectorSelector)]
    return found + [node.vector_selector for node in nodes if isinstance(node, promql.MatrixSelector)]


def selector(node: "promql.VectorSelector") -> Selector:
    """The operators and values of its matchers, where the parser knows marks; all else as the parser writes it."""
    name, bare, marked = node.name or "", str(node), node.matchers.matchers
    matchers = tuple(Matcher(one.name, *unmarked(one.value)) for one in marked)
    before = _braced(name, (f'{one.name}{_OPERATORS[str(one.op)]}"{one.value}"' for one in marked))
    if node.matchers.or_matchers:
        return Selector(name, matchers, odd="`or` within braces")
    if not bare.startswith(before):
        return Selector(name, matchers, odd="a label in quotes")
    return Selector(name, matchers, bare.removeprefix(before))


def only_selector(text: str) -> Selector | None:
    """The selector of a query that has one alone, of a metric by its name. Raises RejectedError."""
    found = selectors(text)
    return found[0] if len(found) == 1 and found[0].name else None


def walk(node: "promql.Expr") -> "list[promql.Expr]":
    below = node.args if isinstance(node, promql.Call) else [getattr(node, key) for key in _BELOW.get(type(node), ())]
    return [node, *(inner for child in below for inner in walk(child))]


def selecting(name: str, matchers: Iterable[tuple[str, str, str]]) -> str:
    """The text of a selector; a matcher is a label, an operator and a value."""
    return _braced(name, (f"{label}{operator}{_quoted(value)}" for label, operator, value in matchers))


def written(found: Selector, among: Among | None = None) -> str:
    """The selector as a query has it. Raises NotUnderstoodError."""
    if found.odd:
        raise NotUnderstoodError(found.odd)
    return selecting(found.name, (_asked(one, among) for one in found.matchers)) + found.rest


def renamed(found: Selector, name: str, labels: Mapping[str, str]) -> str:
    """A selector of another metric, by the same matchers and some values of labels."""
    return selecting(name, (*found.matchers, *_equal(labels)))


def selector_of(name: str, labels: Mapping[str, str]) -> str:
    return selecting(name, _equal(labels))


def _equal(labels: Mapping[str, str]) -> list[Matcher]:
    return [Matcher(label, "=", value) for label, value in labels.items()]


def _braced(name: str, matchers: Iterable[str]) -> str:
    return f"{name}{{{','.join(matchers)}}}"


def _asked(one: Matcher, among: Among | None) -> Matcher:
    if among and (one.label, one.op) == (among.label, "="):
        return Matcher(one.label, "=~", "|".join(map(_literally, among.values)))
    return one


def _quoted(value: str) -> str:
    inner = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inner}"'


def _literally(value: str) -> str:
    """A regular expression of RE2 that matches a text alone."""
    return _META.sub(r"\\\g<0>", value)
