"""A file that is named, and holds no SLO, is told what it is taken for; a template is told to be rendered first."""

import pytest

from slo_gate import documents
from slo_gate.core.lookalike import LOOKALIKES
from slo_gate.core.ports import Surroundings
from slo_gate.engine.validation import validate
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES
from tests.support.corpus import ALONE

KEPTN = "spec_version: '1.0'\nobjectives:\n  - sli: response_time_p95\n    pass:\n      - criteria: ['<=+10%']\n"
SLO = """\
apiVersion: openslo/v1
kind: SLO
metadata:
  name: checkout-answers
spec:
  service: checkout
  indicator:
    metadata:
      name: answers
    spec:
      thresholdMetric: {metricSource: {type: prometheus, spec: {query: max(answer_seconds)}}}
  timeWindow: [{duration: 28d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives:
    - {target: 0.999, op: lte, value: 0.3}
"""


def skipped(text: str, *, named: bool = True, surroundings: Surroundings = ALONE) -> list[str]:
    parsed = documents.parse(text.encode(), "file.yaml")._replace(named=named)
    report = validate([parsed], FORMATS, RULES, surroundings).report
    assert report.findings == ()
    return [each.reason for each in report.skipped]


def test_our_own_configuration_is_no_list_of_slos() -> None:
    assert skipped("version: 1\nslos: [slo/]\n") == ["no SLO object in it (found: no kind)"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param(KEPTN, "a Keptn SLO file (`spec_version`, `objectives`)", id="Keptn's SLOs"),
        pytest.param(
            "spec_version: '1.0'\nindicators: {latency: histogram}\n", "a Keptn SLI file", id="Keptn's indicators"
        ),
        pytest.param(
            "groups:\n  - name: a\n    rules: [{record: b, expr: c}]\n", "a Prometheus rule file (`groups`)", id="rules"
        ),
        pytest.param(
            "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: {groups: []}\n",
            "rules for a Prometheus operator (`kind: PrometheusRule`)",
            id="an operator's rules",
        ),
        pytest.param(
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {group: openslo.com}\n",
            "the definition of a Kubernetes resource (`kind: CustomResourceDefinition`)",
            id="a definition",
        ),
        pytest.param(
            "version: 1\nservice: shop\nslos: {answers: {target: 99.5}}\n",
            "a list of SLOs in a form of its own (`slos`)",
            id="a team's own form",
        ),
        pytest.param(
            "service: shop\nslos:\n  - {name: answers, objective: 99, sli: {good: up, total: vector(1)}}\n",
            "a list of SLOs in a form of its own (`slos`)",
            id="a team's own form that is nearly Sloth's",
        ),
        pytest.param(
            "version: 2\nslos:\n  availability: {target: 99.5}\n",
            "a list of SLOs in a form of its own (`slos`)",
            id="a team's own form without a service",
        ),
        pytest.param("scrape_configs: []\n", "a Prometheus configuration", id="a configuration of Prometheus"),
        pytest.param("route: {}\nreceivers: []\n", "an Alertmanager configuration", id="one of the Alertmanager"),
        pytest.param("apiVersion: v2\nname: slos\nversion: 1.0.0\n", "a Helm chart's description", id="a chart"),
        pytest.param("openapi: 3.1.0\npaths: {}\n", "an OpenAPI description", id="an API"),
        pytest.param("on: push\njobs: {}\n", "a GitHub workflow", id="a workflow"),
        pytest.param("services: {web: {image: web}}\n", "a Compose file", id="Compose"),
        pytest.param(f"# a comment\n---\n{KEPTN}", "a Keptn SLO file", id="in a document that is not the first"),
    ],
)
def test_a_lookalike_is_called_by_its_name(text: str, what: str) -> None:
    (reason,) = skipped(text)
    assert reason.startswith(what)
    assert reason.endswith(": not a format that is read")


def test_every_lookalike_differs_from_the_others() -> None:
    assert len({str(each) for each in LOOKALIKES}) == len(LOOKALIKES)


def test_what_is_like_nothing_is_told_its_kinds() -> None:
    assert skipped("apiVersion: v1\nkind: ConfigMap\n") == ["no SLO object in it (found: ConfigMap of v1)"]


def test_nothing_is_said_of_a_lookalike_that_nobody_named() -> None:
    assert skipped(KEPTN, named=False) == []


@pytest.mark.parametrize(
    ("was", "now"),
    [
        pytest.param("service: checkout", 'service: "{{ .Values.service }}"', id="a value"),
        pytest.param("service: checkout", "service: '{{- .Release.Name -}}'", id="with hyphens"),
        pytest.param("target: 0.999", 'target: "{{ .Values.target }}"', id="a number"),
        pytest.param("  name: checkout-answers", "  name: x\n  '{{ include \"labels\" . }}': y", id="a key"),
        pytest.param("target: 0.999", "target: '{{ tpl .x $ }}'", id="a function"),
    ],
)
def test_a_template_of_helm_that_is_yaml_all_the_same_is_skipped(was: str, now: str) -> None:
    (reason,) = skipped(SLO.replace(was, now))
    assert reason == "a template of Helm, whose values are not filled in: render first"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        pytest.param(
            "{query: max(answer_seconds)}", "{query: \"up{job='{{ .Values.job }}'}\\nor up\"}", id="a long query"
        ),
        pytest.param("  service:", "  # {{ .Values.x }}\n  service:", id="a comment"),
        pytest.param("max(answer_seconds)", "'max_over_time(answer_seconds[{{.window}}])'", id="the window of Sloth"),
        pytest.param("max(answer_seconds)", '\'label_replace(x, "a", "{{job}}", "", "")\'', id="a legend"),
        pytest.param(
            "spec:\n  service", "spec:\n  description: '{{ $labels.job }} is slow'\n  service", id="an alert's"
        ),
    ],
)
def test_braces_that_are_not_of_helm_are_no_template(was: str, now: str) -> None:
    assert skipped(SLO.replace(was, now)) == []


def test_a_template_of_something_else_is_nobody_s_business() -> None:
    assert skipped("kind: ConfigMap\nname: '{{ .Values.name }}'\n", named=False) == []
