"""What does not speak in a run is told, so that nothing passes by a slip of the pen."""

from datetime import timedelta
from decimal import Decimal

import pytest

from slo_gate.core.conditions.remaining_at_most import RemainingAtMost
from slo_gate.core.conditions.unknown import Unknown
from slo_gate.core.freeze import Freeze
from slo_gate.core.measurement import Reason
from slo_gate.core.policy import Context, Match, Policy, Rule
from slo_gate.core.verdict import Verdict
from slo_gate.engine.unheard import unheard
from tests.core.promises import AT, slo

SPENT = RemainingAtMost(Decimal(0))


def told(match: Match, environment: str = "", freezes: tuple[Freeze, ...] = (), tier: str = "") -> list[str]:
    policy = Policy((Rule("spent", (SPENT,), Verdict.FAIL, match),))
    labelled = slo(labels={"tier": (tier,)})
    return list(unheard(policy, freezes, Context(environment), [labelled]))


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        pytest.param("", "since the run names none: 'spent'", id="none is named"),
        pytest.param("prodution", "since 'prodution' is none of theirs: 'spent'; did you mean production?", id="misspelt"),
        pytest.param("staging", "since 'staging' is none of theirs: 'spent'", id="another"),
    ],
)  # fmt: skip
def test_a_run_elsewhere_tells_which_rules_are_silent(environment: str, why: str) -> None:
    notes = told(Match(environments=("production",)), environment)
    assert notes[0] == f"rules and freezes of an environment are silent, {why}"
    assert notes[1].startswith("no rule speaks of the budgets of 1 of 1 SLOs: ")


def test_a_freeze_of_another_environment_is_told() -> None:
    freeze = Freeze("year end", AT, AT + timedelta(days=1), Verdict.FAIL, Match(environments=("production",)))
    (note,) = told(Match(), "", (freeze,))
    assert note.endswith("since the run names none: 'year end'")


@pytest.mark.parametrize(
    ("match", "environment", "tier"),
    [
        pytest.param(Match(), "anywhere", "", id="a rule for all"),
        pytest.param(Match(environments=("prod*",)), "production", "", id="an environment that it knows"),
        pytest.param(Match(tiers=("critical",)), "", "critical", id="a tier that it knows"),
    ],
)
def test_a_rule_that_speaks_needs_no_note(match: Match, environment: str, tier: str) -> None:
    assert told(match, environment, tier=tier) == []


def test_an_slo_that_no_rule_is_about_is_told() -> None:
    assert told(Match(tiers=("critical",)), tier="crtical") == [
        "no rule speaks of the budgets of 1 of 1 SLOs: web / checkout"
    ]


def test_a_rule_about_what_is_unknown_judges_no_budget() -> None:
    policy = Policy((Rule("down", (Unknown(frozenset({Reason.NO_DATA})),), Verdict.WARN),))
    assert len(list(unheard(policy, (), Context(), [slo()]))) == 1
