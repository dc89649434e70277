"""PromQL as SLO files write it, turned into the query for the events of one bucket."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

import promql_parser as promql

from slo_gate.promql.selectors import Among, NotUnderstoodError, Selector, selector, selectors, walk, written
from slo_gate.promql.skeletons import REMEMBERED, Skeleton, parse, skeleton
from slo_gate.promql.tokens import PLACEHOLDER

FORMS = (
    "understood are counters and sums of them (`sum(requests_total{…})`), with or without `rate(…[5m])` or "
    "`increase(…[5m])`, added and subtracted; and, where `counter` is false or a value is compared, any instant vector"
)
COUNTING = frozenset({"rate", "increase"})
_COUNTER_NAME = re.compile(r".*_(?:total|count|bucket|sum)")
_SUMMING = frozenset({"sum"})
_Read = Callable[["promql.VectorSelector"], Selector]
_BUCKET = "\ud800"
"""Stands for a bucket's length in a query that is written for any: half a surrogate pair, which no parsed query can hold."""


class Reading(Enum):
    """How a query's numbers become events: counted over a bucket, or sampled within it."""

    COUNTED = auto()
    SAMPLED = auto()


@lru_cache(REMEMBERED)
def reading_of(text: str, *, counter: bool) -> Reading:
    """Counters are counted, also where the file forgets to call them so; gauges are sampled. Raises RejectedError."""
    return _reading_of(skeleton(text).text, counter)


@lru_cache(REMEMBERED)
def _reading_of(text: str, counter: bool) -> Reading:  # noqa: FBT001 - for what is remembered, by place
    expression = parse(text)
    if counter:
        return Reading.COUNTED
    found = selectors(text)
    ranged = any(isinstance(node, promql.Call) and node.func.name in COUNTING for node in walk(expression))
    named = bool(found) and all(_COUNTER_NAME.fullmatch(one.name) for one in found)
    return Reading.COUNTED if ranged or named else Reading.SAMPLED


def counted(text: str, bucket: timedelta, among: Among | None = None) -> str:
    """The query for the events of a bucket that ends where it is asked. Raises NotUnderstoodError.

    With `among`, those of several queries that have another value of its label each: their series are told by it.
    """
    return _counting(text, among).replace(_BUCKET, _seconds(bucket))


@lru_cache(REMEMBERED)
def _counting(text: str, among: Among | None) -> str:
    """For any bucket: the same query is asked for several."""
    return "".join(piece if isinstance(piece, str) else piece.text(among) for piece in _pieces(text))


def sampled(text: str, step: timedelta) -> str:
    """The query for one sample of a step."""
    parse(text)
    return PLACEHOLDER.sub(_seconds(step), text)


def names(text: str) -> list[str]:
    """The metrics that a query names."""
    return list(dict.fromkeys(one.name for one in selectors(text) if one.name))


def presence(name: str, bucket: timedelta) -> str:
    """The query for whether a metric has any sample, whatever its labels, in a bucket that ends where it is asked."""
    return f"count(present_over_time({name}[{_seconds(bucket)}]))"


@lru_cache(REMEMBERED)
def newest(text: str, back: str = "", among: Among | None = None) -> str:
    """The query for the time, in seconds, of the newest sample behind a query; `back` is how far to look, such as 1d."""
    found = selectors(text)
    if not found:
        return "vector(0)"
    time = f"timestamp({written(found[0], among)})"
    return f"max{f' by ({among.label}) ' if among else ''}({f'max_over_time({time}[{back}:5m])' if back else time})"


@lru_cache(REMEMBERED)
def _seconds(length: timedelta) -> str:
    return f"{int(length.total_seconds())}s"


class _Increase(NamedTuple):
    """What a selector counted in a bucket."""

    of: Selector

    def filled(self, alike: Skeleton) -> "_Increase":
        return _Increase(self.of.filled(alike))

    def text(self, among: Among | None) -> str:
        return f"increase({written(self.of, among)}[{_BUCKET}])"


class _By(NamedTuple):
    """What a sum groups by, as the query has it; it must not lose the label that tells the queries apart."""

    labels: tuple[str, ...]
    alone: str

    def text(self, among: Among | None) -> str:
        return f" by ({', '.join(dict.fromkeys((*self.labels, among.label)))})" if among else self.alone


def _pieces(text: str) -> list[str | _Increase | _By]:
    """A query for the events of a bucket, whatever values of a label it is asked for: they concern some pieces alone."""
    alike = skeleton(text)
    return [one.filled(alike) if isinstance(one, _Increase) else one for one in _pieces_alike(alike.text)]


@lru_cache(REMEMBERED)
def _pieces_alike(text: str) -> tuple[str | _Increase | _By, ...]:
    """Those of a skeleton."""
    found = selectors(text)
    read = (lambda _node: found[0]) if len(found) == 1 else selector
    return tuple(_counting_pieces(parse(text), read))


def _counting_pieces(node: "promql.Expr", read: _Read) -> Iterator[str | _Increase | _By]:
    match node:
        case promql.VectorSelector():
            yield _increase(read(node))
        case promql.Call() if node.func.name in COUNTING and isinstance(node.args[0], promql.MatrixSelector):
            yield _increase(read(node.args[0].vector_selector))
        case promql.ParenExpr():
            yield from ("(", *_counting_pieces(node.expr, read), ")")
        case promql.AggregateExpr() if str(node.op) in _SUMMING:
            yield from ("sum", _grouping(node.modifier), " (", *_counting_pieces(node.expr, read), ")")
        case promql.BinaryExpr() if str(node.op) in ("+", "-") and not node.modifier:
            yield from (*_counting_pieces(node.lhs, read), f" {node.op} ", *_counting_pieces(node.rhs, read))
        case promql.BinaryExpr() if str(node.op) == "or" and str(node.rhs) == "vector(0)":
            yield from _counting_pieces(node.lhs, read)  # a zero would hide a missing total; a part is 0 without it
        case _:
            raise NotUnderstoodError(_name(node))


def _increase(found: Selector) -> _Increase:
    if found.rest:
        raise NotUnderstoodError("`offset` or `@`")
    return _Increase(found)


def _grouping(modifier: "promql.AggModifier | None") -> str | _By:
    if modifier is None:
        return _By((), "")
    alone = f" {modifier}"
    return _By(tuple(modifier.labels), alone) if modifier.type == promql.AggModifierType.By else alone


def _name(node: "promql.Expr") -> str:
    match node:
        case promql.Call():
            return f"`{node.func.name}(…)`"
        case promql.AggregateExpr():
            return f"`{node.op}(…)`"
        case promql.BinaryExpr():
            return f"`{node.op}`"
        case promql.SubqueryExpr():
            return "a subquery"
    return "an expression"
