"""A template is skipped by `validate`; for the gate, it is a promise that nobody can read."""

import pytest

from slo_gate import documents
from slo_gate.core.finding import Skipped
from slo_gate.core.ports import Parsed
from slo_gate.engine.validation import Reading, validate
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES
from tests.support.corpus import ALONE

SLO = "apiVersion: openslo/v1\nkind: SLO\nspec: {service: '{{ .Values.service }}'}\n"
NO_YAML = "{{ if .Values.slo }}\napiVersion: openslo/v1\n{{ end }}\n"
OTHER = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: '{{ .Values.name }}'}\n"


def read(*parsed: Parsed) -> Reading:
    return validate(parsed, FORMATS, RULES, ALONE)


HIDDEN = "apiVersion: '{{ .Values.apiVersion }}'\n"
OURS = {
    "YAML": SLO,
    "no YAML": NO_YAML,
    "beside another object": f"{OTHER}---\n{SLO}",
    "its version too": f"{HIDDEN}kind: SLO\nmetadata: {{name: web}}\n",
    "its version alone": f"{HIDDEN}kind: SLO\nmetadata: {{name: web}}\nspec: {{service: shop}}\n",
    "its version, by another engine": "apiVersion: '{{ $version }}'\nkind: PrometheusServiceLevel\n",
    "the version of what Pyrra and slo-generator read": f"{HIDDEN}kind: ServiceLevelObjective\n",
    "its version and its kind": f"{HIDDEN}kind: '{{{{ .Values.kind }}}}'\nmetadata: {{annotations: {{openslo.com/x: y}}}}\n",
    "in a list": "- {apiVersion: '{{ .Values.apiVersion }}', kind: SLO}\n",
    "beside an object of another's": f"{OTHER}---\n{HIDDEN}kind: SLO\n",
}
FOREIGN = {
    "a name": OTHER,
    "its version": f"{HIDDEN}kind: Deployment\nmetadata: {{name: openslo-controller}}\n",
    "its version and its kind": f"{HIDDEN}kind: '{{{{ .Values.kind }}}}'\nmetadata: {{name: web}}\n",
    "its version, of no kind": f"{HIDDEN}metadata: {{name: web}}\n",
}


@pytest.mark.parametrize("text", OURS.values(), ids=OURS)
def test_a_template_of_ours_breaks_the_set_and_is_no_finding_of_its_files(text: str) -> None:
    reading = read(documents.parse(text.encode(), "slo.yaml"))
    (broken,) = reading.broken
    assert (broken.rule, str(broken.location), broken.is_error) == ("SLO007", "slo.yaml:1:1", True)
    assert broken.message == "the file is a template, so its promises are not known"
    assert broken.help == "render it first, or leave it out of `slos`"
    assert reading.report.findings == ()
    assert [skipped.file for skipped in reading.report.skipped] == ["slo.yaml"]


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_a_template_of_something_else_breaks_nothing(text: str, *, named: bool) -> None:
    reading = read(documents.parse(text.encode(), "map.yaml")._replace(named=named))
    assert (reading.broken, reading.report.findings) == ((), ())


def test_nor_does_a_file_that_is_skipped_for_another_reason() -> None:
    assert read(Parsed("a.yaml", (), (), Skipped("a.yaml", "no SLO file"))).broken == ()
