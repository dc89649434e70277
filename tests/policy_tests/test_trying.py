"""Policy tests say what the gate would say."""

from datetime import timedelta
from decimal import Decimal

import pytest

from slo_gate.core.change import Change
from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.conditions.coverage_below import CoverageBelow
from slo_gate.core.conditions.exhausts_within import ExhaustsWithin
from slo_gate.core.conditions.no_traffic import NoTraffic
from slo_gate.core.conditions.remaining_at_most import RemainingAtMost
from slo_gate.core.conditions.unknown import Unknown
from slo_gate.core.exemption import Exemption
from slo_gate.core.freeze import Freeze
from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.policy import Context, Match, Policy, Rule
from slo_gate.core.policy_test import Expected, Given, PolicyTest, Tried
from slo_gate.core.report import GateReport, ObjectiveReport, PolicyOrigin
from slo_gate.core.scope import ScopeEntry
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.engine.choosing import Sources
from slo_gate.engine.concerning import Asked
from slo_gate.engine.gating import gate
from slo_gate.engine.policy_testing import try_policy, unreached
from slo_gate.engine.run import Run
from tests.engine.test_absence import Idle
from tests.engine.test_gating import AT, PLACE, Answering, slo

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
RULES = (
    Rule("spent", (RemainingAtMost(Decimal(0)),), Verdict.FAIL),
    Rule("fast", (BurnRate(Decimal("0.002"), HOUR, HOUR / 12),), Verdict.FAIL),
    Rule("soon", (ExhaustsWithin(20 * DAY),), Verdict.WARN),
    Rule("blind", (CoverageBelow(Decimal("0.9")),), Verdict.WARN),
    Rule("gone", (Unknown(frozenset({Reason.NO_DATA})),), Verdict.PASS),
    Rule("idle", (NoTraffic(),), Verdict.FAIL, Match(tiers=("critical",))),
)
SOURCES = {
    "a whole budget": Answering(0),
    "a spent budget": Answering(1),
    "an overspent budget": Answering(3),
    "little data": Answering(0, coverage=Decimal("0.8")),
    "too little data": Answering(0, coverage=Decimal("0.3")),
    "a missing series": Answering(no_data=NoData(Reason.NO_DATA, "")),
    "a dead source": Answering(no_data=NoData(Reason.SOURCE_UNREACHABLE, "")),
    "no traffic": Idle(),
}
POLICIES = {
    "built-in rules": Policy(),
    "rules of all kinds": Policy(RULES),
    "rules and a floor": Policy(RULES, min_events_for_fail=10**9),
    "a lenient tier": Policy(RULES, lenient_tiers=frozenset({"critical"})),
}
FROZEN = Freeze("year end", AT - HOUR, AT + HOUR, Verdict.FAIL)
EXEMPT = Exemption(Match(), "migration", "ana", "T-1", AT + DAY)


def run_of(policy: Policy, **settings: object) -> Run:
    return Run(policy, PolicyOrigin(), Context(), AT, AT)._replace(**settings)  # type: ignore[arg-type]


def tried(test: PolicyTest, run: Run, asked: Asked | None = None) -> Tried:
    (result,) = try_policy([test], run, asked or Asked())
    return result


def policy_test(given: Given | None = None, **settings: object) -> PolicyTest:
    test = PolicyTest("t", PLACE, slo(), Expected(PLACE, Verdict.PASS), given or Given(), at=AT)
    return test._replace(**settings)  # type: ignore[arg-type]


def given_by(objective: ObjectiveReport) -> Given:
    """The numbers of a report, as a test would give them."""
    missing = objective.no_data.reason if objective.no_data else None
    coverage = Decimal(1) if objective.coverage is None else objective.coverage
    if objective.budget is None:
        return Given(coverage=coverage, unknown=missing, no_traffic=missing is None)
    rates = {lookback: rate for lookback, rate in (objective.burn_rates or {}).items() if rate is not None}
    lasts = objective.exhausts_at - AT if objective.exhausts_at else None
    return Given(objective.budget.remaining, rates, coverage, lasts, objective.budget.total)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize("besides", [{}, {"exemptions": (EXEMPT,)}, {"freezes": (FROZEN,)}], ids=["rules", "an exemption", "a freeze"])  # fmt: skip
