"""Values of Nobl9 that need more than a pattern: durations as Go writes them, texts that may be empty, and lists without twins."""

import re
from collections.abc import Hashable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Shape, Violation, by_checking
from slo_gate.core.duration import spell
from slo_gate.core.node import Node
from slo_gate.core.scalar_shapes import Text
from slo_gate.core.shape import ListOf

_UNITS = {
    "ns": Decimal("1e-9"),
    "us": Decimal("1e-6"),
    "µs": Decimal("1e-6"),
    "ms": Decimal("1e-3"),
    "s": Decimal(1),
    "m": Decimal(60),
    "h": Decimal(3_600),
}
_GO = Text(
    pattern=r"^(0|(([0-9]{1,9}(\.[0-9]{0,9})?|\.[0-9]{1,9})(ns|us|µs|ms|s|m|h)){1,9})$",
    meaning="a duration as Go writes it, in h, m and s, such as 45m or 1h30m",
)
_PART = re.compile(r"([0-9.]+)([a-zµ]+)")
_MINUTE = timedelta(minutes=1)


def go_duration(text: str) -> timedelta:
    """The length of a text that fits GoDuration, to the microsecond.

    Source: Go, `time.ParseDuration`, as far as lengths are not negative.
    """
    seconds = sum(Decimal(count) * _UNITS[unit] for count, unit in _PART.findall(text))
    return timedelta(microseconds=int(seconds * 1_000_000))


class GoDuration(NamedTuple):
    """A duration between two bounds; where it is `whole`, of minutes alone."""

    least: timedelta = timedelta(0)
    most: timedelta | None = None
    whole: bool = False

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        violations = list(_GO.check(value, place))
        yield from violations
        if violations or not isinstance(value, node.Scalar):
            return
        length = go_duration(value.text)
        if length < self.least or (self.most is not None and length > self.most) or (self.whole and length % _MINUTE):
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {value.text!r}", f"it must be {self._meaning()}")

    def _meaning(self) -> str:
        unit = "whole minutes" if self.whole else "a duration"
        bounds = f"at least {spell(self.least)}" if self.least >= timedelta(seconds=1) else "longer than nothing"
        return f"{unit}, {bounds}" + (f" and at most {spell(self.most)}" if self.most is not None else "")

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return _GO.schema()


class OrEmpty(NamedTuple):
    """A text that may be left empty, which to Nobl9 is the same as leaving it out."""

    shape: Shape

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        empty = isinstance(value, node.Scalar) and value.value in (None, "")
        return iter(()) if empty else self.shape.check(value, place)

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {"anyOf": [{"enum": [None, ""]}, self.shape.schema()]}


class Distinct(NamedTuple):
    """A list in which nothing stands twice."""

    items: ListOf

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        yield from self.items.check(value, place)
        seen: set[Hashable] = set()
        for item in value.items if isinstance(value, node.Sequence) else []:
            content = _content(item)
            if content in seen:
                yield Violation(WRONG_VALUE, item.span, f"`{place}` has the same item twice", "remove one of them")
            seen.add(content)

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return self.items.schema() | {"uniqueItems": True}


def _content(value: Node) -> Hashable:
    """What stands in a value, whatever the order of its keys."""
    if isinstance(value, node.Mapping):
        return frozenset((key, _content(entry.value)) for key, entry in value.entries.items())
    if isinstance(value, node.Sequence):
        return tuple(_content(item) for item in value.items)
    return type(value.value), value.value
