"""The marker: what it tells, and that nothing else is taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.github.marker import Stamp, is_marked, key_of, marked, same_text, stamp_of
from tests.support.properties import tried

SHA, OTHER = "a" * 40, "b" * 40
SHAS = st.from_regex(r"[0-9a-f]{40}", fullmatch=True)


@tried(100)
@given(st.text(), st.lists(st.text(), min_size=1), st.integers(1, 10**18), SHAS)
def test_marker_is_read_back_from_any_body(body: str, parts: list[str], run: int, sha: str) -> None:
    key, stamp = key_of(*parts), Stamp(run, sha)
    comment = marked(body, key, stamp)
    assert is_marked(comment, key)
    assert stamp_of(comment) == stamp
    assert comment.partition("\n")[2] == body
    assert not is_marked(comment, key_of(*parts, "x"))


def test_key_tells_apart_where_its_parts_begin() -> None:
    assert len({key_of("a", "b"), key_of("ab"), key_of("a", "", "b"), key_of("b", "a")}) == 4


@pytest.mark.parametrize("key", ["", "a b", "-->", "a\n", "x" * 65, "ü"])
def test_key_that_could_end_the_marker_is_our_own_bug(key: str) -> None:
    with pytest.raises(ValueError, match=f"^{key}$"):
        marked("body", key, Stamp())


@pytest.mark.parametrize(
    ("first_line", "stamp"),
    [
        ("", Stamp()),
        ("<!-- run 7 of main -->", Stamp()),
        (f"<!-- run {'9' * 21} of {SHA} -->", Stamp()),
        (f"<!-- run 7 of {SHA} -->", Stamp(7, SHA)),
    ],
    ids=["none", "of no commit", "of an impossible run", "of a run"],
)
def test_stamp_is_read_only_where_a_run_wrote_it(first_line: str, stamp: Stamp) -> None:
    assert stamp_of(f"<!-- slo-gate:k -->{first_line}\nbody") == stamp


def test_stamp_in_the_body_is_text() -> None:
    assert stamp_of(f"<!-- slo-gate:k -->\n<!-- run 7 of {SHA} -->") == Stamp()


@pytest.mark.parametrize(
    ("there", "ours", "outdated"),
    [
        pytest.param(Stamp(8, OTHER), Stamp(7, SHA), True, id="a later run of another commit"),
        pytest.param(Stamp(6, OTHER), Stamp(7, SHA), False, id="an earlier run of another commit"),
        pytest.param(Stamp(8, SHA), Stamp(7, SHA), False, id="a later run of the same commit"),
        pytest.param(Stamp(), Stamp(7, SHA), False, id="an unknown run"),
        pytest.param(Stamp(8, OTHER), Stamp(), False, id="a run, where ours has no number"),
    ],
)
def test_comment_outdates_a_run_where_it_is_from(there: Stamp, ours: Stamp, outdated: bool) -> None:
    assert there.outdates(ours) is outdated


def test_text_is_the_same_whatever_wrote_it() -> None:
    assert same_text("<!-- 1 -->\r\na\r\nb\r\n", "<!-- 2 -->\na\nb")
    assert not same_text("<!-- 1 -->\na", "<!-- 1 -->\nb")
