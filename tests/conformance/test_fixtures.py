"""Upstream's verdicts and ours: where they differ, docs/conformance.md says why, and nothing else differs."""

import pytest

from slo_gate.core.finding import Severity
from tests.conformance.fixtures import Row, disagreements, findings, needed, rows, verdict

ROWS = rows()
JUDGED = [row for row in ROWS if row.expected in {"valid", "invalid"}]
PROBES = [row for row in ROWS if row.kind == "probe"]
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


def name(row: Row) -> str:
    return row.file


def told(row: Row) -> str:
    """The worst that is said of a file; `valid` where nothing is."""
    severities = [one.severity for one in findings(row) if one.rule != BESIDE_THE_POINT.get(row.file)]
    return str(min(severities, key=list(Severity).index)) if severities else "valid"


def test_the_fixtures_are_at_hand() -> None:
    needed()
    assert len(ROWS) > 400


@pytest.mark.parametrize("row", JUDGED, ids=name)
def test_the_verdict_is_upstreams_or_the_table_says_why(row: Row) -> None:
    found = findings(row)
    listed = disagreements().get(row.file)
    if listed is None:
        assert verdict(found) == row.expected, [f"{one.rule} {one.message}" for one in found]
        return
    assert (listed.upstream, listed.ours) == (row.expected, verdict(found))
    assert set(listed.rules) <= {finding.rule for finding in found}


def test_the_table_lists_no_file_that_is_not_there() -> None:
    needed()
    assert set(disagreements()) <= {row.file for row in ROWS}


@pytest.mark.parametrize("row", PROBES, ids=name)
def test_a_probe_is_answered_as_a_better_validator_should(row: Row) -> None:
    said = row.suggested.partition(":")[0].partition("(")[0].partition(" as ")[0].replace("/", " or ")
    allowed = set().union(*(WORDS[word.strip()] for word in said.split(" or ")))
    assert told(row) in allowed, [f"{one.severity} {one.rule} {one.message}" for one in findings(row)]


@pytest.mark.parametrize("row", [row for row in ROWS if row.kind == "wild" and row.expected == "valid"], ids=name)
def test_no_file_that_a_real_team_runs_is_refused(row: Row) -> None:
    assert [finding for finding in findings(row) if finding.is_error] == []


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_every_file_is_answered(row: Row) -> None:
    """Also those that nobody judged."""
    assert all(finding.message for finding in findings(row))
