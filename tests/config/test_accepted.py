"""What a configuration may say, and what becomes of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from slo_gate import documents
from slo_gate.config import Config, read
from slo_gate.core.budget import EmptySlices
from slo_gate.core.change import Change, Leniency
from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.conditions.no_traffic import NoTraffic
from slo_gate.core.conditions.remaining_at_most import RemainingAtMost
from slo_gate.core.conditions.unknown import Unknown
from slo_gate.core.duration import Duration
from slo_gate.core.measurement import Reason
from slo_gate.core.policy import DEFAULT_RULES, REPAIRS, Context, Match, Policy
from slo_gate.core.scope import ScopeEntry
from slo_gate.core.series import Series
from slo_gate.core.verdict import Verdict
from slo_gate.sources import SOURCES
from tests.core.promises import slo
from tests.support.repository import ROOT, fences, tracked


def accepted(text: str) -> Config:
    return read(documents.parse(text.encode(), ".slo-gate.yaml"), Path("here"), SOURCES)


def policy_of(text: str) -> Policy:
    policy = accepted(text).policy
    assert policy
    return policy


def defaults(text: str) -> Policy:
    return policy_of(f"version: 1\ndefaults: {text}\n")


def rule_of(text: str) -> Match:
    """The match of a rule."""
    rules = policy_of(
        f"version: 1\nrules: [{{name: r, when: {{remaining_at_most: 0%}}, then: fail, match: {text}}}]\n"
    ).rules
    return rules[0].match


class TestWhatDecidesBesideRules:
    def test_exemptions(self) -> None:
        said = "reason: r, owner: ana, ticket: T-1"
        first, second, third = accepted(
            f"version: 1\nexemptions:\n"
            f"  - {{slo: [a, 'b*'], service: web, {said}, expires: 2027-01-31}}\n"
            f"  - {{match: {{labels: {{team: x}}}}, {said}, expires: '2027-01-31T12:00+01:00', unknown: true}}\n"
            f"  - {{service: web, {said}, expires: 2024-02-29}}\n"
        ).exemptions
        assert first.match == Match(services=("web",), slos=("a", "b*"))
        assert (first.expires, first.unknown) == (datetime(2027, 2, 1, tzinfo=UTC), False)
        assert (second.match, second.unknown) == (Match(labels={"team": ("x",)}), True)
        assert (second.expires, third.expires) == (
            datetime(2027, 1, 31, 11, tzinfo=UTC),
            datetime(2024, 3, 1, tzinfo=UTC),
        )
        assert (str(first.location), str(first.place)) == (".slo-gate.yaml:3:81", ".slo-gate.yaml:3:6")

    def test_freezes(self) -> None:
        zoned = "from: 2026-12-20T00:00, to: 2027-01-02T00:00, zone: Asia/Jakarta"
        first, second = accepted(
            f"version: 1\nfreezes:\n  - {{name: a, {zoned}, then: fail}}\n"
            f"  - {{name: b, {zoned}, then: warn, unless: {{change: []}}, match: {{service: web, paths: 'x/**'}}}}\n"
        ).freezes
        assert (first.start, first.end) == (
            datetime(2026, 12, 19, 17, tzinfo=UTC),
            datetime(2027, 1, 1, 17, tzinfo=UTC),
        )
        assert (first.then, first.unless_change, first.match) == (Verdict.FAIL, REPAIRS, Match())
        assert (second.then, second.unless_change) == (Verdict.WARN, frozenset())
        assert second.match == Match(services=("web",), paths=("x/**",))

    @pytest.mark.parametrize(("text", "globs"), [("true", ("*",)), ("false", ()), ("[web, 'a*']", ("web", "a*"))])
    def test_services_that_must_have_an_slo(self, text: str, globs: tuple[str, ...]) -> None:
        assert accepted(f"version: 1\nrequire_slo: {text}\n").require_slo == globs

    def test_a_scope(self) -> None:
        text = "version: 1\nscope: [{paths: ['a/**', b], services: all}, {paths: d, services: []}, {paths: c, services: [x]}]\n"
        assert accepted(text).scope == (
            ScopeEntry(("a/**", "b"), None),
            ScopeEntry(("d",), ()),
            ScopeEntry(("c",), ("x",)),
        )


def test_the_version_alone_is_the_built_in_policy() -> None:
    config = accepted("version: 1\n")
    assert config == Config(file=".slo-gate.yaml", folder=Path("here"), policy=Policy())
    assert Policy().rules == DEFAULT_RULES
    assert (str(config.default_window), config.slos, config.sources) == ("30d", (), {})
    assert (config.at, config.shadow) == (None, False)


def test_patterns_stand_as_they_are_written() -> None:
    text = "version: 1\nslos: [slo, ./slo/web.yaml, 'team-*/**/*.y[a]ml', a..b/c.yaml, 'slo/..x/y.yaml']\n"
    assert accepted(text).slos == ("slo", "./slo/web.yaml", "team-*/**/*.y[a]ml", "a..b/c.yaml", "slo/..x/y.yaml")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-01-31T12:00:00Z", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("2026-01-31T12:00:00+02:00", datetime(2026, 1, 31, 10, tzinfo=UTC)),
        ("2026-01-31T23:30:00-05:30", datetime(2026, 2, 1, 5, tzinfo=UTC)),
        ("'2024-02-29T00:00:00Z'", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_an_instant_is_taken_to_utc(text: str, instant: datetime) -> None:
    assert accepted(f"version: 1\nat: {text}\n").at == instant


def test_sources_keep_their_settings_and_places() -> None:
    config = accepted("version: 1\nsources:\n  db.1: {type: sql, url: 'duckdb://', tables: {t: t.csv}}\n")
    assert list(config.sources) == ["db.1"]
    assert config.sources["db.1"].text("tables", "t") == "t.csv"
    assert config.sources["db.1"].span.line == 3


@pytest.mark.parametrize(("said", "shadow"), [("true", True), ("false", False), ("True", True)])
def test_a_shadow_blocks_nothing(said: str, shadow: bool) -> None:
    assert accepted(f"version: 1\nshadow: {said}\n").shadow is shadow


class TestDefaults:
    def test_a_window(self) -> None:
        assert accepted("version: 1\ndefaults: {window: 1M}\n").default_window == Duration(1, "M")

    @pytest.mark.parametrize("leniency", Leniency)
    def test_what_is_unknown_or_idle(self, leniency: Leniency) -> None:
        assert defaults(f"{{on_unknown: {leniency}}}").on_unknown is leniency
        assert defaults(f"{{on_no_traffic: {leniency}}}").on_no_traffic is leniency

    def test_one_of_them_leaves_the_other(self) -> None:
        assert defaults("{on_unknown: pass}").on_no_traffic is Leniency.WARN
        assert defaults("{on_no_traffic: pass}").on_unknown is Leniency.FAIL

    @pytest.mark.parametrize("slices", EmptySlices)
    def test_empty_slices(self, slices: EmptySlices) -> None:
        assert defaults(f"{{empty_slices: {slices}}}").empty_slices is slices

    @pytest.mark.parametrize(
        ("text", "coverage"), [("90%", "0.9"), ("0%", "0"), ("100 %", "1"), ("12.5%", "0.125"), ("'7%'", "0.07")]
    )
    def test_a_coverage(self, text: str, coverage: str) -> None:
        assert defaults(f"{{min_coverage: {text}}}").min_coverage == Decimal(coverage)

    @pytest.mark.parametrize(("text", "needed"), [("auto", None), ("0", 0), ("1000", 1000), ("10.0", 10)])
    def test_the_events_that_a_fail_needs(self, text: str, needed: int | None) -> None:
        assert defaults(f"{{min_events_for_fail: {text}}}").min_events_for_fail == needed


class TestRules:
    TEXT = """\
