"""References lead from file to file within a project; names are given once; no composite is made of itself."""

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.ports import Surroundings
from tests.support.corpus import ALONE, read_set, told

PARTIAL = Surroundings(Duration(30, "d"), partial=True)


def written(kind: str, name: str, spec: str = "{}", project: str = "shop") -> str:
    return f"apiVersion: n9/v1alpha\nkind: {kind}\nmetadata: {{name: {name}, project: {project}}}\nspec: {spec}\n"


def composite(name: str, *components: str, project: str = "shop") -> str:
    """Components are `project/slo/objective`."""
    parts = [dict(zip(("project", "slo", "objective"), each.split("/"), strict=True)) for each in components]
    items = [
        "{" + ", ".join(f"{key}: {value}" for key, value in each.items()) + ", weight: 1, whenDelayed: Ignore}"
        for each in parts
    ]
    return f"""\
apiVersion: n9/v1alpha
kind: SLO
metadata: {{name: {name}, project: {project}}}
spec:
  service: cart
  budgetingMethod: Occurrences
  timeWindows: [{{unit: Day, count: 28, isRolling: true}}]
  objectives:
    - name: all
      target: 0.9
      composite:
        maxDelay: 5m
        components: {{objectives: [{", ".join(items)}]}}
"""


SLO = """\
apiVersion: n9/v1alpha
kind: SLO
metadata: {name: web, project: shop}
spec:
  service: cart
  indicator: {metricSource: {name: metrics}}
  budgetingMethod: Occurrences
  objectives:
    - name: quick
      value: 0.3
      op: lte
      target: 0.9
      rawMetric: {query: {prometheus: {promql: latency}}}
  timeWindows: [{unit: Day, count: 28, isRolling: true}]
  alertPolicies: [fast]
  anomalyConfig: {noData: {alertMethods: [{name: call}]}}
"""
POLICY = written(
    "AlertPolicy",
    "fast",
    "{severity: Low, conditions: [{measurement: burnedBudget, value: 1}], alertMethods: [{metadata: {name: call}}]}",
)
WHOLE = {
    "agent.yaml": written("Agent", "metrics", "{prometheus: {}}"),
    "all.yaml": composite("all", "shop/web/quick"),
    "method.yaml": written("AlertMethod", "call"),
    "policy.yaml": POLICY,
    "project.yaml": "apiVersion: n9/v1alpha\nkind: Project\nmetadata: {name: shop}\nspec: {}\n",
    "service.yaml": written("Service", "cart"),
    "web.yaml": SLO,
}


def all_told(files: dict[str, str], surroundings: Surroundings = ALONE) -> list[str]:
    findings = read_set(files, surroundings).report.findings
    return [f"{finding.location.file} {told(finding)}" for finding in findings]


def with_(name: str, old: str, new: str) -> dict[str, str]:
    assert old in WHOLE[name]
    return WHOLE | {name: WHOLE[name].replace(old, new)}


def test_references_lead_from_file_to_file() -> None:
    reading = read_set(WHOLE)
    assert reading.report.findings == ()
    assert reading.report.objects == 7
    assert sorted(slo.name for slo in reading.slos) == ["all", "web"]


def test_the_order_of_the_files_means_nothing() -> None:
    assert set(map(str, read_set(dict(reversed(WHOLE.items()))).slos)) == set(map(str, read_set(WHOLE).slos))


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("agent.yaml", ["web.yaml error SLO201 6:36"]),
        ("method.yaml", ["policy.yaml error SLO201 4:109", "web.yaml error SLO201 16:50"]),
        ("policy.yaml", ["web.yaml error SLO201 15:19"]),
        ("service.yaml", ["all.yaml error SLO201 5:12", "web.yaml error SLO201 5:12"]),
    ],
)
def test_where_a_project_declares_a_kind_every_reference_to_it_must_be_right(name: str, places: list[str]) -> None:
    renamed = WHOLE[name].replace("{name: ", "{name: x-", 1)
    assert all_told(WHOLE | {name: renamed}) == places


@pytest.mark.parametrize(
    "name", ["agent.yaml", "all.yaml", "method.yaml", "policy.yaml", "project.yaml", "service.yaml"]
)
def test_what_is_declared_elsewhere_as_a_whole_is_not_judged(name: str) -> None:
    assert all_told({file: text for file, text in WHOLE.items() if file != name}) == []


@pytest.mark.parametrize("name", WHOLE)
def test_each_file_alone_refers_to_what_may_be_elsewhere(name: str) -> None:
    assert all_told({name: WHOLE[name]}) == []


