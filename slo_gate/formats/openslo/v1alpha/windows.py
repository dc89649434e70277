"""The time windows of OpenSLO v1alpha: a count of units."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Shape, Violation, by_checking
from slo_gate.core.constraints import IfThen
from slo_gate.core.duration import Duration
from slo_gate.core.node import Node, Scalar
from slo_gate.core.scalar_shapes import Anything, Choice, Number
from slo_gate.core.shape import Field, ListOf, Record
from slo_gate.formats.openslo.windows import EITHER_OF_THEM, ROLLING_OR_CALENDAR

_UNITS: Mapping[str, str] = {"Day": "d", "Week": "w", "Month": "M", "Quarter": "Q"}
_SECOND = "Second"
_MINUTE = 60
_COUNT = Number(meaning="a whole number from 1 to 999", minimum=Decimal(1), maximum=Decimal(999), integer=True)
_SECONDS = Number(
    meaning="a whole number of minutes, such as 3600, and at most a year",
    minimum=Decimal(_MINUTE),
    maximum=Decimal(31_536_000),
    integer=True,
)


class Seconds(NamedTuple):
    """No window is measured more finely than in minutes."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        violation = next(_SECONDS.check(value, place), None)
        if violation:
            yield violation
        elif isinstance(value, Scalar) and isinstance(value.value, int | Decimal) and value.value % _MINUTE:
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {value.text}", f"it must be {_SECONDS.meaning}")

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {**_SECONDS.schema(), "multipleOf": _MINUTE}


def _counted(units: tuple[str, ...], count: Shape) -> IfThen:
    return IfThen(
        Record({"unit": Field(Choice(units), required=True)}, open=True),
        Record({"count": Field(count)}, open=True),
    )


WINDOWS = ListOf(
    Record(
        {
            "unit": Field(Choice((_SECOND, *_UNITS)), required=True, doc=f"One of {_SECOND}, {', '.join(_UNITS)}."),
            "count": Field(Anything(), required=True, doc="How many units the window is long, such as 30."),
            **ROLLING_OR_CALENDAR,
        },
        (*EITHER_OF_THEM, _counted((_SECOND,), Seconds()), _counted(tuple(_UNITS), _COUNT)),
    ),
    minimum=1,
    maximum=1,
)


def duration_of(window: node.Mapping) -> Duration:
    """The length of a sound window."""
    count = window.value("count")
    assert isinstance(count, int | Decimal)
    unit = window.text("unit")
    return Duration(int(count) // _MINUTE, "m") if unit == _SECOND else Duration(int(count), _UNITS[unit])
