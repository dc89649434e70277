"""The shape of objectives: what is measured, and how much of it must be good."""

from datetime import timedelta
from decimal import Decimal

from slo_gate.core.constraints import AtMostOne, ExactlyOne, IfThen
from slo_gate.core.keys import demand, holding
from slo_gate.core.scalar_shapes import Anything, Boolean, Choice, Forbidden, Number
from slo_gate.core.shape import Field, ListOf, Record
from slo_gate.core.slo import Op
from slo_gate.core.target import Target
from slo_gate.formats.nobl9.pieces import NAME, SHOWN_NAME
from slo_gate.formats.nobl9.values import GoDuration, OrEmpty
from slo_gate.formats.nobl9.vendors import METRIC

OP = Choice(tuple(op.value for op in Op))
MEASURED = ("rawMetric", "countMetrics", "composite")
LIMIT = demand(
    {"op": "A rawMetric needs `op`: lte, gte, lt or gt.", "value": "A rawMetric needs the `value` to compare with."}
)

_SLICES = (
    "use `budgetingMethod: Timeslices` with `timeSliceTarget: 1` and a target below 1, which leaves its budget in time"
)
_RAW = Record({"query": Field(METRIC, required=True, doc="The system that is asked, and what it is asked.")})
_COUNTS = Record(
    {
        "incremental": Field(
            Boolean(), required=True, doc="Write `incremental: true` where the queries count up, else `false`."
        ),
        "good": Field(METRIC, doc="Counts the good events."),
        "bad": Field(METRIC, doc="Counts the bad events."),
        "total": Field(METRIC, doc="Counts all events."),
        "goodTotal": Field(METRIC, doc="Counts good and all events in one query."),
    },
    (
        ExactlyOne(
            ("total", "goodTotal"), "count `good` (or `bad`) and `total`; or give `goodTotal`, one query for both"
        ),
        IfThen(
            Record({"total": Field(Anything(), required=True), "goodTotal": Field(Forbidden(""))}, open=True),
            Record({}, (ExactlyOne(("good", "bad"), "count either good or bad events"),), open=True),
        ),
        AtMostOne(("goodTotal", "good"), "`goodTotal` counts the good events already"),
        AtMostOne(("goodTotal", "bad"), "`goodTotal` counts the good events already"),
    ),
)
_COMPONENT = Record(
    {
        "project": Field(NAME, required=True, doc="The project of the SLO."),
        "slo": Field(NAME, required=True, doc="The name of an SLO."),
        "objective": Field(NAME, required=True, doc="The name of one of its objectives."),
        "weight": Field(
            Number(meaning="a number above 0", above=Decimal(0)), required=True, doc="Its weight, a number above 0."
        ),
        "whenDelayed": Field(
            Choice(("CountAsGood", "CountAsBad", "Ignore")),
            required=True,
            doc="What to do where its data are late: CountAsGood, CountAsBad or Ignore.",
        ),
    }
)
_COMPOSITE = Record(
    {
        "maxDelay": Field(
            GoDuration(least=timedelta(minutes=1), whole=True),
            required=True,
            doc="How long to wait for late data, in whole minutes, such as 45m.",
        ),
        "aggregation": Field(Choice(("Reliability", "ErrorBudgetState")), default="Reliability"),
        "components": Field(
            Record({"objectives": Field(ListOf(_COMPONENT, minimum=1), required=True, doc="At least one objective.")}),
            required=True,
            doc="The objectives that it is made of.",
        ),
    }
)
OBJECTIVE = Record(
    {
        "displayName": SHOWN_NAME,
        "name": Field(OrEmpty(NAME), doc="The name that composites refer to, unique in the SLO."),
        "value": Field(Number(), doc="What the value is compared with; unique in the SLO."),
        "op": Field(OP, doc="How a rawMetric's value compares with `value` when it is good."),
        "target": Field(
            Target(1, strict=_SLICES), required=True, doc="The share of good events, a ratio such as 0.999."
        ),
        "timeSliceTarget": Field(
            Number(meaning="a ratio above 0 and at most 1", above=Decimal(0), maximum=Decimal(1)),
            doc="The share of good events that makes a time slice a good one.",
        ),
        "rawMetric": Field(_RAW, doc="A value that is good where it compares with `value` by `op`."),
        "countMetrics": Field(_COUNTS, doc="Good (or bad) and total events."),
        "composite": Field(_COMPOSITE, doc="Objectives of other SLOs."),
        "primary": Field(Boolean(), default=False),
    },
    (IfThen(holding("rawMetric"), LIMIT),),
)
