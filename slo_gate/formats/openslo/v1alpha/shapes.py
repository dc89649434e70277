"""The shapes of OpenSLO v1alpha's two kinds."""

from collections.abc import Mapping

from slo_gate.core.constraints import IfThen
from slo_gate.core.keys import demand, holding
from slo_gate.core.scalar_shapes import Boolean, Choice, Forbidden, Number, Text
from slo_gate.core.shape import Field, ListOf, Record
from slo_gate.core.slo import BudgetingMethod
from slo_gate.core.target import Target
from slo_gate.formats.openslo.pieces import DESCRIPTION, DISPLAY_NAME, FILLED, NAMED, OP, each_objective
from slo_gate.formats.openslo.shapes import SERVICE, SLICE_TARGET, STRICT, an_object
from slo_gate.formats.openslo.v1alpha.windows import WINDOWS
from slo_gate.formats.openslo.versions import V1ALPHA

METHODS = (BudgetingMethod.OCCURRENCES, BudgetingMethod.TIMESLICES)

_METRIC = Record(
    {
        "source": Field(FILLED, required=True, doc="The source or its type, such as prometheus."),
        "queryType": Field(FILLED, required=True, doc="The kind of query, such as promql."),
        "query": Field(FILLED, required=True, doc="The query itself."),
    }
)
_RATIO = Record(
    {
        "incremental": Field(Boolean(), default=False, doc="Whether the queries count up and only ever reset to zero."),
        "good": Field(_METRIC, required=True, doc="What counts the good events."),
        "total": Field(_METRIC, required=True, doc="What counts all events."),
    }
)
_OBJECTIVE = Record(
    {
        "displayName": Field(Text(max_length=1050), doc="The name people read, at most 1050 characters."),
        "op": Field(OP, doc="How a thresholdMetric's value compares with `value` when it is good."),
        "value": Field(
            Number(), required=True, doc="What a thresholdMetric is compared with; beside `ratioMetrics`, any number."
        ),
        "target": Field(
            Target(1, strict=STRICT), required=True, doc="The share of good events, a ratio such as 0.999."
        ),
        "timeSliceTarget": SLICE_TARGET,
        "ratioMetrics": Field(_RATIO),
    },
    (
        IfThen(
            holding("ratioMetrics"), Record({"op": Field(Forbidden("has no meaning beside `ratioMetrics`"))}, open=True)
        ),
    ),
)
_THRESHOLD = Record({"thresholdMetric": Field(_METRIC, required=True, doc="What gives the value to compare.")})
_NO_RATIO = Forbidden("stands beside an `indicator` of the whole SLO", "keep one of them")
_SLICES = Record({"budgetingMethod": Field(Choice((BudgetingMethod.TIMESLICES,)), required=True)}, open=True)

_SLO = Record(
    {
        "description": DESCRIPTION,
        "service": Field(FILLED, required=True, doc="The name of the service that makes the promise."),
        "indicator": Field(_THRESHOLD, doc="A value to compare; ratios stand in the objectives."),
        "timeWindows": Field(WINDOWS, required=True, doc="Exactly one window."),
        "budgetingMethod": Field(Choice(METHODS), required=True, doc=f"One of {', '.join(METHODS)}."),
        "objectives": Field(ListOf(_OBJECTIVE, minimum=1), required=True, doc="At least one objective with a target."),
    },
    (
        IfThen(holding("indicator"), each_objective(Record({"ratioMetrics": Field(_NO_RATIO)}, open=True))),
        IfThen(
            holding("indicator"),
            each_objective(demand({"op": "A threshold needs `op`: lte, gte, lt or gt."})),
        ),
        IfThen(
            Record({"indicator": Field(Forbidden(""))}, open=True),
            each_objective(demand({"ratioMetrics": "Give it `ratioMetrics`, or the SLO an `indicator`."})),
        ),
        IfThen(
            _SLICES,
            each_objective(demand({"timeSliceTarget": "Which share of good events makes a slice good, such as 0.99."})),
        ),
    ),
)
_METADATA = Record({"name": NAMED, "displayName": DISPLAY_NAME})

KINDS: Mapping[str, Record] = {
    "SLO": an_object(V1ALPHA, "SLO", _SLO, _METADATA),
    "Service": an_object(V1ALPHA, "Service", SERVICE, _METADATA, needs_spec=False),
}
