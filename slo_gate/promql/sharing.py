"""Which label's value may be what tells queries apart that are asked as one.

A query that selects one value of a label in all its selectors, and counts or takes the newest time, says the same of one
value as of many, once its aggregations keep that label.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import promql_parser as promql

from slo_gate.promql.selectors import Selector, selectors
from slo_gate.promql.skeletons import REMEMBERED, parse, skeleton

_LABEL = re.compile(r"(?!__)[A-Za-z_][A-Za-z0-9_]*")


@lru_cache(REMEMBERED)
def shared_labels(text: str) -> Mapping[str, str]:
    """The labels by which a query could be asked together with others, and its own value of each. Raises RejectedError."""
    found = selectors(text)
    if not found or not all(one.is_plain for one in found):
        return {}
    values = [_values(one) for one in found]
    alike = {label: value for label, value in values[0].items() if all(other.get(label) == value for other in values)}
    return {label: value for label, value in alike.items() if keeps(text, label) is not None}


def first_labels(text: str) -> Mapping[str, str]:
    """The same for the time of the newest sample, which is that behind a query's first selector. Raises RejectedError."""
    found = selectors(text)
    return _values(found[0]) if found and found[0].is_plain else {}


def keeps(text: str, label: str) -> bool | None:
    """Whether the series of what a query counts have a label of its selectors; None where it cannot be asked by it."""
    return _keeps_alike(skeleton(text).text, label)


@lru_cache(REMEMBERED)
def _keeps_alike(text: str, label: str) -> bool | None:
    return _keeps(parse(text), label)


def _values(found: Selector) -> Mapping[str, str]:
    """The labels of which a selector asks for one value alone."""
    often = [one.label for one in found.matchers]
    return {
        label: value
        for label, operator, value in found.matchers
        if operator == "=" and value and often.count(label) == 1 and _LABEL.fullmatch(label)
    }


def _keeps(node: "promql.Expr", label: str) -> bool | None:
    match node:
        case promql.AggregateExpr():
            return _aggregated(node, label)
        case promql.BinaryExpr() if str(node.op) == "or":
            return _keeps(node.lhs, label)  # `or vector(0)`, which is not asked
        case promql.BinaryExpr():
            left, right = _keeps(node.lhs, label), _keeps(node.rhs, label)
            return left if left == right else None
        case promql.ParenExpr():
            return _keeps(node.expr, label)
    return True


def _aggregated(node: "promql.AggregateExpr", label: str) -> bool | None:
    inner, modifier = _keeps(node.expr, label), node.modifier
    if inner is None or not all(map(_LABEL.fullmatch, modifier.labels if modifier else ())):
        return None
    if modifier is None:
        return False
    if modifier.type == promql.AggModifierType.By:
        return inner and label in modifier.labels
    return None if label in modifier.labels else inner


def grouping(text: str) -> tuple[str, ...]:
    """The labels by which the outermost aggregation of a query groups. Raises RejectedError."""
    expression = parse(text)
    modifier = expression.modifier if isinstance(expression, promql.AggregateExpr) else None
    by = modifier is not None and modifier.type == promql.AggModifierType.By
    return tuple(modifier.labels) if by and modifier else ()
