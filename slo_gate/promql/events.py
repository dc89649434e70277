"""PromQL as SLO files write it, turned into the query for the events of one bucket."""

import re
from datetime import timedelta
from enum import Enum, auto
from functools import lru_cache

import promql_parser as promql

from slo_gate.promql.selectors import REMEMBERED, Among, NotUnderstoodError, parse, selectors, walk, written
from slo_gate.promql.tokens import PLACEHOLDER

FORMS = (
    "understood are counters and sums of them (`sum(requests_total{…})`), with or without `rate(…[5m])` or "
    "`increase(…[5m])`, added and subtracted; and, where `counter` is false or a value is compared, any instant vector"
)
COUNTING = frozenset({"rate", "increase"})
_COUNTER_NAME = re.compile(r".*_(?:total|count|bucket|sum)")
_SUMMING = frozenset({"sum"})
_BUCKET = "\ud800"
"""Stands for a bucket's length in a query that is written for any: half a surrogate pair, which no parsed query can hold."""


class Reading(Enum):
    """How a query's numbers become events: counted over a bucket, or sampled within it."""

    COUNTED = auto()
    SAMPLED = auto()


@lru_cache(REMEMBERED)
def reading_of(text: str, *, counter: bool) -> Reading:
    """Counters are counted, also where the file forgets to call them so; gauges are sampled."""
    expression = parse(text)
    found = selectors(expression)
    ranged = any(isinstance(node, promql.Call) and node.func.name in COUNTING for node in walk(expression))
    named = bool(found) and all(_COUNTER_NAME.fullmatch(one.name or "") for one in found)
    return Reading.COUNTED if counter or ranged or named else Reading.SAMPLED


def counted(text: str, bucket: timedelta, among: Among | None = None) -> str:
    """The query for the events of a bucket that ends where it is asked. Raises NotUnderstoodError.

    With `among`, those of several queries that have another value of its label each: their series are told by it.
    """
    return _counting(text, among).replace(_BUCKET, _seconds(bucket))


@lru_cache(REMEMBERED)
def _counting(text: str, among: Among | None) -> str:
    """For any bucket: the same query is asked for several."""
    return _Counting(_BUCKET, among).of(parse(text))


def sampled(text: str, step: timedelta) -> str:
    """The query for one sample of a step."""
    parse(text)
    return PLACEHOLDER.sub(_seconds(step), text)


def names(text: str) -> list[str]:
    """The metrics that a query names."""
    return list(dict.fromkeys(selector.name for selector in selectors(parse(text)) if selector.name))


def presence(name: str, bucket: timedelta) -> str:
    """The query for whether a metric has any sample, whatever its labels, in a bucket that ends where it is asked."""
    return f"count(present_over_time({name}[{_seconds(bucket)}]))"


@lru_cache(REMEMBERED)
def newest(text: str, back: str = "", among: Among | None = None) -> str:
    """The query for the time, in seconds, of the newest sample behind a query; `back` is how far to look, such as 1d."""
    found = selectors(parse(text))
    if not found:
        return "vector(0)"
    time = f"timestamp({written(found[0], among)})"
    return f"max{f' by ({among.label}) ' if among else ''}({f'max_over_time({time}[{back}:5m])' if back else time})"


def _seconds(length: timedelta) -> str:
    return f"{int(length.total_seconds())}s"


class _Counting:
    """Writes a query anew, each selector as what it counted in a bucket."""

    def __init__(self, bucket: str, among: Among | None) -> None:
        self._bucket = bucket
        self._among = among

    def of(self, node: "promql.Expr") -> str:
        match node:
            case promql.VectorSelector():
                return self._increase(node)
            case promql.Call() if node.func.name in COUNTING and isinstance(node.args[0], promql.MatrixSelector):
                return self._increase(node.args[0].vector_selector)
            case promql.ParenExpr():
                return f"({self.of(node.expr)})"
            case promql.AggregateExpr() if str(node.op) in _SUMMING:
                return f"sum{self._modifier(node.modifier)} ({self.of(node.expr)})"
            case promql.BinaryExpr() if str(node.op) in ("+", "-") and not node.modifier:
                return f"{self.of(node.lhs)} {node.op} {self.of(node.rhs)}"
            case promql.BinaryExpr() if str(node.op) == "or" and str(node.rhs) == "vector(0)":
                return self.of(node.lhs)  # where a total is missing, a zero would hide it; a part is 0 without
        raise NotUnderstoodError(_name(node))

    def _increase(self, selector: "promql.VectorSelector") -> str:
        if selector.offset or selector.at:
            raise NotUnderstoodError("`offset` or `@`")
        return f"increase({written(selector, self._among)}[{self._bucket}])"

    def _modifier(self, modifier: "promql.AggModifier | None") -> str:
        """Of an aggregation, which must not lose the label that tells the queries apart."""
        by = modifier is None or modifier.type == promql.AggModifierType.By
        if self._among and by:
            labels = modifier.labels if modifier else []
            return f" by ({', '.join(dict.fromkeys((*labels, self._among.label)))})"
        return f" {modifier}" if modifier else ""


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
