"""Which rules speak for an objective, and in what order."""

from decimal import Decimal

import pytest

from slo_gate.core.budget import Budget
from slo_gate.core.change import Change
from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.conditions.remaining_at_most import RemainingAtMost
from slo_gate.core.conditions.subject import Subject
from slo_gate.core.policy import DEFAULT_RULES, REPAIRS, Context, Match, Policy, Rule
from slo_gate.core.slo import Slo
from slo_gate.core.verdict import Verdict
from tests.core.promises import DAY, HOUR, MINUTE, slo

SPENT, LOW, FAST = (
    RemainingAtMost(Decimal(0)),
    RemainingAtMost(Decimal("0.25")),
    BurnRate(Decimal("0.02"), HOUR, 5 * MINUTE),
)
CALM = {HOUR: Decimal(1), 5 * MINUTE: Decimal(1)}
BURNING = {HOUR: Decimal(20), 5 * MINUTE: Decimal(20)}
CHECKOUT = slo("checkout-latency", "web-shop", {"tier": ("critical",), "team": ("payments", "web")})
FEATURE = Context("production", Change.FEATURE)


def subject(remaining: str, *, burning: bool = False) -> Subject:
    consumed = 1 - Decimal(remaining)
    budget = Budget("events", Decimal("0.999"), Decimal(9990), Decimal(10000), Decimal(10), consumed)
    return Subject(budget, 30 * DAY, BURNING if burning else CALM)


class TestMatch:
    @pytest.mark.parametrize(
        ("match", "accepts"),
        [
            pytest.param(Match(), True, id="nothing asked matches all"),
            pytest.param(Match(services=("web-shop",)), True, id="the service"),
            pytest.param(Match(services=("web",)), False, id="a part of the service's name"),
            pytest.param(Match(services=("web-*",)), True, id="a glob of the service"),
            pytest.param(Match(services=("telecom", "web-*")), True, id="one of several services"),
            pytest.param(Match(services=("WEB-SHOP",)), False, id="another case"),
            pytest.param(Match(slos=("*-latency",)), True, id="a glob of the SLO's name"),
            pytest.param(Match(slos=("*-availability",)), False, id="a glob of another SLO's name"),
            pytest.param(Match(environments=("production",)), True, id="the environment"),
            pytest.param(Match(environments=("prod-*", "staging")), False, id="other environments"),
            pytest.param(Match(labels={"tier": ("critical", "standard")}), True, id="one of several values of a label"),
            pytest.param(Match(labels={"tier": ("standard",)}), False, id="another value of a label"),
            pytest.param(Match(labels={"team": ("pay*",)}), True, id="a glob of one of a label's values"),
            pytest.param(Match(labels={"region": ("*",)}), False, id="a label it has not"),
            pytest.param(Match(labels={"tier": ("critical",), "team": ("web",)}), True, id="all of several labels"),
            pytest.param(Match(labels={"tier": ("critical",), "team": ("ops",)}), False, id="only one of two labels"),
            pytest.param(Match(services=("web-*",), environments=("staging",)), False, id="only one of two demands"),
            pytest.param(Match(tiers=("crit*",)), True, id="a glob of the tier"),
            pytest.param(Match(tiers=("low",)), False, id="another tier"),
        ],
    )
    def test_accepts(self, match: Match, accepts: bool) -> None:
        assert match.accepts(CHECKOUT, FEATURE) is accepts

    @pytest.mark.parametrize(
        ("environments", "accepts"),
        [
            pytest.param((), True, id="a rule for all"),
            pytest.param(("*",), True, id="a rule for any"),
            pytest.param(("production",), False, id="a rule for one"),
        ],
    )
    def test_where_nobody_named_the_environment(self, environments: tuple[str, ...], accepts: bool) -> None:
        assert Match(environments=environments).accepts(CHECKOUT, Context()) is accepts

    @pytest.mark.parametrize(
        ("touched", "accepts"),
        [
            pytest.param(None, True, id="nobody knows what is touched"),
            pytest.param((), False, id="nothing is touched"),
            pytest.param(("README.md", "services/checkout/api/main.go"), True, id="a file below the folder"),
            pytest.param(("services/search/main.go",), False, id="other files"),
        ],
    )
    def test_the_paths_that_a_change_touches(self, touched: tuple[str, ...] | None, accepts: bool) -> None:
        match = Match(paths=("services/checkout/**", "*.tf"))
        assert match.accepts(CHECKOUT, Context(paths=touched)) is accepts


