"""Which known word a misspelt one must mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.spelling import slip_of
from tests.support.properties import tried

KEYS = ("target", "targetPercent", "timeSliceTarget", "timeSliceWindow", "indicator", "indicatorRef", "op", "value")
METHODS = ("Occurrences", "Timeslices", "RatioTimeslices")
WORD = st.text("abcdeABCDE-_ ", max_size=12)


@pytest.mark.parametrize(
    ("text", "known", "meant"),
    [
        pytest.param("taget", KEYS, "target", id="one letter too few"),
        pytest.param("targget", KEYS, "target", id="one letter too many"),
        pytest.param("tarhet", KEYS, "target", id="another letter"),
        pytest.param("tagret", KEYS, "target", id="two letters changed places"),
        pytest.param("target_percent", KEYS, "targetPercent", id="another style"),
        pytest.param("TARGETPERCENT", KEYS, "targetPercent", id="capitals"),
        pytest.param("Time-Slice Targt", KEYS, "timeSliceTarget", id="another style and a slip"),
        pytest.param("OP", KEYS, "op", id="a short word in capitals"),
        pytest.param("oq", KEYS, "", id="a slip in a short word"),
        pytest.param("tagrte", KEYS, "", id="two slips"),
        pytest.param("targetP", KEYS, "target", id="a letter behind"),
        pytest.param("goal", KEYS, "", id="another word"),
        pytest.param("", KEYS, "", id="nothing"),
        pytest.param("timeslices", METHODS, "Timeslices", id="a word that another ends with"),
        pytest.param("LTE", ("lte", "lt"), "lte", id="the same but for case wins"),
        pytest.param("gold", ("goldy", "goldx"), "", id="two that are as near"),
        pytest.param("first", ("First", "FIRST"), "", id="two that differ in case alone"),
    ],
)
def test_a_slip_has_one_meaning_or_none(text: str, known: tuple[str, ...], meant: str) -> None:
    assert slip_of(text, known) == meant


@tried(100)
@given(WORD, st.lists(WORD, max_size=5, unique=True))
def test_what_is_meant_is_known(text: str, known: list[str]) -> None:
    assert slip_of(text, known) in {"", *known}


@tried(100)
@given(st.text("abcde", min_size=5, max_size=12), st.data())
def test_every_single_slip_is_understood(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcde"))
    slips = (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :])
    assert {slip_of(slip, [word]) for slip in slips} == {word}
