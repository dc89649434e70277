"""Each difference of a dialect from OpenSLO's text holds in the dialect, and the text holds elsewhere.

A file named after the difference shows it: `taken` is what the text refuses, `refused` what it allows.
"""

import re
from pathlib import Path

import pytest

from slo_gate.core.dialect import Dialect
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Finding
from slo_gate.core.ports import Surroundings
from slo_gate.core.validation import Validation
from slo_gate.engine.validation import Reading
from slo_gate.formats.openslo.dialects import MEANINGS, REFUSED, TAKEN
from slo_gate.formats.openslo.differences import Refused, Taken
from tests.support.corpus import expected, read_set, told

FOLDER = Path(__file__).parent
DIFFERENCES: tuple[Taken | Refused, ...] = (*TAKEN, *REFUSED)
BY_THE_TEXT = [one for one in TAKEN if one.dialect is Dialect.SPEC]
BY_OTHERS = [one for one in TAKEN if one.dialect is not Dialect.SPEC]
WARNED_OF = "SLO743"


def path_of(one: Taken | Refused) -> Path:
    slug = re.sub(r"[^a-z0-9.]+", "-", one.title.lower()).strip("-")
    return FOLDER / one.dialect / ("taken" if isinstance(one, Taken) else "refused") / f"{slug}.yaml"


def name(one: Taken | Refused) -> str:
    return path_of(one).relative_to(FOLDER).as_posix()


def read_in(dialect: Dialect, one: Taken | Refused) -> Reading:
    """By itself: what it refers to need not be there."""
    surroundings = Surroundings(Duration(30, "d"), partial=True, validation=Validation(dialect))
    return read_set({"slo.yaml": path_of(one).read_bytes()}, surroundings)


def errors_in(dialect: Dialect, one: Taken | Refused) -> list[Finding]:
    return [finding for finding in read_in(dialect, one).report.findings if finding.is_error]


def told_by_the_text(one: Taken | Refused) -> list[Finding]:
    """Errors, and the warnings of what the text takes beside itself."""
    return [each for each in read_in(Dialect.SPEC, one).report.findings if each.is_error or each.rule == WARNED_OF]


def unmet(one: Taken | Refused, findings: list[Finding]) -> list[str]:
    wanted = expected(path_of(one))
    if sorted(each.told for each in wanted) != sorted(told(finding) for finding in findings):
        return [f"{told(finding)} {finding.message}" for finding in findings] or ["nothing"]
    return [str(each) for each in wanted if not any(each.meets(finding) for finding in findings)]


def test_every_difference_has_its_file_and_every_file_its_difference() -> None:
    assert {path_of(one) for one in DIFFERENCES} == set(FOLDER.glob("*/*/*.yaml"))
    assert len({path_of(one) for one in DIFFERENCES}) == len(DIFFERENCES)


def test_every_dialect_is_explained_and_differs_from_the_text() -> None:
    assert set(MEANINGS) == set(Dialect)
    assert {one.dialect for one in DIFFERENCES} == set(Dialect)


@pytest.mark.parametrize("one", BY_OTHERS, ids=name)
def test_what_a_dialect_takes_is_told_by_the_text_which_names_the_dialect(one: Taken) -> None:
    assert unmet(one, told_by_the_text(one)) == []
    assert all(f"`--dialect {one.dialect}` takes it" in finding.help for finding in told_by_the_text(one))


@pytest.mark.parametrize("one", BY_OTHERS, ids=name)
def test_what_a_dialect_takes_has_no_warning_in_it(one: Taken) -> None:
    assert WARNED_OF not in {finding.rule for finding in read_in(one.dialect, one).report.findings}


@pytest.mark.parametrize("dialect", [Dialect.GO_SDK, Dialect.OSKO])
@pytest.mark.parametrize("one", BY_THE_TEXT, ids=name)
def test_what_the_text_takes_beside_itself_is_warned_of_and_refused_elsewhere(one: Taken, dialect: Dialect) -> None:
    assert unmet(one, told_by_the_text(one)) == []
    assert errors_in(dialect, one)
    assert all("`--dialect spec` takes it" in finding.help for finding in errors_in(dialect, one))


@pytest.mark.parametrize("one", TAKEN, ids=name)
def test_what_a_dialect_takes_is_read(one: Taken) -> None:
    reading = read_in(one.dialect, one)
    assert [finding for finding in reading.report.findings if finding.is_error] == []
    if one.kind == "SLO":
        assert len(reading.slos) == 1


@pytest.mark.parametrize("one", REFUSED, ids=name)
def test_what_a_dialect_refuses_is_told_in_it(one: Refused) -> None:
    assert unmet(one, errors_in(one.dialect, one)) == []
    assert all("`--dialect spec` takes it" in finding.help for finding in errors_in(one.dialect, one))
    assert read_in(one.dialect, one).slos == ()


@pytest.mark.parametrize("one", REFUSED, ids=name)
def test_what_a_dialect_refuses_is_taken_by_the_text(one: Refused) -> None:
    assert errors_in(Dialect.SPEC, one) == []


@pytest.mark.parametrize("one", DIFFERENCES, ids=name)
def test_a_difference_shows_what_it_is_about(one: Taken | Refused) -> None:
    """The documentation's example is a part of what the file holds, as far as its keys go."""
    keys = re.findall(r"^\W*(\w+):", one.example, re.MULTILINE)
    assert all(f"{key}:" in path_of(one).read_text(encoding="utf-8") for key in keys)
