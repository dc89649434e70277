"""What holds between files: references into the shared configuration, names, and what is left unsaid without one."""

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.ports import Surroundings
from tests.formats.slo_generator.files import CONFIG, SLO, WHOLE
from tests.support.corpus import ALONE, read_set, told

PARTIAL = Surroundings(Duration(30, "d"), partial=True)
TWIN = SLO.replace("name: web", "name: web # again")


def all_told(files: dict[str, str], surroundings: Surroundings = ALONE) -> list[str]:
    findings = read_set(files, surroundings).report.findings
    return [f"{finding.location.file} {told(finding)}" for finding in findings]


def with_slo(old: str, new: str) -> dict[str, str]:
    assert SLO.count(old) == 1
    return WHOLE | {"slo/web.yaml": SLO.replace(old, new)}


def with_config(old: str, new: str) -> dict[str, str]:
    assert CONFIG.count(old) == 1
    return WHOLE | {"shared/config.yaml": CONFIG.replace(old, new)}


def test_an_slo_and_the_configuration_it_needs_are_right() -> None:
    reading = read_set(WHOLE)
    assert reading.report.findings == ()
    assert reading.report.objects == 2
    assert [slo.name for slo in reading.slos] == ["web"]


def test_the_order_of_the_files_means_nothing() -> None:
    assert read_set(dict(reversed(WHOLE.items()))).slos == read_set(WHOLE).slos


BROKEN = [
    pytest.param("backend: prometheus", "backend: prometheus/eu", "9:12", "did you mean `prometheus`?", id="a backend"),
    pytest.param("[cloudevent]", "[cloudevents]", "11:15", "did you mean `cloudevent`?", id="an exporter"),
    pytest.param("[cloudevent]", "[cloudevent, pubsub]", "11:27", "one that is: cloudevent", id="a second exporter"),
    pytest.param("policy: short", "policy: shrot", "12:24", "did you mean `short`?", id="a policy"),
    pytest.param("  error_budget_policy: short\n", "", "4:9", "one that is: short", id="the policy `default`"),
]


@pytest.mark.parametrize(("old", "new", "place", "hint"), BROKEN)
def test_a_reference_to_what_the_configuration_lacks_is_told_where_it_stands(
    old: str, new: str, place: str, hint: str
) -> None:
    (finding,) = read_set(with_slo(old, new)).report.findings
    assert told(finding) == f"error SLO201 {place}"
    assert hint in finding.help


@pytest.mark.parametrize(("old", "new", "place", "hint"), BROKEN)
@pytest.mark.parametrize("alone", ["where the set is not whole", "where no configuration is there"])
def test_nothing_is_said_of_references(alone: str, old: str, new: str, place: str, hint: str) -> None:
    del place, hint
    files, surroundings = with_slo(old, new), PARTIAL
    if alone == "where no configuration is there":
        files, surroundings = {"slo/web.yaml": files["slo/web.yaml"]}, ALONE
    assert [line for line in all_told(files, surroundings) if "SLO201" in line] == []


def test_a_section_that_no_configuration_has_is_not_judged() -> None:
    policies = CONFIG[CONFIG.index("error_budget_policies") :]
    assert all_told(with_slo("prometheus", "datadog/eu") | {"shared/config.yaml": policies}) == [
        "slo/web.yaml error SLO102 13:3",
        "slo/web.yaml error SLO102 13:3",
        "slo/web.yaml error SLO101 14:5",
        "slo/web.yaml error SLO101 15:5",
    ]


def test_a_reference_with_a_variable_in_it_is_not_judged() -> None:
    assert all_told(with_slo("backend: prometheus", "backend: prometheus/${REGION}")) == []


def test_a_set_may_have_a_configuration_for_each_environment() -> None:
    other = CONFIG.replace("prometheus:", "prometheus/eu:").replace("short:", "default:")
    assert all_told(with_slo("backend: prometheus", "backend: prometheus/eu") | {"eu.yaml": other}) == []


def test_a_class_is_judged_in_the_configuration_where_there_is_one() -> None:
    files = with_config("prometheus:", "promtheus:") | {"slo/web.yaml": SLO.replace("prometheus", "promtheus")}
    assert all_told(files) == ["shared/config.yaml warning SLO727 2:3"]


def test_default_exporters_are_those_of_their_own_configuration() -> None:
    elsewhere = {
        "export.yaml": "default_exporters: [cloudevent]\nexporters: {pubsub: {project_id: p, topic_name: t}}\n"
    }
    for surroundings in (ALONE, PARTIAL):
        assert all_told(WHOLE | elsewhere, surroundings) == ["export.yaml error SLO201 1:21"]


class TestDuplicates:
    def test_two_slos_of_one_name_are_told_with_both_places(self) -> None:
        (finding,) = read_set(WHOLE | {"slo/zwin.yaml": TWIN}).report.findings
        assert told(finding) == "error SLO202 4:9"
        assert finding.location.file == "slo/zwin.yaml"
        assert "first at slo/web.yaml:4:9" in finding.message

    def test_a_third_one_is_told_too_even_where_the_set_is_not_whole(self) -> None:
        assert all_told({"a.yaml": SLO, "b.yaml": SLO, "c.yaml": SLO}, PARTIAL) == [
            "b.yaml error SLO202 4:9",
            "c.yaml error SLO202 4:9",
        ]

    def test_an_slo_of_another_version_is_no_twin(self) -> None:
        assert all_told(WHOLE | {"old.yaml": SLO.replace("/v2", "/v3")}) == ["old.yaml error SLO010 1:13"]


def test_a_broken_configuration_leaves_the_slos_readable() -> None:
    reading = read_set(with_config("window: 3600", "window: 1h"))
    assert [finding.rule for finding in reading.report.findings] == ["SLO103"]
    assert [str(slo.window.duration) for slo in reading.slos] == ["30d"]
