"""The tree of a JSON file, by the standard library's parser: twenty times as quick, and without places."""

import json
from decimal import Decimal
from typing import NoReturn

from slo_gate.core.node import START, Entry, Mapping, Node, Plain, Scalar, Sequence


def tree(data: bytes) -> Node | None:
    """None where the data is no JSON, or JSON that YAML reads otherwise or not at all: the YAML door says why."""
    try:
        return _node(json.loads(data, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_mapping))
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _mapping(pairs: list[tuple[str, object]]) -> Mapping:
    entries = {key: Entry(Scalar(key, key, START), _node(value)) for key, value in pairs}
    if len(entries) != len(pairs):
        raise ValueError("a key stands twice")
    return Mapping(START, entries)


def _node(value: object) -> Node:
    if isinstance(value, Mapping):
        return value
    if isinstance(value, list):
        return Sequence([_node(item) for item in value], START)
    assert isinstance(value, Plain)
    return Scalar(value if isinstance(value, str) else _text(value), value, START)


def _text(value: Plain) -> str:
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
