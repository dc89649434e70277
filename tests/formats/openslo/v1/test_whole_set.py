"""What holds between files: references, names, and what is left unsaid where the set is not whole."""

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.ports import Surroundings
from tests.support.corpus import ALONE, read_set, told

PARTIAL = Surroundings(Duration(30, "d"), partial=True)
SERVICE = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\n"
SOURCE = "apiVersion: openslo/v1\nkind: DataSource\nmetadata: {name: db}\nspec: {type: ledger, connectionDetails: {}}\n"
SLI = """\
apiVersion: openslo/v1
kind: SLI
metadata: {name: answered}
spec:
  ratioMetric:
    good: {metricSource: {metricSourceRef: db, spec: {query: good}}}
    total: {metricSource: {metricSourceRef: db, spec: {query: all}}}
"""
SLO = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: web}
spec:
  service: shop
  indicatorRef: answered
  timeWindow: [{duration: 30d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{target: 0.99}]
  alertPolicies: [{alertPolicyRef: wake}]
"""
POLICY = """\
apiVersion: openslo/v1
kind: AlertPolicy
metadata: {name: wake}
spec:
  conditions: [{conditionRef: fast}]
  notificationTargets: [{targetRef: on-call}]
"""
CONDITION = """\
apiVersion: openslo/v1
kind: AlertCondition
metadata: {name: fast}
spec: {severity: page, condition: {op: gte, threshold: 2, lookbackWindow: 1h}}
"""
TARGET = "apiVersion: openslo/v1\nkind: AlertNotificationTarget\nmetadata: {name: on-call}\nspec: {target: pager}\n"
WHOLE = {
    "alerts/condition.yaml": CONDITION,
    "alerts/policy.yaml": POLICY,
    "alerts/target.yaml": TARGET,
    "db.yaml": SOURCE,
    "sli.yaml": SLI,
    "shop.yaml": SERVICE,
    "slo/web.yaml": SLO,
}


def without(*names: str) -> dict[str, str]:
    return {name: text for name, text in WHOLE.items() if name not in names}


def all_told(files: dict[str, str], surroundings: Surroundings = ALONE) -> list[str]:
    findings = read_set(files, surroundings).report.findings
    return [f"{finding.location.file} {told(finding)}" for finding in findings]


def test_references_lead_from_file_to_file() -> None:
    reading = read_set(WHOLE)
    assert reading.report.findings == ()
    assert reading.report.objects == 7
    assert [slo.name for slo in reading.slos] == ["web"]


def test_an_alert_policy_by_its_name_alone_is_referred_to() -> None:
    bare = SLO.replace("[{alertPolicyRef: wake}]", "[wake]")
    assert all_told({**WHOLE, "slo/web.yaml": bare}) == ["slo/web.yaml warning SLO743 10:19"]
    assert read_set({**WHOLE, "slo/web.yaml": bare}).slos[0].alerts == read_set(WHOLE).slos[0].alerts != ()


def test_a_name_alone_that_leads_nowhere_is_told_of_both() -> None:
    bare = SLO.replace("[{alertPolicyRef: wake}]", "[wake, woke]")
    assert all_told({**WHOLE, "slo/web.yaml": bare}) == [
        "slo/web.yaml warning SLO743 10:19",
        "slo/web.yaml error SLO201 10:25",
        "slo/web.yaml warning SLO743 10:25",
    ]


def test_the_order_of_the_files_means_nothing() -> None:
    assert read_set(dict(reversed(WHOLE.items()))).slos == read_set(WHOLE).slos


@pytest.mark.parametrize(
    ("missing", "places"),
    [
        ("sli.yaml", ["slo/web.yaml error SLO201 6:17"]),
        ("alerts/policy.yaml", ["slo/web.yaml error SLO201 10:36"]),
        ("alerts/condition.yaml", ["alerts/policy.yaml error SLO201 5:31"]),
        ("alerts/target.yaml", ["alerts/policy.yaml error SLO201 6:37"]),
    ],
)
def test_a_reference_to_what_is_in_no_file_is_told_where_it_stands(missing: str, places: list[str]) -> None:
    assert all_told(without(missing)) == places
    assert read_set(without("sli.yaml")).slos == ()


@pytest.mark.parametrize("name", WHOLE)
def test_where_the_set_is_not_whole_no_reference_out_of_it_is_judged(name: str) -> None:
    assert all_told({name: WHOLE[name]}, PARTIAL) == []


def test_a_slo_whose_indicator_is_elsewhere_is_not_read_where_the_set_is_not_whole() -> None:
    assert read_set({"slo.yaml": SLO}, PARTIAL).slos == ()


class TestOptionalDeclarations:
    def test_services_and_data_sources_need_not_be_declared(self) -> None:
        assert all_told(without("shop.yaml", "db.yaml")) == []

    def test_where_one_service_is_declared_every_one_must_be(self) -> None:
        other = SERVICE.replace("shop", "desk")
        assert all_told(without("shop.yaml") | {"shop.yaml": other}) == ["slo/web.yaml error SLO201 5:12"]

    def test_where_one_data_source_is_declared_every_one_must_be(self) -> None:
        other = SOURCE.replace("db", "warehouse")
        assert all_told(without("db.yaml") | {"db.yaml": other}) == [
            "sli.yaml error SLO201 6:44",
            "sli.yaml error SLO201 7:45",
        ]

    def test_a_source_of_the_configuration_counts_as_declared(self) -> None:
        sources = Surroundings(Duration(30, "d"), sources=frozenset({"db"}))
        assert all_told(without("db.yaml"), sources) == []

    def test_a_reference_to_neither_names_what_there_is(self) -> None:
        sources = Surroundings(Duration(30, "d"), sources=frozenset({"metrics", "feedback"}))
        first = read_set(without("db.yaml"), sources).report.findings[0]
        assert first.message == "no DataSource is named `db`, nor is a source of the configuration"
        assert first.help == "declare it, or refer to one that is: feedback, metrics"


class TestDuplicates:
    @pytest.mark.parametrize("name", WHOLE)
    def test_two_objects_of_a_kind_with_one_name_are_told_with_both_places(self, name: str) -> None:
        (finding,) = read_set(WHOLE | {"twin.yaml": WHOLE[name]}).report.findings
        first, copy = sorted([name, "twin.yaml"], key=[*WHOLE, "twin.yaml"].index)
        assert told(finding) == "error SLO202 3:18"
        assert finding.location.file == copy
        assert f"first at {first}:3:18" in finding.message

    def test_objects_of_two_kinds_may_share_a_name(self) -> None:
        named = {name: text.replace("name: db}", "name: shop}") for name, text in WHOLE.items()}
        assert all_told(named | {"sli.yaml": SLI.replace("Ref: db", "Ref: shop")}) == []

    def test_duplicates_are_told_where_the_set_is_not_whole_too(self) -> None:
        assert all_told({"a.yaml": SERVICE, "b.yaml": SERVICE}, PARTIAL) == ["b.yaml error SLO202 3:18"]

    def test_a_third_one_is_told_too(self) -> None:
        assert all_told({"a.yaml": SERVICE, "b.yaml": SERVICE, "c.yaml": SERVICE}) == [
            "b.yaml error SLO202 3:18",
            "c.yaml error SLO202 3:18",
        ]


class TestUnused:
    @pytest.mark.parametrize(
        ("kind", "text", "place"),
        [
            ("SLI", SLI.replace("answered", "spare"), "3:18"),
            ("AlertPolicy", POLICY.replace("wake", "spare"), "3:18"),
            ("AlertCondition", CONDITION.replace("fast", "spare"), "3:18"),
            ("AlertNotificationTarget", TARGET.replace("on-call", "spare"), "3:18"),
            ("DataSource", SOURCE.replace("db", "spare"), "3:18"),
            ("Service", SERVICE.replace("shop", "spare"), "3:18"),
        ],
    )
    def test_an_object_that_nothing_uses_is_noted(self, kind: str, text: str, place: str) -> None:
        (finding,) = read_set(WHOLE | {"spare.yaml": text}).report.findings
        assert told(finding) == f"notice SLO203 {place}"
        assert finding.message == f"nothing uses the {kind} `spare`"

    @pytest.mark.parametrize(
        "files",
        [
            pytest.param({"shop.yaml": SERVICE, "db.yaml": SOURCE}, id="a set without any SLO"),
            pytest.param(
                {**WHOLE, "broken.yaml": "apiVersion: openslo/v1\nkind: SLI\n"}, id="an object that is not sound"
            ),
            pytest.param(
                {**WHOLE, "slo/web.yaml": SLO.replace("Ref: wake", "Ref: walk")}, id="a reference that leads nowhere"
            ),
        ],
    )
    def test_nothing_is_said_of(self, files: dict[str, str]) -> None:
        assert not [finding for finding in read_set(files).report.findings if finding.rule == "SLO203"]

    def test_nothing_is_said_where_the_set_is_not_whole(self) -> None:
        assert all_told(WHOLE | {"spare.yaml": SERVICE.replace("shop", "spare")}, PARTIAL) == []


def test_a_broken_file_leaves_the_others_readable() -> None:
    assert all_told(WHOLE | {"broken.yaml": "apiVersion: [openslo/v1\n"})[0].startswith("broken.yaml error SLO001")
    assert len(read_set(WHOLE | {"broken.yaml": "apiVersion: [openslo/v1\n"}).slos) == 1


def test_a_slo_that_refers_to_a_broken_indicator_is_not_read_and_the_indicator_is_told() -> None:
    reading = read_set(without("sli.yaml") | {"sli.yaml": SLI.replace("good: {", "good : {typo: 1, ")})
    assert [finding.rule for finding in reading.report.findings] == ["SLO101"]
    assert reading.slos == ()
