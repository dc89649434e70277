"""Each rule has a folder: what it tells, to the column, and what looks alike and is right."""

from pathlib import Path

import pytest

from slo_gate import documents
from slo_gate.config.validating import read_validation
from slo_gate.core.duration import Duration
from slo_gate.core.ports import Rule, Surroundings
from slo_gate.core.validation import Validation
from slo_gate.engine.validation import Reading
from slo_gate.rules import RULES
from tests.support.corpus import expected, read_set, told

CORPUS = Path(__file__).parent / "corpus"
ELSEWHERE = ("SLO112", "SLO113", "SLO114", "SLO7")
"""Rules that the corpora of formats show."""

RULED = [rule for rule in RULES if not rule.ID.startswith(ELSEWHERE)]


def files(folder: str) -> list[Path]:
    return sorted(CORPUS.glob(f"*/{folder}/*.yaml"))


def name(path: Path) -> str:
    return path.relative_to(CORPUS).as_posix()


def rule_name(rule: Rule) -> str:
    return rule.ID


def validation_of(folder: Path) -> Validation:
    """What `validate.yaml` in a rule's folder asks for, where there is one."""
    settings = folder / "validate.yaml"
    return read_validation(documents.parse(settings.read_bytes(), "").documents[0].root if settings.exists() else None)


def read(path: Path) -> Reading:
    validation = validation_of(path.parents[1])
    return read_set({path.name: path.read_bytes()}, Surroundings(Duration(30, "d"), validation=validation))


@pytest.mark.parametrize("path", files("bad"), ids=name)
def test_a_bad_file_is_told_what_it_expects_and_nothing_else(path: Path) -> None:
    findings = read(path).report.findings
    wanted = expected(path)
    assert sorted(told(finding) for finding in findings) == sorted(each.told for each in wanted)
    assert [each for each in wanted if not any(each.meets(finding) for finding in findings)] == []
    assert {finding.rule for finding in findings} == {path.parents[1].name}


@pytest.mark.parametrize("path", files("good"), ids=name)
def test_a_good_file_is_told_nothing(path: Path) -> None:
    reading = read(path)
    assert [f"{told(finding)} {finding.message}" for finding in reading.report.findings] == []
    assert reading.slos


@pytest.mark.parametrize("path", files("bad"), ids=name)
def test_every_finding_has_its_way_out(path: Path) -> None:
    assert all(finding.help for finding in read(path).report.findings)


@pytest.mark.parametrize("rule", RULED, ids=rule_name)
@pytest.mark.parametrize("folder", ["good", "bad"])
def test_every_rule_has_two_files_of_each_sort(rule: Rule, folder: str) -> None:
    assert len(list((CORPUS / rule.ID / folder).glob("*.yaml"))) >= 2


@pytest.mark.parametrize("rule", RULED, ids=rule_name)
def test_every_severity_of_a_rule_is_shown(rule: Rule) -> None:
    told_of = {each.told.split()[0] for path in (CORPUS / rule.ID / "bad").glob("*.yaml") for each in expected(path)}
    assert told_of == {str(severity) for severity in rule.PAGE.severities}


@pytest.mark.parametrize("rule", [rule for rule in RULED if not rule.PAGE.on], ids=rule_name)
def test_what_a_team_requires_is_off_where_nothing_is_asked(rule: Rule) -> None:
    for path in (CORPUS / rule.ID / "bad").glob("*.yaml"):
        assert read_set({path.name: path.read_bytes()}).report.findings == ()


def test_every_folder_is_that_of_a_rule() -> None:
    assert {path.name for path in CORPUS.iterdir()} == {rule.ID for rule in RULED}
