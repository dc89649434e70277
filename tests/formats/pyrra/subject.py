"""Pyrra, as the tests of all formats see it."""

from pathlib import Path

from slo_gate.formats import pyrra
from tests.support.corpus import Corpus
from tests.support.mutations import Mutations
from tests.support.subject import Subject

CORPUS = Corpus(Path(__file__).parent / "corpus")
_KEYS = (
    "target window indicator ratio latency latencyNative bool_gauge errors success total metric grouping alerting disabled "
    "severities namespace kind apiVersion x"
)
_TEXTS = 'pyrra.dev/v1alpha1|99|99.9|100|0|0.0|0.5|0.49|NaN|1e1|30d|1m|0d|1M|up|up{|sum(up)|x_bucket{le="1"}|abort'
PYRRA = Subject(
    "pyrra",
    pyrra,
    CORPUS,
    rb"^kind: ServiceLevelObjective\b",
    lambda _: "pyrra.v1alpha1.json",
    Mutations(_KEYS.split(), _TEXTS.split("|")),
    beyond_a_schema={
        "invalid/a-target-that-ends-in-a-line-break.yaml": "`$` of Python's expressions, unlike ECMA's, ignores it",
    },
    is_slo=pyrra.recognises,
)