class TestRule:
    @pytest.mark.parametrize(
        ("remaining", "burning", "speaks"),
        [
            pytest.param("0.2", True, True, id="both conditions"),
            pytest.param("0.2", False, False, id="the first alone"),
            pytest.param("0.9", True, False, id="the second alone"),
        ],
    )
    def test_needs_all_its_conditions(self, remaining: str, burning: bool, speaks: bool) -> None:
        rule = Rule("low and burning", (LOW, FAST), Verdict.FAIL)
        said = rule.judge(CHECKOUT, subject(remaining, burning=burning), FEATURE)
        assert (said is not None) is speaks
        if said:
            assert (said.rule, said.verdict) == ("low and burning", Verdict.FAIL)
            assert said.codes == ("remaining_at_most", "burn_rate")
            assert [held.evidence["threshold"] for held in said.held] == [Decimal("0.25"), Decimal("14.4")]

    @pytest.mark.parametrize("change", Change)
    def test_is_silent_for_the_changes_it_spares(self, change: Change) -> None:
        rule = Rule("spent", (SPENT,), Verdict.FAIL, unless_change=frozenset({Change.FIX, Change.ROLLBACK}))
        said = rule.judge(CHECKOUT, subject("0"), Context("production", change))
        assert (said is None) is (change in {Change.FIX, Change.ROLLBACK})

    def test_is_silent_for_what_it_does_not_match(self) -> None:
        rule = Rule("spent", (SPENT,), Verdict.FAIL, Match(services=("telecom",)))
        assert rule.judge(CHECKOUT, subject("0"), FEATURE) is None


class TestDefaults:
    @pytest.mark.parametrize(
        ("remaining", "change", "verdicts"),
        [
            pytest.param("1", Change.FEATURE, [], id="a full budget is left alone"),
            pytest.param("0.26", Change.FEATURE, [], id="above a quarter is left alone"),
            pytest.param("0.25", Change.FEATURE, [Verdict.WARN], id="a quarter warns"),
            pytest.param("0.000001", Change.FEATURE, [Verdict.WARN], id="a trace warns"),
            pytest.param("0", Change.FEATURE, [Verdict.FAIL], id="nothing left fails"),
            pytest.param("-3", Change.FEATURE, [Verdict.FAIL], id="debt fails"),
            pytest.param("0", Change.ROLLBACK, [Verdict.WARN], id="debt does not stop a rollback"),
            pytest.param("0", Change.FIX, [Verdict.WARN], id="debt does not stop a fix"),
            pytest.param("0", Change.SECURITY, [Verdict.WARN], id="debt does not stop a security fix"),
        ],
    )
    def test_rules(self, remaining: str, change: Change, verdicts: list[Verdict]) -> None:
        spoken = Policy().judge(CHECKOUT, subject(remaining), Context("production", change))
        assert [because.verdict for because in spoken] == verdicts

    def test_every_repair_passes_and_a_feature_is_none(self) -> None:
        assert set(Change) - REPAIRS == {Change.FEATURE}
        assert Policy().repairs == REPAIRS


class TestPolicy:
    def test_says_the_worst_first_whatever_the_order_of_the_rules(self) -> None:
        warn, fail = Rule("low", (LOW,), Verdict.WARN), Rule("fast", (FAST,), Verdict.FAIL)
        for rules in ((warn, fail), (fail, warn)):
            spoken = Policy(rules).judge(CHECKOUT, subject("0.1", burning=True), FEATURE)
            assert [because.rule for because in spoken] == ["fast", "low"]

    def test_of_rules_about_the_same_thing_the_worst_alone_speaks(self) -> None:
        spoken = Policy(DEFAULT_RULES[::-1]).judge(CHECKOUT, subject("-0.1"), FEATURE)
        assert [(because.verdict, because.evidence["threshold"]) for because in spoken] == [(Verdict.FAIL, Decimal(0))]

    def test_of_rules_that_say_the_same_the_first_speaks(self) -> None:
        rules = (Rule("first", (LOW,), Verdict.FAIL), Rule("second", (SPENT,), Verdict.FAIL))
        spoken = Policy(rules).judge(CHECKOUT, subject("-0.1"), FEATURE)
        assert [because.rule for because in spoken] == ["first"]

    def test_without_rules_nothing_is_said(self) -> None:
        assert Policy(()).judge(CHECKOUT, subject("-1"), FEATURE) == ()

    def test_knows_the_lookbacks_of_all_its_rules_shortest_first_and_once(self) -> None:
        slow = BurnRate(Decimal("0.05"), 6 * HOUR, 30 * MINUTE)
        rules = (
            Rule("slow", (slow,), Verdict.WARN),
            Rule("fast", (FAST, LOW), Verdict.FAIL),
            Rule("f", (FAST,), Verdict.WARN),
        )
        assert Policy(rules).lookbacks() == (5 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR)
        assert Policy().lookbacks() == ()


def test_an_slo_without_labels_matches_no_demand_for_one() -> None:
    plain: Slo = slo()
    assert not Match(labels={"tier": ("*",)}).accepts(plain, FEATURE)
    assert Match(labels={"tier": ()}).accepts(plain, FEATURE)
