"""The shapes of SLOs and of the other kinds in OpenSLO v1 and v2alpha, after the specification's text.

What holds between objects, or between lengths of time, is in `checks` and `objects`.
"""

from collections.abc import Mapping
from decimal import Decimal

from slo_gate.core.checking import Shape
from slo_gate.core.constraints import AtLeastOne, AtMostOne, Constraint, ExactlyOne, IfThen
from slo_gate.core.keys import demand, holding
from slo_gate.core.kind import STATED
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Anything, Choice, Forbidden, Number
from slo_gate.core.shape import Field, ListOf, Record
from slo_gate.core.slo import BudgetingMethod
from slo_gate.core.target import Target
from slo_gate.formats.openslo.alerts import ALERT_NOTIFICATION_TARGET, alert_condition, alert_policy, ref_or_inline
from slo_gate.formats.openslo.grammar import Grammar
from slo_gate.formats.openslo.indicators import indicator, sli
from slo_gate.formats.openslo.pieces import DESCRIPTION, DISPLAY_NAME, FILLED, NAME, OP, each_objective
from slo_gate.formats.openslo.values import SliceLength
from slo_gate.formats.openslo.windows import one_window

SLICE_TARGET = Field(
    Number(meaning="a ratio above 0 and at most 1", above=Decimal(0), maximum=Decimal(1)),
    doc="The share of good events that makes a time slice a good one.",
)
STRICT = (
    "use `budgetingMethod: Timeslices` with `timeSliceTarget: 1` and a target below 1, which leaves its budget in time"
)
SERVICE = Record({"description": DESCRIPTION})
DATA_SOURCE = Record(
    {
        "description": DESCRIPTION,
        "type": Field(FILLED, required=True, doc="Such as prometheus or sql."),
        "connectionDetails": Field(Anything(), required=True, doc="Free, and never used by the gate."),
    }
)

_NEEDS_LIMIT = demand(
    {"op": "A threshold needs `op`: lte, gte, lt or gt.", "value": "A threshold needs the `value` to compare with."}
)
_NO_LIMIT = Record({key: Field(Forbidden("has no meaning for a ratioMetric")) for key in ("op", "value")}, open=True)
_NEEDS_SLICE_TARGET = {"timeSliceTarget": "Which share of good events makes a slice good, such as 0.99."}
_NEEDS_SLICE_WINDOW = {"timeSliceWindow": "How long a slice is, such as 1m."}


def an_object(version: str, kind: str, spec: Record, metadata: Record, *, needs_spec: bool = True) -> Record:
    return Record(
        {
            "apiVersion": Field(Choice((version,)), required=True, doc=f"Write `apiVersion: {version}`."),
            "kind": Field(Choice((kind,)), required=True, doc=f"Write `kind: {kind}`."),
            "metadata": Field(metadata, required=True, doc="At least a `name`."),
            "spec": Field(spec if needs_spec else OrNothing(spec), required=needs_spec, doc=f"What the {kind} is."),
        }
    )


def slo_metadata(metadata: Record) -> Record:
    return Record(metadata.fields, (Record({"annotations": Field(STATED)}, open=True),))


def kinds(grammar: Grammar) -> Mapping[str, Record]:
    """The shape of each kind, by its name."""
    version, metadata = grammar.version, grammar.metadata
    specs = {
        "SLI": sli(grammar),
        "Service": SERVICE,
        "DataSource": DATA_SOURCE,
        "AlertPolicy": alert_policy(grammar),
        "AlertCondition": alert_condition(grammar),
        "AlertNotificationTarget": ALERT_NOTIFICATION_TARGET,
    }
    others = {
        kind: an_object(version, kind, spec, metadata, needs_spec=kind != "Service") for kind, spec in specs.items()
    }
    return {"SLO": an_object(version, "SLO", _slo(grammar), slo_metadata(metadata)), **others}


