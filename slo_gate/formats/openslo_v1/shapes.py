"""The shapes of OpenSLO v1's objects, after the specification's text.

What holds between objects, or between lengths of time, is in `checks` and `references`.
"""

from collections.abc import Mapping
from decimal import Decimal

from slo_gate.core.shape import (
    Anything,
    AtLeastOne,
    AtMostOne,
    Boolean,
    Choice,
    Either,
    ExactlyOne,
    Field,
    Forbidden,
    IfThen,
    ListOf,
    MapOf,
    Number,
    Record,
    Shape,
    Text,
)
from slo_gate.core.slo import BudgetingMethod, Kind, Op
from slo_gate.formats.openslo_v1.values import (
    DURATION,
    DURATION_OR_NONE,
    BareReference,
    SliceLength,
    StartTime,
    Target,
    Zone,
)

VERSION = "openslo/v1"
KIND_ANNOTATION = "slo-gate/kind"

NAME = Text(
    pattern=r"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$",
    meaning="1 to 63 lower-case letters, digits and `-`, with a letter or digit first and last",
)
_TEXT = Text()
_FILLED = Text(min_length=1, meaning="a string that is not empty")
_LABEL_KEY = Text(
    pattern=r"^[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$",
    meaning="1 to 63 letters, digits, `-`, `.` and `_`, with a letter or digit first and last",
)
_ANNOTATION_KEY = Text(
    pattern=(
        r"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
        r"[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$"
    ),
    meaning="a name of at most 63 characters, perhaps after a domain and a `/`",
)
_DESCRIPTION = Field(Text(max_length=1050), doc="What it is for, in at most 1050 characters.")
_OP = Choice(tuple(op.value for op in Op))


def _with(*path: str) -> Record:
    """A mapping that has something under a path of keys."""
    key, *rest = path
    return Record({key: Field(_with(*rest) if rest else Anything(), required=True)}, open=True)


def _demand(docs: Mapping[str, str]) -> Record:
    """A mapping that has all of some keys."""
    return Record({key: Field(Anything(), required=True, doc=doc) for key, doc in docs.items()}, open=True)


def _each_objective(shape: Shape) -> Record:
    return Record({"objectives": Field(ListOf(shape))}, open=True)


METADATA = Record(
    {
        "name": Field(NAME, required=True, doc="The name others refer to, unique among objects of the kind."),
        "displayName": Field(Text(max_length=63), doc="The name people read, at most 63 characters."),
        "labels": Field(MapOf(Either(_TEXT, ListOf(_TEXT)), key=_LABEL_KEY)),
        "annotations": Field(MapOf(_TEXT, key=_ANNOTATION_KEY)),
    }
)
_KNOWN_KIND = Record(
    {"annotations": Field(Record({KIND_ANNOTATION: Field(Choice(tuple(Kind)))}, open=True))}, open=True
)
SLO_METADATA = Record(METADATA.fields, (_KNOWN_KIND,))


def _object(kind: str, spec: Record, metadata: Record = METADATA, *, needs_spec: bool = True) -> Record:
    return Record(
        {
            "apiVersion": Field(Choice((VERSION,)), required=True),
            "kind": Field(Choice((kind,)), required=True),
            "metadata": Field(metadata, required=True, doc="At least a `name`."),
            "spec": Field(spec, required=needs_spec),
        }
    )


def _ref_or_inline(ref: str, kind: str, spec: Record) -> Shape:
    """Either a reference, or an object without `apiVersion`."""
    inline = {"kind": Field(Choice((kind,))), "metadata": Field(METADATA), "spec": Field(spec)}
    complete = _demand(dict.fromkeys(inline, f"A {kind} given in place needs `kind`, `metadata` and `spec`."))
    return Either(
        BareReference(ref),
        Record(
            {ref: Field(NAME, doc=f"The name of a {kind}."), **inline},
            (
                ExactlyOne((ref, "spec")),
                IfThen(_with("spec"), complete),
                *(AtMostOne((ref, key)) for key in ("kind", "metadata")),
            ),
        ),
    )


