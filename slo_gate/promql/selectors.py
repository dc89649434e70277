"""The selectors of a query, and how each is written anew: as it is, or for several values of a label at once."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import promql_parser as promql

from slo_gate.promql.parsing import parsed
from slo_gate.promql.tokens import PLACEHOLDER

_OPERATORS = {"MatchOp.Equal": "=", "MatchOp.NotEqual": "!=", "MatchOp.Re": "=~", "MatchOp.NotRe": "!~"}
_META = re.compile(r"[\\.+*?()|\[\]{}^$]")
_NO_ESCAPES = re.compile(r'[^\\"\n]*')


class NotUnderstoodError(Exception):
    """The message says what was found in the query."""


class Among(NamedTuple):
    """One label's values in several queries that are asked as one."""

    label: str
    values: tuple[str, ...]


@lru_cache(maxsize=4096)
def parse(text: str) -> "promql.Expr":
    """Raises RejectedError."""
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


def written(selector: "promql.VectorSelector", among: Among | None = None) -> str:
    """The selector with the escapes that its values need, which the parser leaves out where it writes one."""
    bare, matchers = str(selector), selector.matchers.matchers
    if among:
        return _braced(selector.name, matchers, _quoted, among)
    if selector.matchers.or_matchers:
        raise NotUnderstoodError("`or` within braces")
    if all(_NO_ESCAPES.fullmatch(one.value) for one in matchers):
        return bare
    before, after = (_braced(selector.name, matchers, quote) for quote in ('"{}"'.format, _quoted))
    if not bare.startswith(before):
        raise NotUnderstoodError("a label in quotes")
    return after + bare.removeprefix(before)


def renamed(selector: "promql.VectorSelector", name: str, labels: Mapping[str, str]) -> str:
    """A selector of another metric, by the same matchers and some values of labels."""
    same = [_matcher(one, _quoted, None) for one in selector.matchers.matchers]
    return f"{name}{{{','.join([*same, *_equal(labels)])}}}"


def selector_of(name: str, labels: Mapping[str, str]) -> str:
    return f"{name}{{{','.join(_equal(labels))}}}"


def _equal(labels: Mapping[str, str]) -> list[str]:
    return [f"{label}={_quoted(value)}" for label, value in labels.items()]


def _braced(
    name: str | None, matchers: "Sequence[promql.Matcher]", quote: Callable[[str], str], among: Among | None = None
) -> str:
    return f"{name or ''}{{{','.join(_matcher(one, quote, among) for one in matchers)}}}"


def _matcher(matcher: "promql.Matcher", quote: Callable[[str], str], among: Among | None) -> str:
    op = _OPERATORS[str(matcher.op)]
    if among and (matcher.name, op) == (among.label, "="):
        return f"{among.label}=~{quote('|'.join(map(_literally, among.values)))}"
    return f"{matcher.name}{op}{quote(matcher.value)}"


def _literally(value: str) -> str:
    """A regular expression of RE2 that matches a text alone."""
    return _META.sub(r"\\\g<0>", value)


def _quoted(value: str) -> str:
    inner = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inner}"'