def test_where_the_set_is_not_whole_no_reference_is_judged() -> None:
    wrong = with_("web.yaml", "service: cart", "service: carts") | {"all.yaml": composite("all", "shop/web/slow")}
    assert len(all_told(wrong)) == 2
    assert all_told(wrong, PARTIAL) == []


def test_a_reference_that_leads_nowhere_is_told_what_may_be_meant() -> None:
    (finding,) = read_set(with_("web.yaml", "service: cart", "service: catr")).report.findings
    assert finding.message == "no Service is named `catr` in the project `shop`"
    assert finding.help == "did you mean `cart`?"


def test_a_name_that_is_in_another_project_is_told_so() -> None:
    files = with_("service.yaml", "project: shop", "project: store")
    files["project.yaml"] += "---\n" + files["project.yaml"].replace("shop", "store")
    findings = read_set(files).report.findings
    assert {finding.message for finding in findings} == {"no Service is named `cart` in the project `shop`"}
    assert {finding.help for finding in findings} == {"it is in the project `store`: say so, or move it"}


@pytest.mark.parametrize("name", ["metrics", "others"])
def test_other_projects_may_be_kept_elsewhere(name: str) -> None:
    assert all_told(with_("web.yaml", "{name: metrics}", f"{{name: {name}, project: store}}")) == []


def test_a_source_of_another_project_is_told_where_the_reference_leaves_that_out() -> None:
    files = with_("agent.yaml", "project: shop", "project: ops") | {"project.yaml": ""}
    (finding,) = read_set(files).report.findings
    assert told(finding) == "error SLO201 6:36"
    assert finding.help == "it is in the project `ops`: say so, or move it"


def test_composites_may_be_made_of_other_projects_slos_of_the_same_name() -> None:
    assert all_told(WHOLE | {"all.yaml": composite("all", "store/web/quick", "store/all/all")}) == []


def test_where_a_project_is_declared_every_one_must_be() -> None:
    assert all_told(with_("project.yaml", "name: shop", "name: store")) == [
        f"{name} error SLO201 3:{WHOLE[name].splitlines()[2].index('project: ') + 10}"
        for name in WHOLE
        if name != "project.yaml"
    ]


def test_an_agent_is_no_direct() -> None:
    direct = written("Direct", "other", "{datadog: {}}")
    wrong = with_("web.yaml", "{name: metrics}", "{name: metrics, kind: Direct}") | {"direct.yaml": direct}
    assert all_told(wrong) == ["web.yaml error SLO201 6:36"]


def test_a_source_of_the_configuration_counts_as_declared() -> None:
    files = with_("web.yaml", "{name: metrics}", "{name: warehouse}")
    assert all_told(files) == ["web.yaml error SLO201 6:36"]
    assert all_told(files, Surroundings(Duration(30, "d"), sources=frozenset({"warehouse"}))) == []


class TestWithoutAProject:
    @pytest.mark.parametrize("name", ["agent.yaml", "method.yaml", "policy.yaml", "service.yaml", "web.yaml"])
    def test_an_object_that_states_no_project_may_be_in_any(self, name: str) -> None:
        files = with_(name, ", project: shop", "")
        assert all_told(files) == [f"{name} warning SLO737 3:18"]

    def test_what_is_nowhere_is_nowhere_all_the_same(self) -> None:
        files = with_("web.yaml", ", project: shop", "")
        files["web.yaml"] = files["web.yaml"].replace("service: cart", "service: desk")
        assert all_told(files) == ["web.yaml warning SLO737 3:18", "web.yaml error SLO201 5:12"]

    @pytest.mark.parametrize("kind", ["BudgetAdjustment", "Report", "RoleBinding", "UserGroup"])
    def test_kinds_that_belong_to_no_project_need_none(self, kind: str) -> None:
        assert all_told({"a.yaml": written(kind, "one").replace(", project: shop", "")}) == []


class TestComposites:
    def test_a_component_is_an_objective_of_its_slo(self) -> None:
        (finding,) = read_set(WHOLE | {"all.yaml": composite("all", "shop/web/quikc")}).report.findings
        assert told(finding) == "error SLO201 13:72"
        assert finding.message == "no objective is named `quikc` in the SLO `web`"
        assert finding.help == "did you mean `quick`?"

    def test_a_component_is_an_slo_where_the_project_has_others(self) -> None:
        (finding,) = read_set(WHOLE | {"all.yaml": composite("all", "shop/wep/quick")}).report.findings
        assert told(finding) == "error SLO201 13:56"
        assert finding.help == "did you mean `web`?"

    def test_where_an_objective_has_no_name_nobl9_gives_it_one(self) -> None:
        files = with_("web.yaml", "- name: quick\n      value", "- value")
        assert all_told(files) == []

    def test_a_broken_slo_is_told_and_what_is_made_of_it_is_not(self) -> None:
        assert all_told(with_("web.yaml", "target: 0.9", "target: 90")) == ["web.yaml error SLO110 12:15"]


