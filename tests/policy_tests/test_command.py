"""`slo-gate test`: what it finds, prints and returns."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.program import called
from tests.support.schemas import validator

CONFIG = """\
version: 1
rules:
  - {name: spent, when: {remaining_at_most: 0%}, then: fail}
  - {name: blind, when: {coverage_below: 90%}, then: warn}
"""
RIGHT = (
    "version: 1\ntests:\n  - name: spent fails\n    given: {remaining: 0%}\n    expect: {verdict: fail, rule: spent}\n"
)
WRONG = RIGHT.replace("verdict: fail", "verdict: pass")
BROKEN = RIGHT.replace("remaining", "remainig")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".slo-gate.yaml").write_text(CONFIG)
    (tmp_path / "policy").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("text", "options", "code", "fragment"),
    [
        pytest.param(RIGHT, [], 0, "1 policy test: 1 pass, 0 fail, exit 0", id="what is expected"),
        pytest.param(WRONG, [], 1, "the verdict is fail, where pass is expected", id="something else"),
        pytest.param(WRONG, [], 1, "    expect: {verdict: pass, rule: spent}\n  |             ^^^", id="shown in its line"),
        pytest.param(RIGHT, [], 0, "no test reaches the rule: blind (.slo-gate.yaml:4)", id="a rule that is not reached"),
        pytest.param(RIGHT, ["--require-coverage"], 1, "exit 1", id="a rule that must be reached"),
        pytest.param(BROKEN, [], 2, "did you mean `remaining`?", id="a broken file"),
    ],
)  # fmt: skip
def test_it_says_what_it_found(folder: Path, text: str, options: list[str], code: int, fragment: str) -> None:
    (folder / "policy" / "a.slo-gate-test.yaml").write_text(text)
    done = called("test", *options, cwd=folder)
    assert (done.code, done.err) == (code, "")
    assert fragment in done.out


@pytest.mark.parametrize("text", [RIGHT, WRONG, BROKEN])
def test_its_report_fits_its_schema_and_says_how_it_ends(folder: Path, text: str) -> None:
    (folder / "a.yaml").write_text(text)
    done = called("test", "a.yaml", "--format", "json", "--output", "junit=junit.xml", cwd=folder)
    report = json.loads(done.out)
    assert list(validator("report-test.v1.json").iter_errors(report)) == []
    assert report["exit_code"] == done.code
    assert int(ET.parse(folder / "junit.xml").getroot().get("failures", "0")) == (text != RIGHT)


@pytest.mark.parametrize("path", [".", "policy", "policy/*", "policy/a.slo-gate-test.yaml", ""])
def test_tests_are_found(folder: Path, path: str) -> None:
    (folder / "policy" / "a.slo-gate-test.yaml").write_text(RIGHT)
    (folder / "other.yaml").write_text("a: 1\n")
    assert called("test", *([path] if path else []), cwd=folder).code == 0


def test_the_configuration_says_where_they_are(folder: Path) -> None:
    (folder / ".slo-gate.yaml").write_text(CONFIG + "tests: [policy/*.yml]\n")
    (folder / "policy" / "a.yml").write_text(WRONG)
    assert called("test", cwd=folder).code == 1


def test_without_a_test_it_does_not_pass(folder: Path) -> None:
    done = called("test", cwd=folder)
    assert done.code == 2
    assert "there is no policy test" in done.err


class TestTheSet:
    """`validate` of a whole set, as the hook slo-gate-set runs it."""

    SLO = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: checkout}\nspec: {}\n"

    @pytest.fixture
    def listed(self, folder: Path) -> Path:
        (folder / ".slo-gate.yaml").write_text(CONFIG + "slos: [slo]\ntests: [policy/*.yaml]\n")
        (folder / "slo").mkdir()
        (folder / "slo" / "service.yaml").write_text(self.SLO)
        return folder

    @pytest.mark.parametrize(
        ("text", "code", "fragment"),
        [
            pytest.param(RIGHT, 0, "no findings", id="tests that pass"),
            pytest.param(WRONG, 1, "error[SLO014]: the policy test 'spent fails'", id="a test that fails"),
            pytest.param(BROKEN, 1, "did you mean `remaining`?", id="a broken file"),
        ],
    )
    def test_tries_the_tests_that_are_listed(self, listed: Path, text: str, code: int, fragment: str) -> None:
        (listed / "policy" / "a.yaml").write_text(text)
        done = called("validate", cwd=listed)
        assert done.code == code, done.out + done.err
        assert fragment in done.out

    @pytest.mark.parametrize("options", [["--per-file"], ["slo/service.yaml"]])
    def test_a_part_of_it_tries_none(self, listed: Path, options: list[str]) -> None:
        (listed / "policy" / "a.yaml").write_text(WRONG)
        assert called("validate", *options, cwd=listed).code == 0
