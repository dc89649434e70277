"""The shapes of time windows and of their calendars."""

from slo_gate.core.constraints import IfThen
from slo_gate.core.keys import demand
from slo_gate.core.scalar_shapes import Boolean, Forbidden
from slo_gate.core.shape import Field, ListOf, Record
from slo_gate.core.zone import StartTime, Zone
from slo_gate.formats.openslo.grammar import Grammar

_CALENDAR = Record(
    {
        "startTime": Field(StartTime(), required=True, doc="When a first period begins, as 2026-01-31 00:00:00."),
        "timeZone": Field(Zone(), required=True, doc="A name such as Europe/Berlin."),
    }
)
ROLLING_OR_CALENDAR = {"isRolling": Field(Boolean(), default=False), "calendar": Field(_CALENDAR)}
EITHER_OF_THEM = (
    IfThen(
        Record({"isRolling": Field(Boolean(only=True), required=True)}, open=True),
        Record({"calendar": Field(Forbidden("has no place in a rolling window"))}, open=True),
    ),
    IfThen(
        Record({"isRolling": Field(Boolean(only=False))}, open=True),
        demand({"calendar": "Say when periods begin; or write `isRolling: true`."}),
    ),
)


def one_window(grammar: Grammar) -> ListOf:
    duration = Field(grammar.duration, required=True, doc="Such as 30d.")
    return ListOf(Record({"duration": duration, **ROLLING_OR_CALENDAR}, EITHER_OF_THEM), minimum=1, maximum=1)
