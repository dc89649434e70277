"""JUnit XML: read back, it tells what was found, whatever the names hold."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.finding import Severity
from slo_gate.core.printable import printable
from slo_gate.core.report import GateReport
from slo_gate.core.validation_report import ValidationReport
from slo_gate.core.verdict import Outcome
from slo_gate.outputs import GATE_OUTPUTS, VALIDATION_OUTPUTS
from slo_gate.outputs.style import Style
from tests.outputs.hostile import HOSTILE, hostile_validation
from tests.outputs.objectives import passing
from tests.outputs.reports import FROZEN, GATE_REPORTS, gate
from tests.outputs.validations import VALIDATION_REPORTS, finding, source_line
from tests.support.properties import tried

STYLE = Style(source_line=source_line)


def junit(report: ValidationReport, style: Style = STYLE) -> ET.Element:
    return ET.fromstring(VALIDATION_OUTPUTS["junit"].render(report, style))


def results(root: ET.Element) -> Iterator[tuple[str, str]]:
    """Of each case, its suite and what came of it."""
    for suite in root:
        for case in suite:
            yield str(suite.get("name")), case[0].tag if len(case) else "passed"


def test_each_file_is_a_suite_and_each_finding_a_case() -> None:
    assert list(results(junit(VALIDATION_REPORTS["findings"]))) == [
        ("chart/slo.yaml", "skipped"),
        ("slo/checkout.yaml", "passed"),
        ("slo/search.yaml", "failure"),
        ("slo/search.yaml", "system-out"),
        ("slo/search.yaml", "system-out"),
    ]


def test_suites_and_the_whole_are_counted() -> None:
    root = junit(VALIDATION_REPORTS["findings"])
    counts = [tuple(one.get(key) for key in ("tests", "failures", "skipped")) for one in (root, *root)]
    assert counts == [("5", "1", "1"), ("1", "0", "1"), ("1", "0", "0"), ("3", "1", "0")]


def test_only_errors_fail() -> None:
    for severity in Severity:
        root = junit(ValidationReport(1, 1, 1, (), (finding(severity),)))
        assert root.get("failures") == str(int(severity is Severity.ERROR))


def test_a_failure_says_what_where_and_what_to_write_instead() -> None:
    report = VALIDATION_REPORTS["findings"]
    case = junit(report).findall("testsuite")[2][0]
    assert (case.get("classname"), case.get("file"), case.get("line")) == ("slo/search.yaml", "slo/search.yaml", "18")
    assert str(case.get("name")).startswith("SLO104 18:15 `target` is 99.9")
    failure = case[0]
    assert (failure.get("type"), failure.get("message")) == ("SLO104", report.findings[0].message)
    for part in (
        "slo/search.yaml:18:15",
        "- target: 99.9 # of requests",
        "^^^^",
        "help: write `0.999`",
        "docs: https://",
    ):
        assert part in str(failure.text)


def test_a_finding_about_a_file_that_was_not_counted_has_its_suite() -> None:
    report = VALIDATION_REPORTS["findings"]._replace(names=())
    assert ("slo/search.yaml", "failure") in list(results(junit(report)))


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_names_stay_text(text: str) -> None:
    root = junit(hostile_validation(text), Style(source_line=lambda _file, _line: text))
    assert {element.tag for element in root.iter()} == {"testsuites", "testsuite", "testcase", "failure", "skipped"}


@tried(300)
@given(st.text(max_size=80))
def test_any_name_can_be_read_back(text: str) -> None:
    (suite,) = junit(hostile_validation(text), Style(source_line=lambda _file, _line: text))
    assert suite.get("name") == printable(text, 1_000)


def test_what_xml_cannot_hold_is_shown_escaped() -> None:
    (suite,) = junit(hostile_validation("a\x00b\x1b[31m\ufffe\ud800"))
    assert suite.get("name") == r"a\x00b\x1b[31m\ufffe\ud800"


def test_nothing_is_coloured_and_all_is_ascii() -> None:
    text = VALIDATION_OUTPUTS["junit"].render(hostile_validation("日本"), STYLE._replace(colour=True))
    assert text.isascii()
    assert "\x1b" not in text


@pytest.mark.parametrize(
    "report",
    [
        *(
            pytest.param(report, id=name)
            for name, report in GATE_REPORTS.items()
            if report.outcome is not Outcome.OVERRIDDEN
        ),
        pytest.param(gate(Outcome.FAIL, reasons=(FROZEN,)), id="a freeze in which nothing is measured"),
        pytest.param(gate(Outcome.FAIL, passing(), findings=(finding(rule="SLO802"),), weakened=True), id="weakened"),
        pytest.param(gate(Outcome.UNKNOWN), id="a base that cannot be read"),
    ],
)
def test_a_gate_that_says_no_has_a_case_that_says_so(report: GateReport) -> None:
    root = ET.fromstring(GATE_OUTPUTS["junit"].render(report, STYLE))
    told = int(root.get("failures", "")) + int(root.get("errors", ""))
    assert bool(told) == (report.outcome in {Outcome.FAIL, Outcome.UNKNOWN, Outcome.INVALID})
