"""The files of every format's corpus: what they are told, to the column, what is read of them, and by whom."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from slo_gate.engine.validation import Reading
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES
from tests.formats.subjects import SUBJECTS
from tests.support.corpus import FOLDERS, SELF_EVIDENT, objects
from tests.support.subject import Subject

BY_NAME = pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
FILES = [
    pytest.param(subject, path, id=f"{subject.name}/{subject.corpus.name(path)}")
    for subject in SUBJECTS
    for path in subject.corpus.files()
]


def folder_of(path: Path) -> str:
    return path.parent.name


def unexpected(subject: Subject, path: Path, reading: Reading) -> object:
    return subject.corpus.unexpected(path, reading)


def out_of_its_folder(_subject: Subject, path: Path, reading: Reading) -> object:
    return {finding.severity for finding in reading.report.findings} ^ FOLDERS[folder_of(path)]


def without_a_way_out(_subject: Subject, _path: Path, reading: Reading) -> object:
    findings = reading.report.findings
    return [finding.message for finding in findings if not finding.help and finding.rule not in SELF_EVIDENT]


def unlike_its_schema(subject: Subject, path: Path, _reading: Reading) -> object:
    disagreements = subject.agreement.disagreements(path)
    beyond = subject.corpus.name(path) in subject.beyond_a_schema
    return bool(disagreements) is not beyond and (disagreements or "a schema refuses it after all")


def objects_left_out(_subject: Subject, path: Path, reading: Reading) -> object:
    """Unless there is an error, which an object may be behind."""
    if folder_of(path) == "invalid":
        return None
    ours = [root for root in objects(path.read_bytes()) if any(one.recognises(root) for one in FORMATS)]
    return len(ours) != reading.report.objects and (len(ours), reading.report.objects)


def slos_left_out(subject: Subject, path: Path, reading: Reading) -> object:
    if folder_of(path) == "invalid":
        return None
    written = 0 if subject.corpus.name(path) in subject.unread else len(_slos(subject, path))
    return len(reading.slos) != written and (len(reading.slos), written)


def slos_of_another_format(subject: Subject, _path: Path, reading: Reading) -> object:
    return {slo.format for slo in reading.slos} - {subject.format.NAME}


CLAIMS: Mapping[str, Callable[[Subject, Path, Reading], object]] = {
    "it is told what it expects and nothing else": unexpected,
    "its folder holds what its name says": out_of_its_folder,
    "every slip of a shape but a wrong type has its way out": without_a_way_out,
    "its schema refuses it where validate does": unlike_its_schema,
    "every object of a file without errors is counted": objects_left_out,
    "every SLO of a file without errors is read": slos_left_out,
    "its SLOs are of its own format": slos_of_another_format,
}
"""Each answers what is wrong with a file, or nothing."""


@pytest.mark.parametrize(("subject", "path"), FILES)
def test_every_claim_about_a_file_holds(subject: Subject, path: Path) -> None:
    reading = subject.corpus.read(path)
    wrong = {claim: find(subject, path, reading) for claim, find in CLAIMS.items()}
    assert {claim: found for claim, found in wrong.items() if found} == {}


@BY_NAME
def test_a_corpus_has_files_of_every_sort_and_slos_to_read(subject: Subject) -> None:
    assert all(subject.corpus.files(folder) for folder in FOLDERS)
    assert any(_slos(subject, path) for path in subject.corpus.files("valid"))
    assert set(subject.unread) <= {subject.corpus.name(path) for path in subject.corpus.files("doubtful")}


@BY_NAME
def test_a_valid_file_is_recognised_by_its_own_format_and_by_no_other(subject: Subject) -> None:
    """OpenSLO v1 is asked last of its versions, and takes what the others leave."""
    others = [one.format for one in SUBJECTS if one.format is not subject.format and one.name != "openslo/v1"]
    ours = list(subject.recognised("valid"))
    assert ours
    assert all(next(one for one in FORMATS if one.recognises(root)) is subject.format for root in ours)
    assert not any(one.recognises(root) for root in ours for one in others)


@BY_NAME
def test_every_rule_of_a_format_is_shown_in_each_of_its_severities(subject: Subject) -> None:
    """By a file of some corpus: versions of a format share rules."""
    ruled = {
        (rule, str(severity)) for rule, page in subject.format.load().PAGES.items() for severity in page.severities
    }
    assert ruled
    assert ruled - _shown() == set()


def test_every_rule_about_the_slos_of_one_format_is_shown_in_each_of_its_severities() -> None:
    ruled = {(rule.ID, str(each)) for rule in RULES if rule.ID.startswith("SLO7") for each in rule.PAGE.severities}
    assert ruled
    assert ruled - _shown() == set()


def test_every_format_is_tested_here() -> None:
    assert {id(subject.format) for subject in SUBJECTS} == {id(one) for one in FORMATS}
    assert len({subject.name for subject in SUBJECTS}) == len(SUBJECTS)


def test_every_corpus_is_that_of_a_format() -> None:
    assert set(Path(__file__).parent.rglob("corpus")) == {subject.corpus.root for subject in SUBJECTS}


def _slos(subject: Subject, path: Path) -> list[bytes]:
    return re.findall(subject.slo, path.read_bytes(), re.MULTILINE)


def _shown() -> set[tuple[str, str]]:
    return set().union(*(subject.corpus.shown() for subject in SUBJECTS))
