"""The shape of time windows.

Source: nobl9-go, `timeWindowValidationRule`: rolling windows of 5 minutes to 31 days, calendar ones of at most 366 days.
"""

from collections.abc import Mapping
from decimal import Decimal

from slo_gate.core.constraints import Constraint, IfThen
from slo_gate.core.keys import Is, demand
from slo_gate.core.scalar_shapes import Boolean, Choice, Forbidden, Number
from slo_gate.core.shape import Field, Record
from slo_gate.core.zone import StartTime, Zone
from slo_gate.formats.nobl9.pieces import COMPUTED

_ROLLING = {"Minute": 31 * 24 * 60, "Hour": 31 * 24, "Day": 31}
_CALENDAR = {"Day": 366, "Week": 52, "Month": 12, "Quarter": 4, "Year": 1}
_SHORTEST = {"Minute": 5}
_UNITS = tuple(dict.fromkeys((*_ROLLING, *_CALENDAR)))
_COUNT = Number(meaning="a whole number above 0", minimum=Decimal(1), integer=True)
_FIRST_YEAR = 2020


def _in(units: tuple[str, ...], *, rolling: bool) -> Record:
    """Windows of a kind and of some units, with a count that could be right."""
    unit = Field(Is(units), required=True)
    return Record(
        {"isRolling": Field(Boolean(only=rolling), required=rolling), "unit": unit, "count": Field(_COUNT)}, open=True
    )


def _limited(limits: Mapping[str, int], *, rolling: bool) -> tuple[Constraint, ...]:
    others = tuple(unit for unit in _UNITS if unit not in limits)
    return (
        IfThen(_in(others, rolling=rolling), Record({"unit": Field(Choice(tuple(limits)))}, open=True)),
        *(IfThen(_in((unit,), rolling=rolling), _at_most(unit, most)) for unit, most in limits.items()),
    )


def _at_most(unit: str, most: int) -> Record:
    least = _SHORTEST.get(unit, 1)
    meaning = f"from {least} to {most} for `unit: {unit}`" if most > least else f"{most} for `unit: {unit}`"
    return Record({"count": Field(Number(meaning=meaning, minimum=Decimal(least), maximum=Decimal(most)))}, open=True)


WINDOW = Record(
    {
        "unit": Field(Choice(_UNITS), required=True, doc=f"One of {', '.join(_UNITS)}."),
        "count": Field(_COUNT, required=True, doc="How many units the window is long."),
        "isRolling": Field(Boolean(), default=False),
        "calendar": Field(
            Record(
                {
                    "startTime": Field(
                        StartTime(_FIRST_YEAR), required=True, doc="When a period begins, as 2026-01-31 00:00:00."
                    ),
                    "timeZone": Field(Zone(), required=True, doc="A name such as Europe/Berlin."),
                }
            )
        ),
        "period": COMPUTED,
    },
    (
        IfThen(
            Record({"isRolling": Field(Boolean(only=True), required=True)}, open=True),
            Record({"calendar": Field(Forbidden("has no place in a rolling window"))}, open=True),
        ),
        IfThen(
            Record({"isRolling": Field(Boolean(only=False))}, open=True),
            demand({"calendar": "Say when periods begin; or write `isRolling: true`."}),
        ),
        *_limited(_ROLLING, rolling=True),
        *_limited(_CALENDAR, rolling=False),
    ),
)
