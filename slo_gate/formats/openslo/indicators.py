"""The shape of an SLI, given in place or as an object of its own."""

from slo_gate.core.keys import demand, holding
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
    MapOf,
    Record,
)
from slo_gate.formats.openslo.pieces import DESCRIPTION, FILLED, METADATA, NAME

METRIC = Record(
    {
        "metricSource": Field(
            Record(
                {
                    "metricSourceRef": Field(
                        NAME, doc="The name of a DataSource, or of a source of the gate's config."
                    ),
                    "type": Field(FILLED, doc="The type of the source, such as prometheus or sql."),
                    "spec": Field(
                        MapOf(Anything(), minimum=1), required=True, doc="What to ask: `query` holds the query."
                    ),
                },
                (AtLeastOne(("metricSourceRef", "type"), "name a DataSource, or say the type of the source"),),
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
            Record({}, (ExactlyOne(("good", "bad"), "count either good or bad events"),), open=True),
        ),
        IfThen(holding("raw"), demand({"rawType": "Say whether `raw` is a ratio of `success` or of `failure`."})),
        AtMostOne(("raw", "good")),
        AtMostOne(("raw", "bad")),
        IfThen(holding("rawType"), demand({"raw": "`rawType` belongs to `raw`."})),
    ),
)

SLI = Record(
    {
        "description": DESCRIPTION,
        "thresholdMetric": Field(METRIC),
        "ratioMetric": Field(_RATIO),
    },
    (ExactlyOne(("thresholdMetric", "ratioMetric"), "measure either a ratio of events or a value with a threshold"),),
)

INDICATOR = Record(
    {
        "metadata": Field(METADATA, required=True, doc="At least a `name`."),
        "spec": Field(SLI, required=True, doc="A `ratioMetric` or a `thresholdMetric`."),
    }
)