METRIC = Record(
    {
        "metricSource": Field(
            Record(
                {
                    "metricSourceRef": Field(
                        NAME, doc="The name of a DataSource, or of a source of the gate's config."
                    ),
                    "type": Field(_FILLED, doc="The type of the source, such as prometheus or sql."),
                    "spec": Field(
                        MapOf(Anything(), minimum=1), required=True, doc="What to ask: `query` holds the query."
                    ),
                },
                (AtLeastOne(("metricSourceRef", "type")),),
            ),
            required=True,
            doc="Where the numbers come from, and the query that gets them.",
        )
    }
)

_RATIO = Record(
    {
        "counter": Field(Boolean(), default=False, doc="Whether the queries count up and only ever reset to zero."),
        "good": Field(METRIC),
        "bad": Field(METRIC),
        "total": Field(METRIC),
        "raw": Field(METRIC),
        "rawType": Field(Choice(("success", "failure"))),
    },
    (
        ExactlyOne(("total", "raw"), "count `good` (or `bad`) and `total`; or give `raw`, a ratio divided already"),
        IfThen(
            Record({"total": Field(Anything(), required=True), "raw": Field(Forbidden(""))}, open=True),
            Record({}, (ExactlyOne(("good", "bad")),), open=True),
        ),
        IfThen(_with("raw"), _demand({"rawType": "Say whether `raw` is a ratio of `success` or of `failure`."})),
        AtMostOne(("raw", "good")),
        AtMostOne(("raw", "bad")),
        IfThen(_with("rawType"), _demand({"raw": "`rawType` belongs to `raw`."})),
    ),
)

SLI = Record(
    {
        "description": _DESCRIPTION,
        "thresholdMetric": Field(METRIC),
        "ratioMetric": Field(_RATIO),
    },
    (ExactlyOne(("thresholdMetric", "ratioMetric")),),
)

_INDICATOR = Record({"metadata": Field(METADATA, required=True), "spec": Field(SLI, required=True)})

_CONDITION = Record(
    {
        "kind": Field(Choice(("burnrate",)), default="burnrate"),
        "op": Field(_OP, required=True, doc="One of lte, gte, lt, gt."),
        "threshold": Field(Number(), required=True, doc="The burn rate to compare with."),
        "lookbackWindow": Field(DURATION, required=True, doc="Over how long the burn rate is measured, such as 1h."),
        "alertAfter": Field(DURATION_OR_NONE, doc="How long the condition must hold, such as 5m."),
    }
)
ALERT_CONDITION = Record(
    {
        "description": _DESCRIPTION,
        "severity": Field(_FILLED, required=True, doc="Such as page."),
        "condition": Field(_CONDITION, required=True),
    }
)
ALERT_NOTIFICATION_TARGET = Record(
    {"description": _DESCRIPTION, "target": Field(_FILLED, required=True, doc="Such as slack.")}
)
ALERT_POLICY = Record(
    {
        "description": _DESCRIPTION,
        "alertWhenNoData": Field(Boolean()),
        "alertWhenResolved": Field(Boolean()),
        "alertWhenBreaching": Field(Boolean()),
        "conditions": Field(
            ListOf(_ref_or_inline("conditionRef", "AlertCondition", ALERT_CONDITION), minimum=1, maximum=1),
            required=True,
            doc="Exactly one condition.",
        ),
        "notificationTargets": Field(
            ListOf(_ref_or_inline("targetRef", "AlertNotificationTarget", ALERT_NOTIFICATION_TARGET), minimum=1),
            required=True,
            doc="At least one target.",
        ),
    }
)

_LEVELS = ("indicator", "indicatorRef")
_NEEDS_LIMIT = _demand(
    {"op": "A threshold needs `op`: lte, gte, lt or gt.", "value": "A threshold needs the `value` to compare with."}
)
_NO_LIMIT = Record({key: Field(Forbidden("has no meaning for a ratioMetric")) for key in ("op", "value")}, open=True)
_NO_INDICATOR = Record(
    {key: Field(Forbidden("stands beside an indicator of the whole SLO", "keep one of them")) for key in _LEVELS},
    open=True,
)

