"""SARIF: valid by the official schema, within what GitHub takes, and with fingerprints that survive moved lines."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator

from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Span
from slo_gate.core.validation_report import ValidationReport
from slo_gate.outputs import VALIDATION_OUTPUTS, validation_sarif
from slo_gate.outputs.links import rule_url
from slo_gate.outputs.style import Style
from slo_gate.rulebook import RULEBOOK
from tests.outputs.hostile import HOSTILE, hostile_validation
from tests.outputs.validations import PAGES, VALIDATION_REPORTS, finding, source_line
from tests.support.npm import SARIF

STYLE = Style(source_line=source_line, rules=PAGES)
FILE = ["kind: SLO", "spec:", "  - target: 99.9", "  - target: 98", "  - target: 99.9"]


def sarif(report: ValidationReport, style: Style = STYLE) -> Any:
    (run,) = json.loads(VALIDATION_OUTPUTS["sarif"].render(report, style))["runs"]
    return run


def of(*findings: Finding) -> ValidationReport:
    return ValidationReport(1, 1, 1, (), findings)


def reader(lines: list[str]) -> Callable[[str, int], str | None]:
    return lambda _file, line: lines[line - 1] if line <= len(lines) else None


def at(line: int, message: str = "the target is wrong", file: str = "slo/web.yaml", rule: str = "SLO110") -> Finding:
    return Finding(rule, Severity.ERROR, Location(file, Span(line, 5, line, 9)), message)


def marks(lines: list[str], *findings: Finding) -> list[str]:
    results = sarif(of(*findings), Style(source_line=reader(lines)))["results"]
    return [result["partialFingerprints"]["sloGate/v1"] for result in results]


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    return Draft4Validator(json.loads(SARIF.file("lib/schemas/sarif-2.1.0-rtm.5.json").read_bytes()))


class TestSchema:
    @pytest.mark.parametrize("name", VALIDATION_REPORTS)
    def test_a_report_is_valid(self, schema: Draft4Validator, name: str) -> None:
        text = VALIDATION_OUTPUTS["sarif"].render(VALIDATION_REPORTS[name], STYLE)
        assert [error.message for error in schema.iter_errors(json.loads(text))] == []

    def test_a_report_with_every_rule_is_valid(self, schema: Draft4Validator) -> None:
        text = VALIDATION_OUTPUTS["sarif"].render(VALIDATION_REPORTS["findings"], Style(rules=RULEBOOK))
        assert [error.message for error in schema.iter_errors(json.loads(text))] == []

    @pytest.mark.parametrize("text", HOSTILE, ids=ascii)
    def test_a_report_of_hostile_names_is_valid(self, schema: Draft4Validator, text: str) -> None:
        report = VALIDATION_OUTPUTS["sarif"].render(
            hostile_validation(text), Style(source_line=lambda _file, _line: text)
        )
        assert [error.message for error in schema.iter_errors(json.loads(report))] == []

    def test_another_form_is_refused(self, schema: Draft4Validator) -> None:
        log = json.loads(VALIDATION_OUTPUTS["sarif"].render(VALIDATION_REPORTS["findings"], STYLE))
        log["runs"][0]["results"][0]["level"] = "notice"
        assert len(list(schema.iter_errors(log))) == 1


class TestRules:
    @pytest.mark.parametrize(
        "rule", sarif(of(), Style(rules=RULEBOOK))["tool"]["driver"]["rules"], ids=lambda rule: rule["id"]
    )
    def test_a_rule_has_its_page(self, rule: dict[str, Any]) -> None:
        page = RULEBOOK[rule["id"]]
        assert rule["helpUri"] == rule_url(rule["id"])
        assert 0 < len(rule["fullDescription"]["text"]) <= 1_024
        for text in rule["help"].values():
            assert all(part in text for part in (page.why, "Wrong:", "Right:", "down or off"))
        assert rule["defaultConfiguration"]["enabled"] is page.on

    def test_a_long_page_is_cut_where_github_would_cut_it(self) -> None:
        pages = {"SLO104": PAGES["SLO104"]._replace(why="why " * 400)}
        (rule,) = sarif(of(), Style(rules=pages))["tool"]["driver"]["rules"]
        assert len(rule["fullDescription"]["text"]) == 1_024
        assert "why " * 400 in rule["help"]["text"]

    def test_a_result_points_to_its_rule(self) -> None:
        run = sarif(VALIDATION_REPORTS["findings"])
        ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        for result in run["results"]:
            assert "ruleIndex" not in result or ids[result["ruleIndex"]] == result["ruleId"]
        assert [result.get("ruleIndex") for result in run["results"]] == [0, 1, None]


class TestPlaces:
    @pytest.mark.parametrize(
        ("file", "uri"),
        [
            pytest.param("slo/web.yaml", "slo/web.yaml", id="a plain path"),
            pytest.param("slo/a b#c?d%.yaml", "slo/a%20b%23c%3Fd%25.yaml", id="what an address reads otherwise"),
            pytest.param("c:/web.yaml", "c%3A/web.yaml", id="a name that looks like a scheme"),
            pytest.param("日本.yaml", "%E6%97%A5%E6%9C%AC.yaml", id="another script"),
            pytest.param("../web.yaml", "../web.yaml", id="outside of the folder"),
            pytest.param("/srv/a b.yaml", "file:///srv/a%20b.yaml", id="from the root of the disk"),
        ],
    )
    def test_a_path_is_an_address(self, file: str, uri: str) -> None:
        (result,) = sarif(of(at(3, file=file)))["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}
        assert unquote(uri).removeprefix("file://") == file

    @pytest.mark.parametrize(
        ("span", "region"),
        [
            pytest.param(Span(3, 5, 3, 9), (3, 5, 3, 9), id="the end is one past the last character"),
            pytest.param(Span(3, 5, 4, 2), (3, 5, 4, 2), id="several lines"),
            pytest.param(Span(1, 1, 1, 1), (1, 1, 1, 1), id="a point"),
            pytest.param(Span(3, 5, 3, 2), (3, 5, 3, 5), id="an end before the start"),
        ],
    )
    def test_a_region_is_that_of_the_finding(self, span: Span, region: tuple[int, ...]) -> None:
        run = sarif(of(at(3)._replace(location=Location("slo/web.yaml", span))))
        found = run["results"][0]["locations"][0]["physicalLocation"]["region"]
        assert tuple(found[key] for key in ("startLine", "startColumn", "endLine", "endColumn")) == region
        assert run["columnKind"] == "unicodeCodePoints"

    def test_a_message_holds_no_link_of_others(self) -> None:
        (result,) = sarif(of(at(3, "`[click](https://evil.example)` is wrong")))["results"]
        assert result["message"]["text"] == "`[click] (https://evil.example)` is wrong"


class TestFingerprints:
    def test_lines_above_may_come_and_go(self) -> None:
        assert marks(FILE, at(4)) == marks(["# a comment", "", *FILE], at(6))

    def test_the_indentation_may_change(self) -> None:
        assert marks(FILE, at(4)) == marks([f"  {line}" for line in FILE], at(4))

    def test_the_message_may_change(self) -> None:
        assert marks(FILE, at(4)) == marks(FILE, at(4, "said in other words"))

    def test_equal_lines_are_numbered(self) -> None:
        first, second = marks(FILE, at(3), at(5))
        assert (first[-2:], second[-2:]) == (":1", ":2")
        assert first[:-2] == second[:-2]

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param(at(3), id="another line"),
            pytest.param(at(4, rule="SLO111"), id="another rule"),
            pytest.param(at(4, file="slo/shop.yaml"), id="another file"),
        ],
    )
    def test_another_finding_has_another(self, other: Finding) -> None:
        assert marks(FILE, at(4)) != marks(FILE, other)

    def test_the_message_stands_for_a_line_that_is_not_known(self) -> None:
        assert marks([], at(4)) == marks([], at(40))
        assert marks([], at(4)) != marks([], at(4, "another message"))

    def test_numbers_do_not_depend_on_severities(self) -> None:
        warned = at(3)._replace(severity=Severity.WARNING)
        assert marks(FILE, warned, at(5)) == marks(FILE, at(3), at(5))[::-1]

    def test_githubs_own_is_left_to_github(self) -> None:
        (result,) = sarif(of(at(3)))["results"]
        assert set(result["partialFingerprints"]) == {"sloGate/v1"}


def test_results_are_worst_first_and_no_more_than_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation_sarif, "MOST_RESULTS", 2)
    levels = (Severity.NOTICE, Severity.ERROR, Severity.WARNING, Severity.ERROR)
    run = sarif(of(*(finding(level, line=line) for line, level in enumerate(levels, 1))))
    places = [result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in run["results"]]
    assert places == [2, 4]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("2 more findings are left out here")


def test_a_run_without_a_look_at_the_files_is_no_success() -> None:
    assert sarif(of()._replace(invalid=True))["invocations"][0]["executionSuccessful"] is False
    assert sarif(of(at(3)))["invocations"][0]["executionSuccessful"] is True
