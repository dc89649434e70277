"""Files of the corpus with slips in them: what `--fix` writes is the sound file again, but for what people must decide."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.nobl9.files import CORPUS as NOBL9
from tests.formats.openslo.v1.files import CORPUS as OPENSLO
from tests.formats.sloth.files import CORPUS as SLOTH
from tests.support.fixing import findings, fixed_text
from tests.support.properties import tried
from tests.support.slips import Slipped, slipped

CORPORA = (OPENSLO, SLOTH, NOBL9)
SOUND = [path.read_bytes().decode("utf-8-sig") for corpus in CORPORA for path in corpus.files("valid")]
INVALID = [pytest.param(path, id=corpus.name(path)) for corpus in CORPORA for path in corpus.files("invalid")]


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
def test_no_file_has_more_errors_than_slips_and_most_have_none(file: Slipped) -> None:
    left = [finding for finding in findings(fixed_text(file.text)) if finding.is_error]
    before = [finding for finding in findings(file.text) if finding.is_error]
    assert len(left) <= len(before)


@tried(100)
@given(st.sampled_from(SOUND))
def test_a_sound_file_is_left_alone(text: str) -> None:
    assert fixed_text(text) == text


@pytest.mark.parametrize("path", INVALID)
def test_every_invalid_file_is_sounder_after_it_and_the_same_where_nothing_was_fixable(path: Path) -> None:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return
    before = findings(text)
    after = fixed_text(text)
    assert (after == text) is not any(finding.fix for finding in before)
    assert fixed_text(after) == after
    assert len(findings(after)) <= len(before)