version: 1
rules:
  - name: both
    match: {service: web, environment: [prod*, staging], slo: "*-latency", labels: {tier: [gold, silver], team: pay}}
    when: {remaining_at_most: -12.5%, burn_rate: {budget: 2%, long: 6h, short: 30m}}
    then: warn
    unless: {change: [rollback, fix]}
  - name: others
    match: {tier: low, paths: ["infra/**", "*.tf"]}
    when: {consumed_at_least: 80%, exhausts_within: 3d, coverage_below: 90%}
    then: fail
    min_events_for_fail: 50
  - {name: blind, when: {unknown: [stale-data, no-data], coverage_below: 50%}, then: pass}
  - {name: idle, when: {no_traffic: true}, then: fail}
"""

    def test_a_rule_is_what_it_says(self) -> None:
        rule, others, blind, idle = policy_of(self.TEXT).rules
        assert (rule.name, rule.then) == ("both", Verdict.WARN)
        assert rule.when == (
            RemainingAtMost(Decimal("-0.125")),
            BurnRate(Decimal("0.02"), timedelta(hours=6), timedelta(minutes=30)),
        )
        assert rule.unless_change == {Change.ROLLBACK, Change.FIX}
        assert str(rule.location) == ".slo-gate.yaml:3:11"
        assert rule.match == Match(
            services=("web",),
            environments=("prod*", "staging"),
            slos=("*-latency",),
            labels={"tier": ("gold", "silver"), "team": ("pay",)},
        )
        assert others.match == Match(tiers=("low",), paths=("infra/**", "*.tf"))
        assert [condition.code for condition in others.when] == [
            "consumed_at_least",
            "exhausts_within",
            "coverage_below",
        ]
        assert (others.min_events_for_fail, rule.min_events_for_fail) == (50, None)
        assert blind.when[0] == Unknown(frozenset({Reason.STALE_DATA, Reason.NO_DATA}))
        assert (blind.then, idle.when) == (Verdict.PASS, (NoTraffic(),))

    def test_a_rule_that_moved_is_the_same(self) -> None:
        """So that a change of the policy can be told from a comment above it."""
        assert policy_of(f"# moved\n{self.TEXT}") == policy_of(self.TEXT)

    def test_a_tier_that_warns_at_most(self) -> None:
        assert defaults("{tiers: {low: warn}}").lenient_tiers == {"low"}

    def test_a_short_lookback_is_a_twelfth_of_the_long_one(self) -> None:
        rule = "{name: r, when: {burn_rate: {budget: 100%, long: 1d}}, then: fail}"
        assert policy_of(f"version: 1\nrules: [{rule}]\n").rules[0].when == (
            BurnRate(Decimal(1), timedelta(days=1), timedelta(hours=2)),
        )

    def test_rules_take_the_place_of_the_built_in_ones(self) -> None:
        rule = "{name: only, when: {remaining_at_most: 0%}, then: warn}"
        policy = policy_of(f"version: 1\nrules: [{rule}]\n")
        assert [(rule.name, rule.match, rule.unless_change) for rule in policy.rules] == [
            ("only", Match(), frozenset())
        ]

    @pytest.mark.parametrize("glob", ["web", "[web]", "'*'"])
    def test_one_name_may_stand_without_a_list(self, glob: str) -> None:
        assert rule_of(f"{{service: {glob}}}").services == (glob.strip("[]'"),)


class TestSeries:
    TEXT = "version: 1\nseries: [{match: {slo: web-*}, budget: sum}, {match: {slo: web-cart}, budget: each}]\n"

    @pytest.mark.parametrize("series", Series)
    def test_the_default(self, series: Series) -> None:
        policy = defaults(f"{{series: {series}}}")
        assert policy.series_for(slo("web-shop"), Context()) is series

    @pytest.mark.parametrize(
        ("name", "series"), [("shop", Series.EACH), ("web-shop", Series.SUM), ("web-cart", Series.EACH)]
    )
    def test_the_last_entry_that_matches_decides(self, name: str, series: Series) -> None:
        assert policy_of(self.TEXT).series_for(slo(name), Context()) is series


class TestExclusions:
    TEXT = "version: 1\nexclusions: [{{reason: move, from: {}, to: {}, {}expires: 2026-12-31}}]\n"

    @pytest.mark.parametrize(
        ("start", "end", "zone", "hours", "expires"),
        [
            pytest.param("2026-11-07T22:00", "2026-11-08T02:00", "Europe/Berlin", (21, 25), 23, id="local times"),
            pytest.param("2026-11-07T22:00:00+07:00", "2026-11-07T21:30Z", "", (15, 21.5), 24, id="times with offsets"),
            pytest.param("2026-11-07T22:00", "2026-11-08T02:00", "UTC", (22, 26), 24, id="local times of Greenwich"),
            pytest.param(
                "2026-10-24T22:00",
                "2026-10-25T04:00",
                "Europe/Berlin",
                (20 - 14 * 24, 27 - 14 * 24),
                23,
                id="an hour more in autumn",
            ),
        ],
    )
    def test_times_are_taken_to_utc(
        self, start: str, end: str, zone: str, hours: tuple[float, float], expires: int
    ) -> None:
        """`hours` from 2026-11-07 on, and at which hour of the last day it expires."""
        (found,) = accepted(self.TEXT.format(start, end, f"zone: {zone}, " if zone else "")).exclusions
        day = datetime(2026, 11, 7, tzinfo=UTC)
        assert (found.start, found.end) == tuple(day + timedelta(hours=hour) for hour in hours)
        assert found.expires == datetime(2026, 12, 31, tzinfo=UTC) + timedelta(hours=expires)
        assert str(found.location).startswith(".slo-gate.yaml:2:")

    def test_it_is_what_it_says(self) -> None:
        text = self.TEXT.format("2026-01-01T00:00Z", "2026-01-02T00:00Z", "ticket: OPS-7, match: {service: [web]}, ")
        (found,) = accepted(text).exclusions
        assert (found.reason, found.ticket, found.match) == ("move", "OPS-7", Match(services=("web",)))


@pytest.mark.parametrize(
    ("said", "repairs"),
    [("", REPAIRS), ("repairs: [rollback]\n", {Change.ROLLBACK}), ("repairs: []\n", frozenset())],
)
def test_repairs_pass_as_far_as_the_configuration_lets_them(said: str, repairs: frozenset[Change]) -> None:
    assert policy_of(f"version: 1\n{said}").repairs == repairs


def _in_documents() -> list[tuple[str, str]]:
    """The configurations that the documents show: a file, and a text."""
    return [
        (name, fence.text)
        for name in tracked()
        if name.endswith(".md")
        for fence in fences(name)
        if fence.language == "yaml" and fence.text.startswith("version: 1")
    ]


def test_every_configuration_in_the_documents_is_accepted() -> None:
    shown = _in_documents()
    assert "README.md" in {name for name, _ in shown}
    for _, text in shown:
        accepted(text)


def test_every_configuration_of_the_examples_is_accepted() -> None:
    files = [name for name in tracked() if name.startswith("examples/") and Path(name).name.startswith(".slo-gate")]
    assert files
    for name in files:
        config = read(documents.parse((ROOT / name).read_bytes(), name), ROOT / "examples", SOURCES)
        assert config.slos
        assert config.sources
