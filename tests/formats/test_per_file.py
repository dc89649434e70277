"""Files judged one by one are told the same as in their set, but by rules whose pages say that other files may decide."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from slo_gate.core.ports import Surroundings
from slo_gate.engine.silencing import undecided
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES
from tests.formats.subjects import SUBJECTS
from tests.support.corpus import ALONE, read_set
from tests.support.subject import Subject

APART = ALONE._replace(partial=True)
UNDECIDED = undecided([one.load() for one in FORMATS], RULES)


def name(subject: Subject) -> str:
    return subject.name


def parts(path: Path) -> Mapping[str, bytes]:
    """Each document of a file as a file of its own."""
    return {f"{number}.yaml": text for number, text in enumerate(path.read_bytes().split(b"\n---\n"))}


def found(files: Mapping[str, bytes], surroundings: Surroundings) -> set[tuple[str, str, int]]:
    findings = read_set(files, surroundings).report.findings
    return {(finding.rule, finding.location.file, finding.location.line) for finding in findings}


@pytest.mark.parametrize("subject", SUBJECTS, ids=name)
def test_what_is_not_told_of_a_file_by_itself_is_of_a_rule_that_others_may_decide(subject: Subject) -> None:
    for path in subject.corpus.files():
        files = parts(path)
        apart = {each for file, text in files.items() for each in found({file: text}, APART)}
        assert {rule for rule, _, _ in found(files, ALONE) - apart} <= UNDECIDED, path