def test_of_the_same_numbers_test_and_gate_say_the_same(
    policy: Policy, source: Answering, besides: dict[str, object]
) -> None:
    promise = slo()._replace(labels={"tier": ("critical",)})
    run = run_of(policy, **besides)
    report: GateReport = gate([promise], Sources({"metrics": "fake"}, lambda _name: source), run)
    (objective,) = report.objectives
    found = tried(policy_test(given_by(objective), slo=promise), run)
    assert (found.verdict, found.outcome) == (objective.verdict, report.outcome)
    assert [because.rule for because in found.reasons] == [
        because.rule for because in (*report.reasons, *objective.reasons)
    ]


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        pytest.param(Expected(PLACE, Verdict.FAIL), "", id="the verdict that is expected"),
        pytest.param(Expected(PLACE, Verdict.WARN), "the verdict is fail, where warn is expected", id="another"),
        pytest.param(Expected(PLACE, outcome=Outcome.PASS), "the outcome is fail, where pass is", id="another outcome"),
        pytest.param(Expected(PLACE, Verdict.FAIL, rule="spent"), "", id="the rule that is expected"),
        pytest.param(Expected(PLACE, Verdict.FAIL, rule="fast"), "the rule 'fast' does not speak", id="another rule"),
        pytest.param(
            Expected(PLACE, Verdict.FAIL, rule="spend"),
            "'spend' does not speak; did you mean 'spent'?",
            id="a misspelt rule",
        ),
    ],
)
def test_what_is_otherwise_is_told_at_what_is_expected(expected: Expected, message: str) -> None:
    found = tried(policy_test(Given(remaining=Decimal(0)), expected=expected), run_of(Policy(RULES)))
    assert bool(found.finding) is bool(message)
    if found.finding:
        assert message in found.finding.message
        assert found.finding.location == expected.location
        assert "spent (built-in) says fail" in found.finding.help


@pytest.mark.parametrize(
    ("settings", "verdict", "outcome"),
    [
        pytest.param({"change": Change.ROLLBACK}, None, Outcome.OVERRIDDEN, id="a repair is not judged"),
        pytest.param({"paths": ("docs/a.md",)}, None, Outcome.PASS, id="a change that concerns nobody"),
        pytest.param({"paths": ("web/a.go",)}, Verdict.FAIL, Outcome.FAIL, id="a change that concerns the service"),
        pytest.param({"paths": None}, Verdict.FAIL, Outcome.FAIL, id="a change of which nobody knows"),
        pytest.param({"at": None}, Verdict.FAIL, Outcome.FAIL, id="without an instant nothing is exempt"),
    ],
)
def test_the_run_is_that_of_the_test(settings: dict[str, object], verdict: Verdict | None, outcome: Outcome) -> None:
    scope = (ScopeEntry(("docs/**",), ()), ScopeEntry(("web/**",), ("web",)))
    run = run_of(Policy(RULES), exemptions=(EXEMPT,) if settings.get("at", AT) is None else ())
    found = tried(policy_test(Given(remaining=Decimal(-1)), **settings), run, Asked(scope=scope))
    assert (found.verdict, found.outcome) == (verdict, outcome)


def test_the_rules_that_no_test_reaches_are_known() -> None:
    """A rule is reached where it speaks, though a worse one about the same thing decides."""
    low = Rule("low", (RemainingAtMost(Decimal("0.25")),), Verdict.WARN)
    policy = Policy((*RULES, low))
    results = try_policy([policy_test(Given(remaining=Decimal(-1)))], run_of(policy), Asked())
    assert [name.name for name in unreached(policy, results)] == ["fast", "blind", "gone", "idle"]