_OBJECTIVE = Record(
    {
        "displayName": Field(_TEXT, doc="The name people read."),
        "op": Field(_OP, doc="How a thresholdMetric's value compares with `value` when it is good."),
        "value": Field(Number(), doc="What a thresholdMetric's value is compared with."),
        "target": Field(Target(1), doc="The share of good events, a ratio such as 0.999."),
        "targetPercent": Field(Target(100), doc="The same as a percentage, such as 99.9."),
        "timeSliceTarget": Field(
            Number(meaning="a ratio above 0 and at most 1", above=Decimal(0), maximum=Decimal(1)),
            doc="The share of good events that makes a time slice a good one.",
        ),
        "timeSliceWindow": Field(SliceLength(), doc="The length of a time slice, such as 1m."),
        "indicator": Field(_INDICATOR),
        "indicatorRef": Field(NAME),
        "compositeWeight": Field(
            Number(meaning="a number above 0", above=Decimal(0)), default=1, doc="The weight within a composite SLO."
        ),
    },
    (
        ExactlyOne(("target", "targetPercent"), "write `target: 0.999` or `targetPercent: 99.9`"),
        AtMostOne(_LEVELS),
        IfThen(_with("indicator", "spec", "thresholdMetric"), _NEEDS_LIMIT),
        IfThen(_with("indicator", "spec", "ratioMetric"), _NO_LIMIT),
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
            _demand({"calendar": "Say when periods begin; or write `isRolling: true`."}),
        ),
    ),
)


def _method(method: BudgetingMethod) -> Record:
    return Record({"budgetingMethod": Field(Choice((method,)), required=True)}, open=True)


_SLICE_TARGET = {"timeSliceTarget": "Which share of good events makes a slice good, such as 0.99."}
_SLICE_WINDOW = {"timeSliceWindow": "How long a slice is, such as 1m."}

SLO = Record(
    {
        "description": _DESCRIPTION,
        "service": Field(_FILLED, required=True, doc="The name of the service that makes the promise."),
        "indicator": Field(_INDICATOR, doc="What is measured; or `indicatorRef`."),
        "indicatorRef": Field(NAME, doc="The name of an SLI."),
        "timeWindow": Field(ListOf(_WINDOW, minimum=1, maximum=1), doc="Exactly one window."),
        "budgetingMethod": Field(
            Choice(tuple(BudgetingMethod)), required=True, doc=f"One of {', '.join(BudgetingMethod)}."
        ),
        "objectives": Field(ListOf(_OBJECTIVE, minimum=1), required=True, doc="At least one objective with a target."),
        "alertPolicies": Field(ListOf(_ref_or_inline("alertPolicyRef", "AlertPolicy", ALERT_POLICY))),
    },
    (
        AtMostOne(_LEVELS),
        IfThen(_with("indicator"), _each_objective(_NO_INDICATOR)),
        IfThen(_with("indicatorRef"), _each_objective(_NO_INDICATOR)),
        IfThen(
            Record({key: Field(Forbidden("")) for key in _LEVELS}, open=True),
            _each_objective(
                Record({}, (AtLeastOne(_LEVELS, "give the SLO an `indicator`, or each of its objectives"),), open=True)
            ),
        ),
        IfThen(_with("indicator", "spec", "thresholdMetric"), _each_objective(_NEEDS_LIMIT)),
        IfThen(_with("indicator", "spec", "ratioMetric"), _each_objective(_NO_LIMIT)),
        IfThen(_method(BudgetingMethod.TIMESLICES), _each_objective(_demand(_SLICE_TARGET | _SLICE_WINDOW))),
        IfThen(_method(BudgetingMethod.RATIO_TIMESLICES), _each_objective(_demand(_SLICE_WINDOW))),
    ),
)

KINDS: Mapping[str, Record] = {
    "SLO": _object("SLO", SLO, SLO_METADATA),
    "SLI": _object("SLI", SLI),
    "Service": _object("Service", Record({"description": _DESCRIPTION}), needs_spec=False),
    "DataSource": _object(
        "DataSource",
        Record(
            {
                "description": _DESCRIPTION,
                "type": Field(_FILLED, required=True, doc="Such as prometheus or sql."),
                "connectionDetails": Field(Anything(), required=True, doc="Free, and never used by the gate."),
            }
        ),
    ),
    "AlertPolicy": _object("AlertPolicy", ALERT_POLICY),
    "AlertCondition": _object("AlertCondition", ALERT_CONDITION),
    "AlertNotificationTarget": _object("AlertNotificationTarget", ALERT_NOTIFICATION_TARGET),
}
