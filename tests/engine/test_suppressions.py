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
