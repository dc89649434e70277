"""The shapes of slo-generator's two files: an SLO, and the configuration that SLOs share.

Source: https://github.com/google/slo-generator, README, "Configuration", and what its code reads.
"""

from collections.abc import Mapping
from decimal import Decimal

from slo_gate.core.checking import Shape
from slo_gate.core.kind import STATED
from slo_gate.core.scalar_shapes import Boolean, Choice, Number, Text
from slo_gate.core.shape import Field, ListOf, MapOf, Record
from slo_gate.formats.slo_generator.indicators import BY_BACKEND
from slo_gate.formats.slo_generator.recognising import ALIASES, KIND, VERSION
from slo_gate.formats.slo_generator.values import FILLED, MAPPING, ByClass, Goal, Numeral, Substituted

_NAMES = Substituted(ListOf(FILLED))
SPEC = Record(
    {
        "description": Field(Text(), required=True, doc="What is promised, in words."),
        "goal": Field(Substituted(Goal()), required=True, doc="The share of good events, a ratio such as 0.999."),
        "backend": Field(FILLED, required=True, doc="The name of a backend of the shared configuration."),
        "method": Field(FILLED, required=True, doc="The method of the backend that measures, such as good_bad_ratio."),
        "service_level_indicator": Field(MAPPING, required=True, doc="What the method takes."),
        "error_budget_policy": Field(
            FILLED, default="default", doc="The name of an error budget policy of the shared configuration."
        ),
        "exporters": Field(_NAMES, doc="Names of exporters of the shared configuration."),
    },
    BY_BACKEND,
    open=True,
)
METADATA = Record(
    {
        "name": Field(FILLED, required=True, doc="The name of the SLO, unique among all."),
        "labels": Field(MAPPING, doc="Such as `service_name`, `feature_name` and `slo_name`."),
        "annotations": Field(STATED, doc="Free, and not read by slo-generator."),
    },
    open=True,
)
"""What slo-generator's documentation, and some files, call `apiVersion`."""
_VERSION = Choice((VERSION,))
SLO = Record(
    {
        "apiVersion": Field(_VERSION, doc=f"Write `apiVersion: {VERSION}`."),
        "kind": Field(Choice((KIND,)), required=True, doc=f"Write `kind: {KIND}`."),
        "metadata": Field(METADATA, required=True, doc="At least a `name`."),
        "spec": Field(SPEC, required=True, doc="What is promised, and how it is measured."),
        **{key: Field(_VERSION, doc="Write `apiVersion` instead.") for key in ALIASES},
    },
    open=True,
)

_LONGEST = 315_360_000
_STEP = Record(
    {
        "name": Field(FILLED, required=True, doc="Such as 1 hour."),
        "window": Field(
            Substituted(
                Number(
                    meaning="a whole number of seconds, above 0 and at most ten years",
                    minimum=Decimal(1),
                    maximum=Decimal(_LONGEST),
                    integer=True,
                )
            ),
            required=True,
            doc="The length of the rolling window, in seconds.",
        ),
        "burn_rate_threshold": Field(
            Numeral(positive=True),
            required=True,
            doc="The burn rate above which it alerts.",
        ),
        "alert": Field(Substituted(Boolean()), doc="Whether a person is called."),
        "message_alert": Field(Text(), required=True, doc="What is said above the threshold."),
        "message_ok": Field(Text(), required=True, doc="What is said where all is well."),
    }
)
_POLICY = Record({"steps": Field(ListOf(_STEP, minimum=1), required=True, doc="At least one step.")})


def _with(*required: str, optional: Mapping[str, Shape] | None = None, free: bool = False) -> Record:
    needed = {key: Field(FILLED, required=True, doc=f"The class needs a `{key}`.") for key in required}
    return Record({**needed, **{key: Field(shape) for key, shape in (optional or {}).items()}}, open=free)


BACKEND_SETTINGS: Mapping[str, Shape] = {
    "cloud_monitoring": _with("project_id"),
    "cloud_monitoring_mql": _with("project_id"),
    "cloud_service_monitoring": _with("project_id"),
    "datadog": _with("api_key", "app_key", free=True),
    "dynatrace": _with("api_url", "api_token"),
    "prometheus": _with(optional={"url": FILLED, "headers": MAPPING}),
}
"""Those that slo-generator hands over by name, so that one that is unknown or missing stops it."""

EXPORTER_SETTINGS: Mapping[str, Shape] = {
    "bigquery": _with("project_id", "dataset_id", "table_id", free=True),
    "cloud_monitoring": _with("project_id", free=True),
    "cloudevent": _with("service_url", optional={"auth": MAPPING}, free=True),
    "datadog": _with("api_key", "app_key", free=True),
    "dynatrace": _with("api_url", "api_token", free=True),
    "prometheus": _with("url", free=True),
    "pubsub": _with("project_id", "topic_name", free=True),
}
CONFIG = Record(
    {
        "backends": Field(ByClass(BACKEND_SETTINGS), doc="Where numbers come from, by name."),
        "exporters": Field(ByClass(EXPORTER_SETTINGS), doc="Where reports go, by name."),
        "default_exporters": Field(_NAMES, doc="Names of exporters that every SLO uses."),
        "error_budget_policies": Field(MapOf(_POLICY), doc="Windows and burn rates to alert at, by name."),
    },
    open=True,
)
