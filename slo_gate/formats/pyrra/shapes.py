"""The shape of Pyrra's ServiceLevelObjective, after its types and what reads files of them strictly."""

from slo_gate.core.constraints import ExactlyOne
from slo_gate.core.kind import STATED
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Anything, Boolean, Choice, Text
from slo_gate.core.shape import Field, ListOf, MapOf, Record
from slo_gate.core.target_text import PercentText
from slo_gate.formats.pyrra.recognising import INDICATORS, KIND, VERSION
from slo_gate.formats.pyrra.values import DURATION, Window

_TEXT = Text()
_LABEL = Text(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$", meaning="the name of a label: letters, digits and `_`")
_GROUPING = Field(OrNothing(ListOf(_LABEL)), doc="Labels that each get a series of their own, such as handler.")
_METRIC = Field(
    Text(min_length=1, meaning='a selector such as requests_total{code=~"5.."}'),
    required=True,
    doc="The name of a metric, perhaps with matchers: no function, no sum, no range.",
)
_QUERY = Record({"metric": _METRIC})


def _query(doc: str) -> Field:
    return Field(_QUERY, required=True, doc=doc)


_RATIO = Record(
    {
        "errors": _query("The counter of the events that went wrong."),
        "total": _query("The counter of all events."),
        "grouping": _GROUPING,
    }
)
_LATENCY = Record(
    {
        "success": _query('The bucket of a histogram that is fast enough, such as duration_seconds_bucket{le="0.5"}.'),
        "total": _query("The count of the same histogram, such as duration_seconds_count."),
        "grouping": _GROUPING,
    }
)
_NATIVE = Record(
    {
        "latency": Field(DURATION, required=True, doc="What is fast enough, such as 500ms."),
        "total": _query("The native histogram."),
        "grouping": _GROUPING,
    }
)
_GAUGE = Record({"metric": _METRIC, "grouping": _GROUPING})
_INDICATOR = Record(
    {
        "ratio": Field(_RATIO, doc="Errors among all events."),
        "latency": Field(_LATENCY, doc="Fast events among all, by the buckets of a histogram."),
        "latencyNative": Field(_NATIVE, doc="Fast events among all, by a native histogram."),
        "bool_gauge": Field(_GAUGE, doc="A metric that is 1 while all is well, and 0 otherwise."),
    },
    (ExactlyOne(INDICATORS, f"keep exactly one of {', '.join(INDICATORS)}: Pyrra takes one and ignores the others"),),
)
_SEVERITIES = Record(
    {key: Field(_TEXT) for key in ("absent", "fastBurn", "mediumBurn", "slowBurn", "longTermBurn")},
    doc="The label `severity` of each alert.",
)
_ALERTING = Record(
    {
        "disabled": Field(Boolean(), doc="Deprecated: use `burnrates`."),
        "burnrates": Field(Boolean(), default=True, doc="Whether burn rates alert."),
        "absent": Field(Boolean(), default=True, doc="Whether a missing metric alerts."),
        "name": Field(_TEXT, default="ErrorBudgetBurn", doc="The name of the alerts on burn rates."),
        "absentName": Field(_TEXT, default="SLOMetricAbsent", doc="The name of the alerts on a missing metric."),
        "severities": Field(OrNothing(_SEVERITIES)),
    }
)
_RULE_OUTPUT = Record(
    {
        "shortRulesLabels": Field(OrNothing(MapOf(_TEXT)), doc="Labels of the PrometheusRule with the short rules."),
        "longRulesLabels": Field(OrNothing(MapOf(_TEXT)), doc="Labels of the PrometheusRule with the long rule."),
        "enableDescriptionAsLabel": Field(Boolean(), default=False, doc="Whether rules carry the description."),
    }
)
_SPEC = Record(
    {
        "description": Field(OrNothing(_TEXT), doc="What it is for."),
        "target": Field(PercentText(), required=True, doc='The percentage of good events, in quotes, such as "99.9".'),
        "window": Field(Window(), required=True, doc="The length of the rolling window, such as 4w."),
        "indicator": Field(_INDICATOR, required=True, doc=f"Exactly one of {', '.join(INDICATORS)}."),
        "alerting": Field(OrNothing(_ALERTING)),
        "partial_response_strategy": Field(Choice(("abort", "warn", "")), default="abort", doc="For Thanos Ruler."),
        "performanceOverAccuracy": Field(Boolean(), default=False, doc="Whether long ranges are summed from short."),
        "ruleOutput": Field(OrNothing(_RULE_OUTPUT), doc="Labels of the rules, where performanceOverAccuracy is true."),
    }
)
_OF_KUBERNETES = (
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "finalizers",
    "generateName",
    "generation",
    "managedFields",
    "ownerReferences",
    "resourceVersion",
    "selfLink",
    "uid",
)
_METADATA = Record(
    {
        "name": Field(
            Text(min_length=1, meaning="a name"), required=True, doc="The name, which becomes the label `slo`."
        ),
        "namespace": Field(_TEXT, doc="The namespace in Kubernetes."),
        "labels": Field(OrNothing(MapOf(_TEXT)), doc="Those that begin with `pyrra.dev/` become labels of the series."),
        "annotations": Field(OrNothing(MapOf(_TEXT))),
        **{key: Field(Anything()) for key in _OF_KUBERNETES},
    },
    (Record({"annotations": Field(STATED)}, open=True),),
)
OBJECT = Record(
    {
        "apiVersion": Field(Choice((VERSION,)), required=True, doc=f"Write `apiVersion: {VERSION}`."),
        "kind": Field(Choice((KIND,)), required=True, doc=f"Write `kind: {KIND}`."),
        "metadata": Field(_METADATA, required=True, doc="At least a `name`."),
        "spec": Field(_SPEC, required=True, doc="The target, the window and the indicator."),
        "status": Field(Anything(), doc="Written by Kubernetes."),
    }
)
