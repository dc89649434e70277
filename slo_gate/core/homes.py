"""Where a key belongs that stands in the wrong mapping, as keys do whose line is indented too far or not far enough."""

from collections import deque
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from slo_gate.core.checking import Place, Shape
from slo_gate.core.scalar_shapes import Forbidden

_REMEMBERED = 256
"""Shapes, of which what follows is worked out once: a file may have thousands of wrong keys."""
_FORBIDDEN = Forbidden("").schema()
_ALTERNATIVES = ("anyOf", "oneOf")


class _Home(NamedTuple):
    """A mapping inside another one: the path from that one on, and how many keys lead to it."""

    path: str
    depth: int


def home_around(key: str, place: Place) -> str:
    """The nearest mapping around a place that has the key; empty where none has."""
    holders = (one for one in reversed(place.around) if key in _own(one.shape))
    holder = next(holders, None)
    return "" if holder is None else holder.path or "the document"


def home_near(key: str, shape: Shape, place: Place) -> str:
    """The one mapping that has the key inside the one at a place, which is of that shape, or right beside it; empty where
    there is none, or several.
    """
    inside = _below(shape).get(key)
    if inside:
        return _joined(place.path, inside.path)
    for one in place.around[-1:]:
        beside = _below(one.shape).get(key)
        if beside and beside.depth == 1:
            return _joined(one.path, beside.path)
    return ""


def _joined(path: str, rest: str) -> str:
    return path + rest if path else rest.removeprefix(".")


@lru_cache(_REMEMBERED)
def _own(shape: Shape) -> frozenset[str]:
    """The keys of a mapping of a shape."""
    properties: Any = shape.schema().get("properties", {})
    return frozenset(key for key, schema in properties.items() if schema != _FORBIDDEN)


@lru_cache(_REMEMBERED)
def _below(shape: Shape) -> Mapping[str, _Home | None]:
    """For each key of the mappings inside one of a shape, the one that is least deep; None where there are several."""
    homes: dict[str, list[_Home]] = {}
    waiting: deque[tuple[_Home, Any]] = deque([(_Home("", 0), shape.schema())])
    while waiting:
        home, schema = waiting.popleft()
        for key, each in schema.get("properties", {}).items():
            if home.depth and each != _FORBIDDEN:
                homes.setdefault(key, []).append(home)
            waiting.append((_Home(f"{home.path}.{key}", home.depth + 1), each))
        waiting.extend(_items(home, schema))
    return {key: _least_deep(found) for key, found in homes.items()}


def _items(home: _Home, schema: Mapping[str, Any]) -> Iterator[tuple[_Home, Any]]:
    if isinstance(items := schema.get("items"), dict):
        yield _Home(f"{home.path}[]", home.depth), items
    if isinstance(values := schema.get("additionalProperties"), dict):
        yield _Home(f"{home.path}.*", home.depth + 1), values
    for word in _ALTERNATIVES:
        yield from ((home, one) for one in schema.get(word, ()) if isinstance(one, dict))


def _least_deep(found: list[_Home]) -> _Home | None:
    """The first found is."""
    first = found[0]
    return None if any(one.depth == first.depth and one.path != first.path for one in found) else first
