"""The shape of an SLI, given in place or as an object of its own."""

from slo_gate.core.constraints import AtMostOne, ExactlyOne, IfThen
from slo_gate.core.keys import demand, holding
from slo_gate.core.scalar_shapes import Anything, Boolean, Choice, Forbidden
from slo_gate.core.shape import Field, Record
from slo_gate.formats.openslo.grammar import Grammar
from slo_gate.formats.openslo.pieces import DESCRIPTION

METRICS = ("thresholdMetric", "good", "bad", "total", "raw")
"""The keys that hold a metric."""


def _ratio(metric: Record) -> Record:
    return Record(
        {
            "counter": Field(Boolean(), default=False, doc="Whether the queries count up and only ever reset to zero."),
            "good": Field(metric),
            "bad": Field(metric),
            "total": Field(metric),
            "raw": Field(metric),
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


def sli(grammar: Grammar) -> Record:
    return Record(
        {
            "description": DESCRIPTION,
            "thresholdMetric": Field(grammar.metric),
            "ratioMetric": Field(_ratio(grammar.metric)),
        },
        (
            ExactlyOne(
                ("thresholdMetric", "ratioMetric"), "measure either a ratio of events or a value with a threshold"
            ),
        ),
    )


def indicator(grammar: Grammar) -> Record:
    return Record(
        {
            "metadata": Field(grammar.metadata, required=True, doc="At least a `name`."),
            "spec": Field(sli(grammar), required=True, doc="A `ratioMetric` or a `thresholdMetric`."),
        }
    )
