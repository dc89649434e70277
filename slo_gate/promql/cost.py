"""What a query costs a server, before it is asked: samples that one series makes it read, at one sample a minute."""

import re
from datetime import timedelta
from functools import lru_cache

import promql_parser as promql

from slo_gate.promql.selectors import Matcher, selectors
from slo_gate.promql.skeletons import REMEMBERED, parse, skeleton

_MINUTE = timedelta(minutes=1)
_ANYTHING = re.compile(r"\(?\.[*+]\)?")


def samples(text: str) -> int:
    """How many samples of each series one evaluation reads. Raises RejectedError."""
    return _samples(parse(text))


def selects_everything(text: str) -> bool:
    """Whether a selector names no metric and no value: the server would read all series that it has."""
    return _selects_everything(skeleton(text).text)


@lru_cache(REMEMBERED)
def _selects_everything(text: str) -> bool:
    return any(not one.name and not any(map(_restricts, one.matchers)) for one in selectors(text))


def _restricts(one: Matcher) -> bool:
    return bool(one.value) if one.op == "=" else one.op == "=~" and not _ANYTHING.fullmatch(one.value)


def _times(length: timedelta | None, step: timedelta) -> int:
    return max(length // step, 1) if length else 1


def _samples(node: "promql.Expr") -> int:
    match node:
        case promql.VectorSelector():
            return 1
        case promql.MatrixSelector():
            return _times(node.range, _MINUTE)
        case promql.SubqueryExpr():
            return _times(node.range, node.step or _MINUTE) * _samples(node.expr)
    below = [getattr(node, key, None) for key in ("expr", "lhs", "rhs")] + list(getattr(node, "args", None) or [])
    return sum(_samples(child) for child in below if child is not None)
