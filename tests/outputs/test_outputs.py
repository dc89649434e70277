"""What each output promises beyond its looks."""

import subprocess
import sys

import pytest

from slo_gate.core.change import Change
from slo_gate.core.measurement import Reason
from slo_gate.core.slo import Kind
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.outputs.action_outputs import action_outputs
from slo_gate.outputs.english import ENGLISH
from slo_gate.outputs.wording import Wording
from tests.outputs.objectives import failing
from tests.outputs.reports import GATE_REPORTS, gate
from tests.outputs.test_golden import LINKS


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_for_no_data_has_advice(reason: Reason) -> None:
    assert ENGLISH[f"do.{reason}"]


@pytest.mark.parametrize(
    "code",
    [
        f"{kind}.{value}"
        for kind, values in (("outcome", Outcome), ("verdict", Verdict), ("change", Change), ("kind", Kind))
        for value in values
    ],
)
def test_every_value_that_is_shown_has_a_word(code: str) -> None:
    assert code in ENGLISH


def test_wording_speaks_the_catalogue_it_is_given() -> None:
    indonesian = Wording(sentences={"verdict.fail": "gagal", "error.one": "{n} galat", "error.other": "{n} galat"})
    assert indonesian.verdict(Verdict.FAIL) == "gagal"
    assert indonesian.counted("error", 2) == "2 galat"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "fail",
            {
                "outcome": "fail",
                "blocked": "true",
                "summary": "1 of 5 error budgets is spent (1 fail, 1 unknown, 2 warn, 1 pass)",
                "min-budget-remaining": "-12.5",
                "exhausted": '["checkout-availability"]',
                "recovers-at": "2026-12-03T04:31:00Z",
                "override-by": "",
                "override-reason": "",
            },
        ),
        (
            "unknown",
            {
                "outcome": "unknown",
                "blocked": "true",
                "summary": "1 of 2 error budgets could not be measured (1 unknown, 1 pass)",
                "min-budget-remaining": "71.0",
                "exhausted": "[]",
                "recovers-at": "",
                "override-by": "",
                "override-reason": "",
            },
        ),
        (
            "skipped",
            {
                "outcome": "skipped",
                "blocked": "false",
                "summary": "Error budgets were not checked",
                "min-budget-remaining": "",
                "exhausted": "[]",
                "recovers-at": "",
                "override-by": "",
                "override-reason": "",
            },
        ),
        (
            "let-through",
            {
                "outcome": "overridden",
                "blocked": "false",
                "summary": "Let through by an override: 1 of 2 error budgets is spent (1 fail, 1 pass)",
                "min-budget-remaining": "-12.5",
                "exhausted": '["checkout-availability"]',
                "recovers-at": "2026-12-03T04:31:00Z",
                "override-by": "ana",
                "override-reason": "hotfix for a CVE",
            },
        ),
    ],
)
def test_action_outputs_tell_the_report(name: str, expected: dict[str, str]) -> None:
    assert action_outputs(GATE_REPORTS[name]) == expected


def test_recovery_is_empty_where_one_failing_budget_has_none() -> None:
    lost = failing()._replace(recovers_at=None)
    assert action_outputs(gate(Outcome.FAIL, failing(), lost))["recovers-at"] == ""


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        pytest.param("https://github.com/acme/shop/pull/7#event-1", True, id="a page of the repository"),
        pytest.param("https://github.com/acme/shopping/pull/7", False, id="a repository whose name begins alike"),
        pytest.param("https://evil.example/acme/shop/", False, id="another server"),
        pytest.param("https://github.com/acme/shop/a)b", False, id="what would end a link of Markdown"),
        pytest.param("https://github.com/acme/shop/\nx", False, id="what would end a line"),
        pytest.param("", False, id="none"),
    ],
)
def test_address_that_others_gave_is_linked_only_to_the_repository(address: str, *, linked: bool) -> None:
    assert LINKS.own(address) == (address if linked else None)


@pytest.mark.parametrize("module", ["jinja2", "requests", "duckdb", "ruamel"])
def test_validation_outputs_do_not_import(module: str) -> None:
    code = (
        "import sys; from slo_gate.outputs import VALIDATION_OUTPUTS; from slo_gate.outputs.style import Style;"
        "from slo_gate.core.validation_report import ValidationReport as R;"
        "[o.render(R(0, 0, 0, (), ()), Style()) for o in VALIDATION_OUTPUTS.values()];"
        f"sys.exit({module!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