def _slo(grammar: Grammar) -> Record:
    policy, bare = alert_policy(grammar), grammar.bare_policies
    policies = ref_or_inline("alertPolicyRef", "AlertPolicy", policy, grammar.metadata, bare=bare)
    fields = {
        "description": DESCRIPTION,
        "service": Field(FILLED, required=True, doc="The name of the service that makes the promise."),
        grammar.indicator: Field(indicator(grammar), doc=f"What is measured; or `{grammar.indicator_ref}`."),
        grammar.indicator_ref: Field(NAME, doc="The name of an SLI."),
        "timeWindow": Field(one_window(grammar), doc="Exactly one window."),
        "budgetingMethod": Field(
            Choice(tuple(BudgetingMethod)), required=True, doc=f"One of {', '.join(BudgetingMethod)}."
        ),
        "objectives": Field(
            ListOf(_objective(grammar), minimum=1), required=True, doc="At least one objective with a target."
        ),
        "alertPolicies": Field(OrNothing(ListOf(policies))),
    }
    return Record(fields, (*_indicator_levels(grammar), *_limits(grammar.indicator), *_slices()))


def _objective(grammar: Grammar) -> Record:
    fields = {
        "displayName": DISPLAY_NAME,
        "op": Field(OP, doc="How a thresholdMetric's value compares with `value` when it is good."),
        "value": Field(Number(), doc="What a thresholdMetric's value is compared with."),
        "target": Field(Target(1, "targetPercent", STRICT), doc="The share of good events, a ratio such as 0.999."),
        "targetPercent": Field(Target(100, "target", STRICT), doc="The same as a percentage, such as 99.9."),
        "timeSliceTarget": SLICE_TARGET,
        "timeSliceWindow": Field(SliceLength(grammar.duration), doc="The length of a time slice, such as 1m."),
        grammar.indicator: Field(indicator(grammar)),
        grammar.indicator_ref: Field(NAME),
        "compositeWeight": Field(
            Number(meaning="a number above 0", above=Decimal(0)), default=1, doc="The weight within a composite SLO."
        ),
        **grammar.objective,
    }
    return Record(
        fields,
        (
            ExactlyOne(("target", "targetPercent"), "write `target: 0.999` or `targetPercent: 99.9`"),
            AtMostOne(grammar.indicators),
            IfThen(holding(grammar.indicator, "spec", "thresholdMetric"), _NEEDS_LIMIT),
            IfThen(holding(grammar.indicator, "spec", "ratioMetric"), _NO_LIMIT),
        ),
    )


def _indicator_levels(grammar: Grammar) -> tuple[Constraint, ...]:
    """The SLO has an indicator, or each of its objectives has."""
    beside = Forbidden("stands beside an indicator of the whole SLO", "keep one of them")
    none = each_objective(Record({key: Field(beside) for key in grammar.indicators}, open=True))
    missing = f"give the SLO an `{grammar.indicator}`, or each of its objectives"
    one = each_objective(Record({}, (AtLeastOne(grammar.indicators, missing),), open=True))
    return (
        AtMostOne(grammar.indicators),
        *(IfThen(holding(key), none) for key in grammar.indicators),
        IfThen(Record({key: Field(Forbidden("")) for key in grammar.indicators}, open=True), one),
    )


def _limits(indicator_key: str) -> tuple[Constraint, ...]:
    return (
        IfThen(holding(indicator_key, "spec", "thresholdMetric"), each_objective(_NEEDS_LIMIT)),
        IfThen(holding(indicator_key, "spec", "ratioMetric"), each_objective(_NO_LIMIT)),
    )


def _slices() -> tuple[Constraint, ...]:
    whole = demand(_NEEDS_SLICE_TARGET | _NEEDS_SLICE_WINDOW)
    return (
        IfThen(_method(BudgetingMethod.TIMESLICES), each_objective(whole)),
        IfThen(_method(BudgetingMethod.RATIO_TIMESLICES), each_objective(demand(_NEEDS_SLICE_WINDOW))),
    )


def _method(method: BudgetingMethod) -> Shape:
    return Record({"budgetingMethod": Field(Choice((method,)), required=True)}, open=True)
