"""Every file of the corpus is told exactly what its own comments expect, to the column."""

import re
from pathlib import Path

import pytest

from slo_gate.core.finding import Severity
from slo_gate.core.pages import PAGES
from slo_gate.rulebook import RULEBOOK
from tests.support.openslo import corpus, expected, name, read_corpus, told

NAMED_TESTS = {"SLO006": "tests/test_files_refused.py: a link or a pipe is no file to read"}
"""Rules about what no text file can show, and the tests that show it."""

SELF_EVIDENT = {"SLO001", "SLO103"}
"""Their messages say what stands there and what must: no YAML, or another type."""


@pytest.mark.parametrize("path", corpus(), ids=name)
def test_a_file_is_told_what_it_expects_and_nothing_else(path: Path) -> None:
    findings = read_corpus(path).report.findings
    wanted = expected(path)
    assert sorted(told(finding) for finding in findings) == sorted(each.told for each in wanted)
    unsaid = [
        each
        for each in wanted
        if not any(told(one) == each.told and each.fragment in f"{one.message}\n{one.help}" for one in findings)
    ]
    assert unsaid == []


@pytest.mark.parametrize(
    ("folder", "severities"),
    [("valid", set()), ("doubtful", {Severity.WARNING}), ("invalid", {Severity.ERROR})],
)
def test_a_folder_holds_what_its_name_says(folder: str, severities: set[Severity]) -> None:
    files = corpus(folder)
    assert files
    unlike = [
        name(path) for path in files if {each.severity for each in read_corpus(path).report.findings} != severities
    ]
    assert unlike == []


@pytest.mark.parametrize("path", corpus("valid"), ids=name)
def test_every_slo_of_a_valid_file_is_read(path: Path) -> None:
    reading = read_corpus(path)
    assert reading.report.objects > 0
    assert len(reading.slos) == len(re.findall(rb"^[- ]*kind: SLO\b", path.read_bytes(), re.MULTILINE))


def test_every_slip_of_a_shape_but_a_wrong_type_has_its_way_out() -> None:
    findings = [finding for path in corpus() for finding in read_corpus(path).report.findings]
    helpless = {finding.message for finding in findings if not finding.help and finding.rule not in SELF_EVIDENT}
    assert helpless == set()


def test_every_rule_of_all_formats_is_shown() -> None:
    shown = {each.told.split()[1] for path in corpus() for each in expected(path)}
    assert set(PAGES) <= shown | set(NAMED_TESTS) <= set(RULEBOOK)
    assert not shown & set(NAMED_TESTS)


def test_every_severity_of_every_rule_of_all_formats_is_shown() -> None:
    shown = {tuple(each.told.split()[1::-1]) for path in corpus() for each in expected(path)}
    ruled = {(rule, str(severity)) for rule, page in PAGES.items() for severity in page.severities}
    assert ruled - shown == {(rule, "error") for rule in NAMED_TESTS}
