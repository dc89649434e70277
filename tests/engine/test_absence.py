"""Rules about what has no number: they decide instead of the defaults, and never of what is wrong."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest

from slo_gate.core.change import Leniency
from slo_gate.core.conditions.coverage_below import CoverageBelow
from slo_gate.core.conditions.exhausts_within import ExhaustsWithin
from slo_gate.core.conditions.no_traffic import NoTraffic
from slo_gate.core.conditions.remaining_at_most import RemainingAtMost
from slo_gate.core.conditions.subject import Condition
from slo_gate.core.conditions.unknown import Unknown
from slo_gate.core.measurement import INVALID, Bucket, Measurement, NoData, Reason, Request
from slo_gate.core.policy import Context, Match, Policy, Rule
from slo_gate.core.report import PolicyOrigin
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.engine.choosing import Sources
from slo_gate.engine.gating import gate
from slo_gate.engine.run import Run
from tests.engine.test_gating import AT, Answering, judged, slo

GONE, STALE = (Answering(no_data=NoData(reason, "")) for reason in (Reason.SOURCE_UNREACHABLE, Reason.STALE_DATA))
SHORT = Answering(coverage=Decimal("0.3"))
ANY = frozenset(Reason) - INVALID
BELOW = CoverageBelow(Decimal("0.9"))


class Idle(Answering):
    """Buckets without events."""

    def _measured(self, request: Request) -> Measurement:
        found = super()._measured(request)
        return found._replace(buckets=_emptied(found.buckets), stretches=_emptied(found.stretches))


def _emptied(buckets: Sequence[Bucket | None]) -> tuple[Bucket, ...]:
    return tuple(one._replace(good=Decimal(0), total=Decimal(0)) for one in buckets if one)


def rule(then: Verdict, *when: Condition, **settings: object) -> Rule:
    return Rule("r", when, then)._replace(**settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "rules", "outcome"),
    [
        pytest.param(GONE, [], Outcome.UNKNOWN, id="without a rule the default decides"),
        pytest.param(GONE, [rule(Verdict.WARN, Unknown(ANY))], Outcome.WARN, id="a rule lets it through with a warning"),
        pytest.param(GONE, [rule(Verdict.PASS, Unknown(ANY))], Outcome.PASS, id="a rule lets it through"),
        pytest.param(GONE, [rule(Verdict.FAIL, Unknown(ANY))], Outcome.FAIL, id="a rule makes a fail of it"),
        pytest.param(
            GONE, [rule(Verdict.PASS, Unknown(frozenset({Reason.STALE_DATA})))], Outcome.UNKNOWN, id="another reason"
        ),
        pytest.param(
            GONE, [rule(Verdict.PASS, Unknown(ANY), match=Match(slos=("other",)))], Outcome.UNKNOWN, id="another SLO"
        ),
        pytest.param(
            GONE,
            [rule(Verdict.PASS, Unknown(ANY)), rule(Verdict.FAIL, Unknown(ANY))],
            Outcome.FAIL,
            id="of two rules the worse decides",
        ),
        pytest.param(GONE, [rule(Verdict.WARN, RemainingAtMost(Decimal(1)))], Outcome.UNKNOWN, id="a rule about budgets"),
        pytest.param(SHORT, [rule(Verdict.WARN, BELOW)], Outcome.UNKNOWN, id="a rule about coverage forgives nothing"),
        pytest.param(SHORT, [rule(Verdict.WARN, BELOW, Unknown(ANY))], Outcome.WARN, id="unless it is about the unknown"),
        pytest.param(SHORT, [rule(Verdict.FAIL, BELOW)], Outcome.FAIL, id="a rule about coverage is heard"),
        pytest.param(Idle(), [], Outcome.WARN, id="no traffic, without a rule"),
        pytest.param(Idle(), [rule(Verdict.FAIL, NoTraffic())], Outcome.FAIL, id="a rule fails what has no traffic"),
        pytest.param(Idle(), [rule(Verdict.PASS, NoTraffic())], Outcome.PASS, id="a rule passes what has no traffic"),
        pytest.param(Idle(), [rule(Verdict.PASS, Unknown(ANY))], Outcome.WARN, id="no traffic is not unknown"),
    ],
)  # fmt: skip
def test_a_rule_decides_of_what_has_no_number(source: Answering, rules: list[Rule], outcome: Outcome) -> None:
    report = judged(source, policy=Policy(tuple(rules)))
    assert report.outcome is outcome
    assert report.objectives[0].reasons


@pytest.mark.parametrize("leniency", [Leniency.PASS, Leniency.WARN])
def test_a_rule_can_be_stricter_than_the_default(leniency: Leniency) -> None:
    critical = rule(Verdict.FAIL, Unknown(ANY), match=Match(tiers=("critical",)))
    policy = Policy((critical,), on_unknown=leniency)
    promise = slo()._replace(labels={"tier": ("critical",)})
    assert judged(GONE, promise, policy=policy).outcome is Outcome.FAIL
    assert judged(GONE, policy=policy).outcome == str(leniency)


@pytest.mark.parametrize("reason", sorted(INVALID))
def test_what_is_wrong_stays_invalid(reason: Reason) -> None:
    forgiving = Policy((rule(Verdict.PASS, Unknown(ANY)),), lenient_tiers=frozenset({"low"}))
    promise = slo()._replace(labels={"tier": ("low",)})
    assert judged(Answering(no_data=NoData(reason, "")), promise, policy=forgiving).outcome is Outcome.INVALID


@pytest.mark.parametrize(
    ("bad", "outcome"),
    [
        pytest.param(0, Outcome.PASS, id="what does not burn lasts"),
        pytest.param(1, Outcome.FAIL, id="what is spent lasts no time"),
    ],
)
def test_a_rule_goes_by_the_forecast(bad: int, outcome: Outcome) -> None:
    policy = Policy((rule(Verdict.FAIL, ExhaustsWithin(timedelta(days=3))),))
    assert judged(Answering(bad), policy=policy).outcome is outcome


@pytest.mark.parametrize(
    ("tiers", "verdict"),
    [
        pytest.param((), Verdict.FAIL, id="an SLO without a tier"),
        pytest.param(("critical",), Verdict.FAIL, id="another tier"),
        pytest.param(("low",), Verdict.WARN, id="the tier"),
        pytest.param(("low", "critical"), Verdict.FAIL, id="one of two tiers"),
    ],
)
def test_a_lenient_tier_warns_at_most_and_says_what_it_would_have_been(
    tiers: tuple[str, ...], verdict: Verdict
) -> None:
    policy = Policy(lenient_tiers=frozenset({"low"}))
    (objective,) = judged(Answering(2), slo()._replace(labels={"tier": tiers}), policy=policy).objectives
    assert objective.verdict is verdict
    assert objective.reasons[-1].verdict is Verdict.FAIL
    assert (objective.reasons[0].code == "tier") is (verdict is Verdict.WARN)


@pytest.mark.parametrize(("source", "verdict"), [(GONE, Verdict.WARN), (Answering(0), Verdict.PASS)])
def test_a_lenient_tier_eases_what_is_unknown_and_leaves_what_passes(source: Answering, verdict: Verdict) -> None:
    policy = Policy(lenient_tiers=frozenset({"low"}))
    assert judged(source, slo()._replace(labels={"tier": ("low",)}), policy=policy).objectives[0].verdict is verdict


@pytest.mark.parametrize(
    ("everywhere", "of_the_rule", "verdict"),
    [
        pytest.param(10**9, None, Verdict.WARN, id="the default where the rule says nothing"),
        pytest.param(10**9, 0, Verdict.FAIL, id="a rule that needs none"),
        pytest.param(0, 10**9, Verdict.WARN, id="a rule that needs many"),
    ],
)
def test_a_rule_says_how_many_events_it_needs(everywhere: int, of_the_rule: int | None, verdict: Verdict) -> None:
    spent = rule(Verdict.FAIL, RemainingAtMost(Decimal(0)), min_events_for_fail=of_the_rule)
    policy = Policy((spent,), min_events_for_fail=everywhere)
    assert judged(Answering(2), policy=policy).objectives[0].verdict is verdict


def test_few_events_do_not_excuse_what_is_not_about_events() -> None:
    policy = Policy((rule(Verdict.FAIL, BELOW),), min_events_for_fail=10**9)
    assert judged(Answering(coverage=Decimal("0.8")), policy=policy).outcome is Outcome.FAIL


@pytest.mark.parametrize(("paths", "noted"), [(None, 1), (("README.md",), 0)])
def test_a_rule_about_paths_speaks_and_says_so_where_nobody_knows_them(
    paths: tuple[str, ...] | None, noted: int
) -> None:
    spent = rule(Verdict.FAIL, RemainingAtMost(Decimal(0)), match=Match(paths=("infra/**",)))
    run = Run(Policy((spent,)), PolicyOrigin(), Context(paths=paths), AT, AT)
    report = gate([slo()], Sources({"metrics": "fake"}, lambda _name: Answering(2)), run)
    assert report.outcome is (Outcome.PASS if paths else Outcome.FAIL)
    assert sum("nobody knows which files" in note for note in report.notes) == noted
