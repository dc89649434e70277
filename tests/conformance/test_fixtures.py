"""Upstream's verdicts and ours: where they differ, docs/conformance.md says why, and nothing else differs."""

import pytest

from slo_gate.core.finding import Finding, Severity
from tests.conformance.fixtures import Row, disagreements, findings, needed, rows, verdict

ROWS = rows()
JUDGED = {"valid", "invalid"}
Findings = tuple[Finding, ...]
WORDS = {
    "ok": {"valid", "notice"},
    "error": {"error"},
    "warning": {"warning"},
    "skip": {"valid"},
}


BESIDE_THE_POINT = {
    "slo-generator/probe/probe-exact104.yaml": "SLO720",
    "slo-generator/probe/probe-strgoal.yaml": "SLO720",
    "openslo/probe/probe-22-alertpolicies-strings.yaml": "SLO201",
    "openslo/probe/probe-46-v2-service.yaml": "SLO201",
}
"""Probes that have something else in them than what they are about: a key of nobody's, a reference out of the file."""


def test_the_fixtures_are_at_hand() -> None:
    needed()
    assert len(ROWS) > 400


def test_the_table_lists_no_file_that_is_not_there() -> None:
    needed()
    assert set(disagreements()) <= {row.file for row in ROWS}


def test_there_are_files_for_every_claim() -> None:
    needed()
    assert {row.expected for row in ROWS} > JUDGED
    assert {row.kind for row in ROWS} > {"probe", "wild"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.file)
def test_a_file_is_answered_as_its_own_project_answers_it(row: Row) -> None:
    """Also one that nobody judged is answered."""
    found = findings(row)
    assert all(finding.message for finding in found)
    if row.expected in JUDGED:
        assert_verdict(row, found)
    if row.kind == "probe":
        assert told(row, found) in allowed(row), [f"{one.severity} {one.rule} {one.message}" for one in found]
    if (row.kind, row.expected) == ("wild", "valid"):
        assert [finding for finding in found if finding.is_error] == [], "a real team runs this file"


def assert_verdict(row: Row, found: Findings) -> None:
    """It is upstream's, or the table says why."""
    listed = disagreements().get(row.file)
    if listed is None:
        assert verdict(found) == row.expected, [f"{one.rule} {one.message}" for one in found]
        return
    assert (listed.upstream, listed.ours) == (row.expected, verdict(found))
    assert set(listed.rules) <= {finding.rule for finding in found}


def told(row: Row, found: Findings) -> str:
    """The worst that is said of a file; `valid` where nothing is."""
    severities = [one.severity for one in found if one.rule != BESIDE_THE_POINT.get(row.file)]
    return str(min(severities, key=list(Severity).index)) if severities else "valid"


def allowed(row: Row) -> set[str]:
    """What a better validator would say of a probe."""
    said = row.suggested.partition(":")[0].partition("(")[0].partition(" as ")[0].replace("/", " or ")
    return set().union(*(WORDS[word.strip()] for word in said.split(" or ")))
