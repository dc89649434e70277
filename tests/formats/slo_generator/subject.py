"""slo-generator, as the tests of all formats see it."""

from pathlib import Path

from slo_gate.core import node
from slo_gate.formats import slo_generator
from slo_gate.formats.slo_generator.recognising import is_config
from tests.support.corpus import Corpus
from tests.support.mutations import Mutations
from tests.support.subject import Subject

CORPUS = Corpus(Path(__file__).parent / "corpus")
_KEYS = (
    "goal method backend spec kind labels steps window alert operators filter_good filter_bad filter_valid query_good "
    "query_bad expression threshold_bucket backends exporters error_budget_policies project_id x"
)
_TEXTS = (
    "0.96 99.9 1 -0 +0.5 00.50 0.9999999999 ${X} 0.9${X} prometheus Prometheus/eu datadog cloud_monitoring query_sli "
    "good_bad_ratio distribution_cut x.y.Class sre.google.com/v2"
)
_ALIKE = "how alike two words are"
_ELSEWHERE = "its goal is filled in elsewhere"


def _schema_of(root: node.Mapping) -> str:
    return "slo-generator.config.v2.json" if is_config(root) else "slo-generator.v2.json"


SLO_GENERATOR = Subject(
    "slo_generator",
    slo_generator,
    CORPUS,
    rb'\bkind"?: "?ServiceLevelObjective\b',
    _schema_of,
    Mutations(_KEYS.split(), _TEXTS.split()),
    beyond_a_schema={
        "invalid/a-goal-that-is-not-a-number.yaml": "JSON has no such number",
        "invalid/a-misspelt-policy-key.yaml": _ALIKE,
        "invalid/a-section-that-is-misspelt.yaml": _ALIKE,
        "invalid/misspelt-labels.yaml": _ALIKE,
    },
    uncertain=frozenset({"SLO101"}),  # a schema cannot tell a misspelt key from one that slo-generator passes over
    unread={
        "doubtful/a-goal-from-a-variable.yaml": _ELSEWHERE,
        "doubtful/a-goal-with-a-variable-in-it.yaml": _ELSEWHERE,
    },
    is_slo=lambda root: root.text("apiVersion") == slo_generator.NAME,
    tells=lambda _finding: True,  # a goal that is filled in elsewhere is no error
    lists=False,
    parts=("spec", "metadata", "backends", "error_budget_policies"),
    bare=frozenset({"SLO102", "SLO721"}),
)
