"""The shape of alert policies.

Source: nobl9-go, `manifest/v1alpha/alertpolicy`: which measurement takes which window, value and operator.
"""

from collections.abc import Mapping
from datetime import timedelta

from slo_gate.core.checking import Shape
from slo_gate.core.constraints import AtMostOne, Constraint, IfThen
from slo_gate.core.keys import Is, demand
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Anything, Choice, Forbidden, Number
from slo_gate.core.shape import Field, ListOf, Record
from slo_gate.formats.nobl9.objectives import OP
from slo_gate.formats.nobl9.pieces import DESCRIPTION, NAME, PROJECT
from slo_gate.formats.nobl9.values import GoDuration

BURN_RATE = "averageBurnRate"
_TIMES = ("timeToBurnBudget", "timeToBurnEntireBudget")
_MEASUREMENTS = ("burnedBudget", BURN_RATE, "budgetDrop", *_TIMES)
_OPS: Mapping[str, str] = {
    BURN_RATE: "gte",
    "budgetDrop": "gte",
    "timeToBurnBudget": "lt",
    "timeToBurnEntireBudget": "lte",
}
_LEAST = timedelta(minutes=5)
_ABOVE_NOTHING = GoDuration(least=timedelta(microseconds=1))


def _measuring(*measurements: str) -> Record:
    return Record({"measurement": Field(Is(measurements), required=True)}, open=True)


def _key(key: str, shape: Shape) -> Record:
    return Record({key: Field(shape)}, open=True)


def _without(key: str, measurement: str, help: str) -> Constraint:  # noqa: A002 - the shape's word
    forbidden = Forbidden(f"has no place where the measurement is {measurement}", help)
    return IfThen(_measuring(measurement), _key(key, forbidden))


_CONDITION = Record(
    {
        "measurement": Field(Choice(_MEASUREMENTS), required=True, doc=f"One of {', '.join(_MEASUREMENTS)}."),
        "value": Field(Anything(), required=True, doc="What the measurement is compared with."),
        "op": Field(OP, doc="How they compare."),
        "alertingWindow": Field(
            GoDuration(_LEAST, timedelta(days=7), whole=True), doc="Over how long it is measured, such as 15m."
        ),
        "lastsFor": Field(GoDuration(), doc="How long it must hold, such as 5m."),
    },
    (
        AtMostOne(("alertingWindow", "lastsFor"), "keep `alertingWindow`, the newer of the two"),
        IfThen(_measuring("burnedBudget", BURN_RATE, "budgetDrop"), _key("value", Number())),
        IfThen(_measuring(*_TIMES), _key("value", _ABOVE_NOTHING)),
        *(IfThen(_measuring(each), _key("op", Choice((op,)))) for each, op in _OPS.items()),
        _without("alertingWindow", "burnedBudget", "remove it; `lastsFor` says how long it must hold"),
        _without("lastsFor", "budgetDrop", "write `alertingWindow` instead"),
        IfThen(_measuring("budgetDrop"), demand({"alertingWindow": "Over how long the budget drops, such as 15m."})),
    ),
)
_METHOD = Record(
    {
        "metadata": Field(
            Record(
                {"name": Field(NAME, required=True, doc="The name of an AlertMethod."), "project": PROJECT}, open=True
            ),
            required=True,
            doc="The `name` of an AlertMethod, and its `project`.",
        ),
        **{key: Field(Anything()) for key in ("apiVersion", "kind", "spec", "status")},
    }
)
ALERT_POLICY = Record(
    {
        "description": DESCRIPTION,
        "severity": Field(Choice(("Low", "Medium", "High")), required=True, doc="One of Low, Medium, High."),
        "coolDown": Field(GoDuration(_LEAST), default="5m", doc="How long it stays quiet after an alert, such as 5m."),
        "conditions": Field(ListOf(_CONDITION, minimum=1), required=True, doc="At least one condition."),
        "alertMethods": Field(OrNothing(ListOf(_METHOD)), doc="Who is told."),
    }
)
