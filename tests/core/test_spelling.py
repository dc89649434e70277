"""A slip has its meaning, and a foreign word has none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.spelling import closest
from tests.support.properties import tried

KEYS = ("service", "objectives", "budgetingMethod", "timeWindow", "indicator", "indicatorRef", "op", "value")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("objectve", "objectives"),
        ("BUDGETINGMETHOD", "budgetingMethod"),
        ("budgetMethod", "budgetingMethod"),
        ("timewindows", "timeWindow"),
        ("ndicator", "indicator"),
        ("indicatorref", "indicatorRef"),
        ("Op", "op"),
        ("zork", ""),
        ("", ""),
        ("window", "timeWindow"),
        ("nmae", ""),
    ],
)
def test_meaning(written: str, meant: str) -> None:
    assert closest(written, KEYS) == meant


@tried(100)
@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=40))
def test_it_is_one_of_the_known_names(text: str, known: list[str]) -> None:
    meant = closest(text, known)
    assert meant == "" or meant in known


@tried(100)
@given(st.sampled_from(KEYS))
def test_a_known_name_means_itself(name: str) -> None:
    assert closest(name, KEYS) == name
