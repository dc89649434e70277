"""What is Pyrra's and what is not, and what holds between files."""

import pytest

from tests.support.corpus import read_set, told

UP = """\
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: up, namespace: desk}
spec: {target: "99", window: 4w, indicator: {bool_gauge: {metric: up}}}
"""


def all_told(files: dict[str, str]) -> list[str]:
    findings = read_set(files).report.findings
    return [f"{finding.location.file} {told(finding)}" for finding in findings]


class TestRecognition:
    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(UP.replace("pyrra.dev/v1alpha1", "sre.google.com/v2"), id="slo-generator's kind of the same name"),
            pytest.param(UP.replace("pyrra.dev/v1alpha1", "pyrra.dev/v1"), id="another version"),
            pytest.param(UP.replace("apiVersion: pyrra.dev/v1alpha1\n", ""), id="no version"),
        ],
    )  # fmt: skip
    def test_what_is_built_like_an_objective_is_told_and_not_read(self, text: str) -> None:
        reading = read_set({"slo.yaml": text})
        assert reading.slos == ()
        assert reading.report.objects == 1
        assert {finding.rule for finding in reading.report.findings} <= {"SLO010", "SLO102"}

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(
                "apiVersion: v1\nkind: ConfigMap\nspec: {target: a, window: b, indicator: {led: green}}\n",
                id="another thing with an indicator",
            ),
            pytest.param("apiVersion: v1\nkind: ConfigMap\nspec: {indicator: {ratio: {}}}\n", id="a ratio without a target"),
        ],
    )  # fmt: skip
    def test_what_is_built_otherwise_is_left_alone(self, text: str) -> None:
        report = read_set({"slo.yaml": text}).report
        assert report.findings == ()
        assert report.objects == 0


class TestNames:
    def test_one_name_twice_in_a_folder_is_told_with_both_places(self) -> None:
        (finding,) = read_set({"slo/a.yaml": UP, "slo/b.yaml": UP}).report.findings
        assert told(finding) == "error SLO202 3:18"
        assert finding.location.file == "slo/b.yaml"
        assert "first at slo/a.yaml:3:18" in finding.message

    def test_a_third_one_is_told_too(self) -> None:
        assert all_told({"a.yaml": UP, "b.yaml": UP, "c.yaml": UP}) == [
            "b.yaml error SLO202 3:18",
            "c.yaml error SLO202 3:18",
        ]

    def test_two_folders_may_be_for_two_clusters(self) -> None:
        assert all_told({"north/up.yaml": UP, "south/up.yaml": UP}) == []

    def test_two_namespaces_may_share_a_name(self) -> None:
        assert all_told({"a.yaml": UP, "b.yaml": UP.replace("desk", "shop")}) == []


def test_a_broken_file_leaves_the_others_readable() -> None:
    reading = read_set({"a.yaml": UP, "b.yaml": UP.replace("99", "NaN").replace("name: up", "name: other")})
    assert [slo.name for slo in reading.slos] == ["up"]
    assert [finding.rule for finding in reading.report.findings] == ["SLO104"]


def test_each_of_a_list_s_objectives_but_the_first_is_ignored_by_pyrra() -> None:
    items = [UP, UP.replace("name: up", "name: other").replace("metric: up", "metric: probe_success")]
    text = "".join("- " + one.replace("\n", "\n  ").rstrip(" ") for one in items)
    assert all_told({"list.yaml": text}) == ["list.yaml warning SLO710 5:3"]