class TestDuplicates:
    @pytest.mark.parametrize("name", WHOLE)
    def test_two_objects_of_a_kind_project_and_name_are_told_with_both_places(self, name: str) -> None:
        (finding,) = [
            finding for finding in read_set(WHOLE | {"z.yaml": WHOLE[name]}).report.findings if finding.rule == "SLO202"
        ]
        assert told(finding) == "error SLO202 3:18"
        assert finding.location.file == "z.yaml"
        assert f"first at {name}:3:18" in finding.message

    def test_objects_of_two_projects_or_kinds_may_share_a_name(self) -> None:
        files = {
            "a.yaml": written("Service", "cart"),
            "b.yaml": written("Service", "cart", project="store"),
            "c.yaml": written("AlertMethod", "cart"),
        }
        assert all_told(files) == []

    def test_duplicates_are_told_where_the_set_is_not_whole_too(self) -> None:
        text = written("Service", "cart")
        assert all_told({"a.yaml": text, "b.yaml": text}, PARTIAL) == ["b.yaml error SLO202 3:18"]


class TestCycles:
    def _cycles(self, *slos: str, surroundings: Surroundings = ALONE) -> list[str]:
        findings = read_set({f"{index:04}.yaml": text for index, text in enumerate(slos)}, surroundings).report.findings
        assert {finding.rule for finding in findings} <= {"SLO730"}
        return [
            f"{finding.location.file}:{finding.location.line} {finding.message.partition(': ')[2]}"
            for finding in findings
        ]

    def test_a_composite_of_itself(self) -> None:
        assert self._cycles(composite("a", "shop/a/all")) == ["0000.yaml:13 `a` → `a`"]

    def test_two_composites_of_each_other(self) -> None:
        pair = composite("a", "shop/b/all"), composite("b", "shop/a/all")
        assert self._cycles(*pair) == ["0001.yaml:13 `a` → `b` → `a`"]

    def test_cycles_are_cycles_where_the_set_is_not_whole_too(self) -> None:
        pair = composite("a", "shop/b/all"), composite("b", "shop/a/all")
        assert self._cycles(*pair, surroundings=PARTIAL) == ["0001.yaml:13 `a` → `b` → `a`"]

    def test_a_cycle_that_one_only_comes_upon(self) -> None:
        slos = composite("a", "shop/b/all"), composite("b", "shop/c/all"), composite("c", "shop/b/all")
        assert self._cycles(*slos) == ["0002.yaml:13 `b` → `c` → `b`"]

    def test_two_cycles_are_told_apart(self) -> None:
        slos = composite("a", "shop/b/all", "shop/c/all"), composite("b", "shop/a/all"), composite("c", "shop/a/all")
        assert self._cycles(*slos) == ["0001.yaml:13 `a` → `b` → `a`", "0002.yaml:13 `a` → `c` → `a`"]

    def test_a_cycle_through_another_project(self) -> None:
        slos = composite("a", "store/a/all"), composite("a", "shop/a/all", project="store")
        assert self._cycles(*slos) == ["0001.yaml:13 `a` → `a` → `a`"]

    def test_two_ways_to_one_slo_are_no_cycle(self) -> None:
        slos = composite("a", "shop/b/all", "shop/c/all"), composite("b", "shop/d/all"), composite("c", "shop/d/all")
        assert self._cycles(*slos, composite("d", "store/x/all")) == []

    def test_a_long_cycle_is_shown_in_part(self) -> None:
        count = 1500
        slos = [composite(f"s{index}", f"shop/s{(index + 1) % count}/all") for index in range(count)]
        assert self._cycles(*slos) == ["1499.yaml:13 `s0` → `s1` → `s2` → `s3` → `s4` → … → `s1499` → `s0`"]


def test_a_broken_file_leaves_the_others_readable() -> None:
    broken = WHOLE | {"broken.yaml": "apiVersion: [n9/v1alpha\n"}
    assert all_told(broken)[0].startswith("broken.yaml error SLO001")
    assert len(read_set(broken).slos) == 2


def test_many_lost_references_are_told_in_time() -> None:
    """Only the first of them are told what may be meant, since that compares every name with every other."""
    policies = "---\n".join(POLICY.replace("fast", f"policy-{index}") for index in range(300))
    lost = ", ".join(f"policy-{index}x" for index in range(300))
    findings = read_set({"a.yaml": policies, "b.yaml": SLO.replace("[fast]", f"[{lost}]")}).report.findings
    assert len(findings) == 300
    assert sum("did you mean" in finding.help for finding in findings) == 100
