"""The shapes of OpenSLO v1's SLOs and of its kinds, after the specification's text.

What holds between objects, or between lengths of time, is in `checks` and `objects`.
"""

from collections.abc import Mapping
from decimal import Decimal

from slo_gate.core.keys import demand, holding
from slo_gate.core.kind import STATED
from slo_gate.core.shape import (
    Anything,
    AtLeastOne,
    AtMostOne,
    Boolean,
    Choice,
    ExactlyOne,
    Field,
    Forbidden,
    IfThen,
    ListOf,
    Number,
    Record,
    Shape,
)
from slo_gate.core.slo import BudgetingMethod
from slo_gate.core.target import Target
from slo_gate.core.zone import StartTime, Zone
from slo_gate.formats.openslo.alerts import ALERT_CONDITION, ALERT_NOTIFICATION_TARGET, ALERT_POLICY, ref_or_inline
from slo_gate.formats.openslo.indicators import INDICATOR, SLI
from slo_gate.formats.openslo.pieces import DESCRIPTION, FILLED, METADATA, NAME, OP, TEXT
from slo_gate.formats.openslo.values import DURATION, SliceLength

VERSION = "openslo/v1"


def _each_objective(shape: Shape) -> Record:
    return Record({"objectives": Field(ListOf(shape))}, open=True)


SLO_METADATA = Record(METADATA.fields, (Record({"annotations": Field(STATED)}, open=True),))


def _object(kind: str, spec: Record, metadata: Record = METADATA, *, needs_spec: bool = True) -> Record:
    return Record(
        {
            "apiVersion": Field(Choice((VERSION,)), required=True, doc=f"Write `apiVersion: {VERSION}`."),
            "kind": Field(Choice((kind,)), required=True, doc=f"Write `kind: {kind}`."),
            "metadata": Field(metadata, required=True, doc="At least a `name`."),
            "spec": Field(spec, required=needs_spec, doc=f"What the {kind} is."),
        }
    )


_LEVELS = ("indicator", "indicatorRef")
_NEEDS_LIMIT = demand(
    {"op": "A threshold needs `op`: lte, gte, lt or gt.", "value": "A threshold needs the `value` to compare with."}
)
_NO_LIMIT = Record({key: Field(Forbidden("has no meaning for a ratioMetric")) for key in ("op", "value")}, open=True)
_NO_INDICATOR = Record(
    {key: Field(Forbidden("stands beside an indicator of the whole SLO", "keep one of them")) for key in _LEVELS},
    open=True,
)

_SLICES = (
    "use `budgetingMethod: Timeslices` with `timeSliceTarget: 1` and a target below 1, which leaves its budget in time"
)
_OBJECTIVE = Record(
    {
        "displayName": Field(TEXT, doc="The name people read."),
        "op": Field(OP, doc="How a thresholdMetric's value compares with `value` when it is good."),
        "value": Field(Number(), doc="What a thresholdMetric's value is compared with."),
        "target": Field(Target(1, "targetPercent", _SLICES), doc="The share of good events, a ratio such as 0.999."),
        "targetPercent": Field(Target(100, "target", _SLICES), doc="The same as a percentage, such as 99.9."),
        "timeSliceTarget": Field(
            Number(meaning="a ratio above 0 and at most 1", above=Decimal(0), maximum=Decimal(1)),
            doc="The share of good events that makes a time slice a good one.",
        ),
        "timeSliceWindow": Field(SliceLength(), doc="The length of a time slice, such as 1m."),
        "indicator": Field(INDICATOR),
        "indicatorRef": Field(NAME),
        "compositeWeight": Field(
            Number(meaning="a number above 0", above=Decimal(0)), default=1, doc="The weight within a composite SLO."
        ),
    },
    (
        ExactlyOne(("target", "targetPercent"), "write `target: 0.999` or `targetPercent: 99.9`"),
        AtMostOne(_LEVELS),
        IfThen(holding("indicator", "spec", "thresholdMetric"), _NEEDS_LIMIT),
        IfThen(holding("indicator", "spec", "ratioMetric"), _NO_LIMIT),
    ),
)

_CALENDAR = Record(
    {
        "startTime": Field(StartTime(), required=True, doc="When a first period begins, as 2026-01-31 00:00:00."),
        "timeZone": Field(Zone(), required=True, doc="A name such as Europe/Berlin."),
    }
)
_WINDOW = Record(
    {
        "duration": Field(DURATION, required=True, doc="Such as 30d."),
        "isRolling": Field(Boolean(), default=False),
        "calendar": Field(_CALENDAR),
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
    ),
)


def _method(method: BudgetingMethod) -> Record:
    return Record({"budgetingMethod": Field(Choice((method,)), required=True)}, open=True)


_SLICE_TARGET = {"timeSliceTarget": "Which share of good events makes a slice good, such as 0.99."}
_SLICE_WINDOW = {"timeSliceWindow": "How long a slice is, such as 1m."}

SLO = Record(
    {
        "description": DESCRIPTION,
        "service": Field(FILLED, required=True, doc="The name of the service that makes the promise."),
        "indicator": Field(INDICATOR, doc="What is measured; or `indicatorRef`."),
        "indicatorRef": Field(NAME, doc="The name of an SLI."),
        "timeWindow": Field(ListOf(_WINDOW, minimum=1, maximum=1), doc="Exactly one window."),
        "budgetingMethod": Field(
            Choice(tuple(BudgetingMethod)), required=True, doc=f"One of {', '.join(BudgetingMethod)}."
        ),
        "objectives": Field(ListOf(_OBJECTIVE, minimum=1), required=True, doc="At least one objective with a target."),
        "alertPolicies": Field(ListOf(ref_or_inline("alertPolicyRef", "AlertPolicy", ALERT_POLICY))),
    },
    (
        AtMostOne(_LEVELS),
        IfThen(holding("indicator"), _each_objective(_NO_INDICATOR)),
        IfThen(holding("indicatorRef"), _each_objective(_NO_INDICATOR)),
        IfThen(
            Record({key: Field(Forbidden("")) for key in _LEVELS}, open=True),
            _each_objective(
                Record({}, (AtLeastOne(_LEVELS, "give the SLO an `indicator`, or each of its objectives"),), open=True)
            ),
        ),
        IfThen(holding("indicator", "spec", "thresholdMetric"), _each_objective(_NEEDS_LIMIT)),
        IfThen(holding("indicator", "spec", "ratioMetric"), _each_objective(_NO_LIMIT)),
        IfThen(_method(BudgetingMethod.TIMESLICES), _each_objective(demand(_SLICE_TARGET | _SLICE_WINDOW))),
        IfThen(_method(BudgetingMethod.RATIO_TIMESLICES), _each_objective(demand(_SLICE_WINDOW))),
    ),
)

KINDS: Mapping[str, Record] = {
    "SLO": _object("SLO", SLO, SLO_METADATA),
    "SLI": _object("SLI", SLI),
    "Service": _object("Service", Record({"description": DESCRIPTION}), needs_spec=False),
    "DataSource": _object(
        "DataSource",
        Record(
            {
                "description": DESCRIPTION,
                "type": Field(FILLED, required=True, doc="Such as prometheus or sql."),
                "connectionDetails": Field(Anything(), required=True, doc="Free, and never used by the gate."),
            }
        ),
    ),
    "AlertPolicy": _object("AlertPolicy", ALERT_POLICY),
    "AlertCondition": _object("AlertCondition", ALERT_CONDITION),
    "AlertNotificationTarget": _object("AlertNotificationTarget", ALERT_NOTIFICATION_TARGET),
}
