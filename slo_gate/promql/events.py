"""PromQL as SLO files write it, turned into the query for the events of one bucket."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import Enum, auto

import promql_parser as promql

from slo_gate.promql.parsing import parsed
from slo_gate.promql.tokens import PLACEHOLDER

FORMS = (
    "understood are counters and sums of them (`sum(requests_total{…})`), with or without `rate(…[5m])` or "
    "`increase(…[5m])`, added and subtracted; and, where `counter` is false or a value is compared, any instant vector"
)
_COUNTING = frozenset({"rate", "increase"})
_COUNTER_NAME = re.compile(r".*_(?:total|count|bucket|sum)")
_SUMMING = frozenset({"sum"})
_OPERATORS = {"MatchOp.Equal": "=", "MatchOp.NotEqual": "!=", "MatchOp.Re": "=~", "MatchOp.NotRe": "!~"}
_NO_ESCAPES = re.compile(r'[^\\"\n]*')


class NotUnderstoodError(Exception):
    """The message says what was found in the query."""


class Reading(Enum):
    """How a query's numbers become events: counted over a bucket, or sampled within it."""

    COUNTED = auto()
    SAMPLED = auto()


def parse(text: str) -> "promql.Expr":
    """Raises RejectedError."""
    return parsed(PLACEHOLDER.sub("1h", text))


def reading_of(text: str, *, counter: bool) -> Reading:
    """Counters are counted, also where the file forgets to call them so; gauges are sampled."""
    expression = parse(text)
    found = selectors(expression)
    ranged = any(isinstance(node, promql.Call) and node.func.name in _COUNTING for node in _walk(expression))
    named = bool(found) and all(_COUNTER_NAME.fullmatch(one.name or "") for one in found)
    return Reading.COUNTED if counter or ranged or named else Reading.SAMPLED


def counted(text: str, bucket: timedelta) -> str:
    """The query for the events of a bucket that ends where it is asked. Raises NotUnderstoodError."""
    return _counted(parse(text), _seconds(bucket))


def sampled(text: str, step: timedelta) -> str:
    """The query for one sample of a step."""
    parse(text)
    return PLACEHOLDER.sub(_seconds(step), text)


def selectors(expression: "promql.Expr") -> list["promql.VectorSelector"]:
    found = [node for node in _walk(expression) if isinstance(node, promql.VectorSelector)]
    return found + [node.vector_selector for node in _walk(expression) if isinstance(node, promql.MatrixSelector)]


def names(text: str) -> list[str]:
    """The metrics that a query names."""
    return list(dict.fromkeys(selector.name for selector in selectors(parse(text)) if selector.name))


def presence(name: str, bucket: timedelta) -> str:
    """The query for whether a metric has any sample, whatever its labels, in a bucket that ends where it is asked."""
    return f"count(present_over_time({name}[{_seconds(bucket)}]))"


def newest(text: str, back: str = "") -> str:
    """The query for the time, in seconds, of the newest sample behind a query; `back` is how far to look, such as 1d."""
    times = [f"timestamp({selector})" for selector in map(_written, selectors(parse(text)))]
    return f"max({f'max_over_time({times[0]}[{back}:5m])' if back else times[0]})" if times else "vector(0)"


def _walk(node: "promql.Expr") -> "list[promql.Expr]":
    below = [getattr(node, key, None) for key in ("expr", "lhs", "rhs")] + list(getattr(node, "args", None) or [])
    return [node, *(inner for child in below if child is not None for inner in _walk(child))]


def _seconds(length: timedelta) -> str:
    return f"{int(length.total_seconds())}s"


def _counted(node: "promql.Expr", bucket: str) -> str:
    match node:
        case promql.VectorSelector():
            return f"increase({_plain(node)}[{bucket}])"
        case promql.Call() if node.func.name in _COUNTING and isinstance(node.args[0], promql.MatrixSelector):
            return f"increase({_plain(node.args[0].vector_selector)}[{bucket}])"
        case promql.ParenExpr():
            return f"({_counted(node.expr, bucket)})"
        case promql.AggregateExpr() if str(node.op) in _SUMMING:
            modifier = f" {node.modifier}" if node.modifier else ""
            return f"sum{modifier} ({_counted(node.expr, bucket)})"
        case promql.BinaryExpr() if str(node.op) in ("+", "-") and not node.modifier:
            return f"{_counted(node.lhs, bucket)} {node.op} {_counted(node.rhs, bucket)}"
        case promql.BinaryExpr() if str(node.op) == "or" and str(node.rhs) == "vector(0)":
            return _counted(node.lhs, bucket)  # where a total is missing, a zero would hide it; a part is 0 without
    raise NotUnderstoodError(_name(node))


def _plain(selector: "promql.VectorSelector") -> str:
    if selector.offset or selector.at:
        raise NotUnderstoodError("`offset` or `@`")
    return _written(selector)


def _written(selector: "promql.VectorSelector") -> str:
    """The selector with the escapes that its values need, which the parser leaves out where it writes one."""
    bare, matchers = str(selector), selector.matchers.matchers
    if selector.matchers.or_matchers:
        raise NotUnderstoodError("`or` within braces")
    if all(_NO_ESCAPES.fullmatch(one.value) for one in matchers):
        return bare
    before, after = (_braced(selector.name, matchers, quote) for quote in ('"{}"'.format, _quoted))
    if not bare.startswith(before):
        raise NotUnderstoodError("a label in quotes")
    return after + bare.removeprefix(before)


def _braced(name: str | None, matchers: "Sequence[promql.Matcher]", quote: Callable[[str], str]) -> str:
    return f"{name or ''}{{{','.join(f'{one.name}{_OPERATORS[str(one.op)]}{quote(one.value)}' for one in matchers)}}}"


def _quoted(value: str) -> str:
    inner = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inner}"'


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
