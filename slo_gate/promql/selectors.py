"""The selectors of a query, and how each is written anew: as it is, or for several values of a label at once."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import promql_parser as promql

from slo_gate.promql.matchers import unmarked
from slo_gate.promql.parsing import parsed
from slo_gate.promql.tokens import PLACEHOLDER

REMEMBERED = 4096
"""Queries whose parse, and what follows from it, are kept: a plan looks at each of them many times."""
_OPERATORS = {"MatchOp.Equal": "=", "MatchOp.NotEqual": "!="}
_META = re.compile(r"[\\.+*?()|\[\]{}^$]")


class NotUnderstoodError(Exception):
    """The message says what was found in the query."""


class Among(NamedTuple):
    """One label's values in several queries that are asked as one."""

    label: str
    values: tuple[str, ...]


@lru_cache(REMEMBERED)
def parse(text: str) -> "promql.Expr":
    """Values of matchers begin with a mark, which `unmarked` takes off. Raises RejectedError."""
    return parsed(PLACEHOLDER.sub("1h", text))


def selectors(expression: "promql.Expr") -> list["promql.VectorSelector"]:
    found = [node for node in walk(expression) if isinstance(node, promql.VectorSelector)]
    return found + [node.vector_selector for node in walk(expression) if isinstance(node, promql.MatrixSelector)]


def only_selector(text: str) -> "promql.VectorSelector | None":
    """The selector of a query that has one alone, of a metric by its name. Raises RejectedError."""
    found = selectors(parse(text))
    return found[0] if len(found) == 1 and found[0].name else None


def walk(node: "promql.Expr") -> "list[promql.Expr]":
    below = [getattr(node, key, None) for key in ("expr", "lhs", "rhs")] + list(getattr(node, "args", None) or [])
    return [node, *(inner for child in below if child is not None for inner in walk(child))]


def is_plain(selector: "promql.VectorSelector") -> bool:
    return not (selector.matchers.or_matchers or selector.offset or selector.at)


def selecting(name: str, matchers: Iterable[tuple[str, str, str]]) -> str:
    """The text of a selector; a matcher is a label, an operator and a value."""
    return _braced(name, (f"{label}{operator}{_quoted(value)}" for label, operator, value in matchers))


def written(selector: "promql.VectorSelector", among: Among | None = None) -> str:
    """The selector with the operators and escapes of its matchers, where the parser wrote marks and no escapes."""
    if selector.matchers.or_matchers:
        raise NotUnderstoodError("`or` within braces")
    bare, matchers = str(selector), selector.matchers.matchers
    before = _braced(selector.name, (f'{one.name}{_OPERATORS[str(one.op)]}"{one.value}"' for one in matchers))
    if not bare.startswith(before):
        raise NotUnderstoodError("a label in quotes")
    return _braced(selector.name, (_matcher(one, among) for one in matchers)) + bare.removeprefix(before)


def renamed(selector: "promql.VectorSelector", name: str, labels: Mapping[str, str]) -> str:
    """A selector of another metric, by the same matchers and some values of labels."""
    return _braced(name, (*(_matcher(one, None) for one in selector.matchers.matchers), *_equal(labels)))


def selector_of(name: str, labels: Mapping[str, str]) -> str:
    return _braced(name, _equal(labels))


def _equal(labels: Mapping[str, str]) -> list[str]:
    return [f"{label}={_quoted(value)}" for label, value in labels.items()]


def _braced(name: str | None, matchers: Iterable[str]) -> str:
    return f"{name or ''}{{{','.join(matchers)}}}"


def _matcher(one: "promql.Matcher", among: Among | None) -> str:
    operator, value = unmarked(one.value)
    if among and (one.name, operator) == (among.label, "="):
        operator, value = "=~", "|".join(map(_literally, among.values))
    return f"{one.name}{operator}{_quoted(value)}"


def _quoted(value: str) -> str:
    inner = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inner}"'


def _literally(value: str) -> str:
    """A regular expression of RE2 that matches a text alone."""
    return _META.sub(r"\\\g<0>", value)
