"""Sloth, as the tests of all formats see it."""

from pathlib import Path

from slo_gate.core import node
from slo_gate.formats import sloth
from tests.support.agreement import SHAPE_RULES
from tests.support.corpus import Corpus
from tests.support.mutations import Mutations
from tests.support.subject import Subject

CORPUS = Corpus(Path(__file__).parent / "corpus")
_KEYS = "spec kind name labels slos sli events raw plugin error_query errorQuery alerting page_alert pageAlert disable"
_TEXTS = (
    "5m|0s|prometheus/v1|sloth.slok.dev/v1|AlertWindows|rate(x[{{.window}}])|{{.other}} {{.window}}|{{- .window -}}|a1"
)


def _schema_of(root: node.Mapping) -> str:
    if root.text("kind") == "AlertWindows":
        return "sloth.alertwindows.v1.json"
    resource = root.text("kind") == "PrometheusServiceLevel" or root.text("apiVersion").startswith("sloth.slok.dev/")
    return "sloth.prometheusservicelevel.v1.json" if resource else "sloth.v1.json"


SLOTH = Subject(
    "sloth",
    sloth,
    CORPUS,
    rb'\bobjective"?:',
    _schema_of,
    Mutations((*_KEYS.split(), "overridePrevious", "chain", "longWindow", "__name__"), _TEXTS.split("|")),
    beyond_a_schema={
        "invalid/a-name-that-ends-in-a-line-break.yaml": "`$` of Python's expressions, unlike ECMA's, ignores it",
    },
    rules=SHAPE_RULES | {"SLO700", "SLO701"},
    is_slo=lambda root: sloth.recognises(root) and root.text("kind") != "AlertWindows",
    parts=("spec", "slos", "service", "labels", "metadata", "version", "kind"),
)
