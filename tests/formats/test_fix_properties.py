"""Files of the corpus with slips in them: what `--fix` writes is the sound file again, but for what people must decide."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.subjects import SUBJECTS
from tests.support.fixing import findings, fixed_text
from tests.support.properties import tried
from tests.support.slips import Slipped, slipped

SOUND = [path.read_bytes().decode("utf-8-sig") for one in SUBJECTS for path in one.corpus.files("valid")]
REVEALED = {"openslo/v1alpha/invalid/the-window-of-v1.yaml": "the right key shows what is wrong below it"}


def invalid_texts() -> Iterator[tuple[str, str]]:
    """All but those that are wrong for being no text."""
    for subject in SUBJECTS:
        for path in subject.corpus.files("invalid"):
            with suppress(UnicodeDecodeError):
                yield f"{subject.name}/{subject.corpus.name(path)}", path.read_bytes().decode()


INVALID = [pytest.param(name, text, id=name) for name, text in invalid_texts()]


def errors(text: str) -> int:
    return sum(finding.is_error for finding in findings(text))


@tried(300)
@given(slipped(SOUND))
def test_nothing_changes_but_slips_into_what_was_there(file: Slipped) -> None:
    assert file.mended_somewhere(fixed_text(file.text))


@tried(300)
@given(slipped(SOUND))
def test_what_was_fixed_needs_no_fix_and_is_not_changed_again(file: Slipped) -> None:
    text = fixed_text(file.text)
    assert [finding for finding in findings(text) if finding.fix] == []
    assert fixed_text(text) == text


@tried(300)
@given(slipped(SOUND))
def test_no_file_has_more_errors_than_some_of_its_slips_make(file: Slipped) -> None:
    """Those that are left, most often none; a fix may show what was hidden, such as that of a wrong `kind`."""
    some = chain.from_iterable(combinations(file.slips, count) for count in range(len(file.slips) + 1))
    made = [errors(Slipped(file.sound, slips).text) for slips in some]
    assert errors(fixed_text(file.text)) <= max(made)


@tried(100)
@given(st.sampled_from(SOUND))
def test_a_sound_file_is_left_alone(text: str) -> None:
    assert fixed_text(text) == text


@pytest.mark.parametrize(("name", "text"), INVALID)
def test_every_invalid_file_is_sounder_after_it_and_the_same_where_nothing_was_fixable(name: str, text: str) -> None:
    before = findings(text)
    after = fixed_text(text)
    assert (after == text) is not any(finding.fix for finding in before)
    assert fixed_text(after) == after
    assert (len(findings(after)) > len(before)) is (name in REVEALED)
