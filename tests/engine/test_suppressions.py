"""Suppressions of a file: what they silence, and what is said of those that do nothing."""

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Span
from slo_gate.core.ports import Parsed, Surroundings
from slo_gate.core.suppression import suppressions
from slo_gate.core.validation import Validation
from slo_gate.core.validation_report import ValidationReport
from slo_gate.engine.validation import validate
from tests.support.corpus import read_set

FOUND = Finding("SLO101", Severity.ERROR, Location("web.yaml", Span(2, 1, 2, 5)), "unknown key `taget`")


def report(text: str, **levels: Severity | None) -> ValidationReport:
    parsed = Parsed("web.yaml", (), (FOUND,), suppressions=tuple(suppressions(text, "web.yaml")))
    return validate([parsed], (), (), Surroundings(Duration(30, "d"), validation=Validation(rules=levels))).report


@pytest.mark.parametrize(
    ("text", "found", "suppressed"),
    [
        pytest.param("a: 1\ntaget: 1 # slo-gate: ignore SLO101 -- soon", [], 1, id="behind the value"),
        pytest.param("# slo-gate: ignore SLO101 -- soon\ntaget: 1", [], 1, id="on the line before"),
        pytest.param("a: 1\ntaget: 1 # slo-gate: ignore SLO101", ["SLO008", "SLO101"], 0, id="without a reason"),
        pytest.param("a: 1\ntaget: 1 # slo-gate: ignore -- soon", ["SLO008", "SLO101"], 0, id="without a rule"),
        pytest.param("a: 1 # slo-gate: ignore SLO101 -- soon", ["SLO009", "SLO101"], 0, id="on another line"),
        pytest.param("a: 1\nb: 1 # slo-gate: ignore SLO110 -- soon", ["SLO009", "SLO101"], 0, id="of another rule"),
    ],
)
def test_what_a_comment_silences(text: str, found: list[str], suppressed: int) -> None:
    judged = report(text)
    assert (sorted(finding.rule for finding in judged.findings), judged.suppressed) == (found, suppressed)


def test_what_is_said_of_suppressions_has_the_level_that_the_configuration_gives_it() -> None:
    text = "a: 1 # slo-gate: ignore SLO101 -- soon\nb: 1 # slo-gate: ignore"
    judged = report(text, SLO008=Severity.ERROR, SLO009=None, SLO101=None)
    assert [(finding.rule, finding.severity) for finding in judged.findings] == [("SLO008", Severity.ERROR)]


UNUSED_SLI = """\
apiVersion: openslo/v1
kind: SLI
metadata:
  name: answered # slo-gate: ignore RULE -- it is so in the other file
spec:
  thresholdMetric: {metricSource: {type: prometheus, spec: {query: up}}}
"""


def unused(rule: str, *, partial: bool) -> list[str]:
    """What is said of a suppression of a rule that finds nothing in the file."""
    around = Surroundings(Duration(30, "d"), partial=partial)
    return [
        finding.rule for finding in read_set({"sli.yaml": UNUSED_SLI.replace("RULE", rule)}, around).report.findings
    ]


@pytest.mark.parametrize("rule", ["SLO201", "SLO202", "SLO203", "SLO303", "SLO401", "SLO107"])
def test_a_suppression_is_not_called_unused_where_other_files_may_decide_its_rule(rule: str) -> None:
    assert unused(rule, partial=True) == []
    assert unused(rule, partial=False) == ["SLO009"]


@pytest.mark.parametrize("rule", ["SLO101", "SLO104", "SLO999"])
def test_a_suppression_of_what_a_file_decides_alone_is_called_unused_in_either_case(rule: str) -> None:
    assert unused(rule, partial=True) == unused(rule, partial=False) == ["SLO009"]
