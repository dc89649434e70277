"""Verdicts, outcomes, and the exit statuses that workflows see."""

from itertools import permutations

import pytest

from slo_gate.core import errors
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.report import GateReport, PolicyOrigin
from slo_gate.core.validation_report import ValidationReport
from slo_gate.core.verdict import Outcome, Verdict, worst
from tests.core.promises import AT, HERE

EXIT_STATUSES = {
    Outcome.PASS: 0,
    Outcome.WARN: 0,
    Outcome.OVERRIDDEN: 0,
    Outcome.SKIPPED: 0,
    Outcome.FAIL: 1,
    Outcome.INVALID: 2,
    Outcome.UNKNOWN: 3,
}


@pytest.mark.parametrize(("outcome", "status"), EXIT_STATUSES.items())
def test_exit_status(outcome: Outcome, status: int) -> None:
    report = GateReport(outcome, AT, "production", PolicyOrigin())
    assert outcome.exit_code == report.exit_code == status
    assert report.blocked is (status != 0)


def test_every_outcome_has_one() -> None:
    assert set(EXIT_STATUSES) == set(Outcome)


@pytest.mark.parametrize("outcome", Outcome)
def test_an_advisory_run_blocks_nothing_that_could_be_judged(outcome: Outcome) -> None:
    report = GateReport(outcome, AT, "production", PolicyOrigin(), advisory=True)
    assert report.exit_code == (2 if outcome is Outcome.INVALID else 0)


@pytest.mark.parametrize(
    ("severities", "invalid", "status"),
    [
        pytest.param([], False, 0, id="nothing found"),
        pytest.param([Severity.WARNING, Severity.NOTICE], False, 0, id="nothing worse than a warning"),
        pytest.param([Severity.WARNING, Severity.ERROR], False, 1, id="an error"),
        pytest.param([Severity.ERROR], True, 2, id="an error of the configuration"),
        pytest.param([], True, 2, id="a configuration that cannot be used"),
    ],
)
def test_exit_status_of_validation(severities: list[Severity], invalid: bool, status: int) -> None:
    findings = tuple(Finding("SLO101", severity, Location("slo.yaml", HERE.span), "m") for severity in severities)
    assert ValidationReport(1, 1, 1, (), findings, invalid).exit_code == status


@pytest.mark.parametrize(
    "error",
    [
        errors.SloGateError,
        errors.UsageError,
        errors.ConfigError,
        errors.MissingCredentialsError,
        errors.NothingMatchedError,
    ],
)
def test_what_stops_a_run_is_invalid(error: type[errors.SloGateError]) -> None:
    assert error("what is wrong", "what to do").exit_code == Outcome.INVALID.exit_code


def test_from_best_to_worst() -> None:
    assert sorted(Verdict, key=lambda verdict: verdict.rank) == [
        Verdict.PASS,
        Verdict.WARN,
        Verdict.UNKNOWN,
        Verdict.FAIL,
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_worst_of_some_whatever_their_order(count: int) -> None:
    ranked = [Verdict.PASS, Verdict.WARN, Verdict.UNKNOWN, Verdict.FAIL]
    for some in permutations(ranked, count):
        assert worst(some) is max(some, key=ranked.index)


def test_the_worst_of_none_is_a_pass() -> None:
    assert worst([]) is Verdict.PASS


def test_every_verdict_is_an_outcome() -> None:
    assert {Outcome(verdict).value for verdict in Verdict} == {verdict.value for verdict in Verdict}
