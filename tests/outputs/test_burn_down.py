"""The burn-down: what is drawn is what was measured, gaps are not drawn over, and Mermaid takes it."""

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slo_gate.core.language import Language
from slo_gate.core.report import ObjectiveReport
from slo_gate.core.verdict import Outcome
from slo_gate.outputs.burn_down import BurnDown, burn_down
from slo_gate.outputs.languages import speaking
from slo_gate.outputs.markdown import render
from slo_gate.outputs.mermaid import chart
from slo_gate.outputs.style import Style
from tests.outputs.hostile import HOSTILE, hostile_gate
from tests.outputs.objectives import failing
from tests.outputs.reports import MANY, gate
from tests.support.gfm import complaints
from tests.support.properties import tried

ENGLISH = speaking(Language.ENGLISH)
CHART = re.compile(r"^```mermaid\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHARE = st.none() | st.decimals(-1000, 1, places=6) | st.just(Decimal("-Infinity"))


def with_history(*shares: str | None) -> ObjectiveReport:
    return failing()._replace(history=tuple(None if share is None else Decimal(share) for share in shares))


def code(markdown: str) -> str:
    return markdown.removeprefix("```mermaid\n").removesuffix("```")


@pytest.mark.parametrize(
    ("history", "drawn"),
    [
        pytest.param(("1", "0.5", "-0.124"), BurnDown((Decimal("100.0"), Decimal("50.0"), Decimal("-12.4")), Decimal(20), "days"), id="all steps"),
        pytest.param((None, "1", None, "0.8", "0.5"), BurnDown((Decimal("80.0"), Decimal("50.0")), Decimal(6), "days"), id="what comes after a gap"),
        pytest.param(("1", "0.5", None), None, id="nothing known now"),
        pytest.param(("1",), None, id="one step is no line"),
        pytest.param((), None, id="no history"),
        pytest.param(("0.5", "-7"), BurnDown((Decimal("50.0"), Decimal("-100.0")), Decimal(15), "days"), id="far overspent is drawn at the floor"),
    ],
)  # fmt: skip
def test_steps_are_drawn(history: tuple[str | None, ...], drawn: BurnDown | None) -> None:
    assert burn_down(with_history(*history)) == drawn


def test_many_steps_are_thinned_and_both_ends_stay() -> None:
    burned = burn_down(with_history(*(f"{1 - step / 1000}" for step in range(1000))))
    assert burned
    assert (len(burned.shares), burned.shares[0], burned.shares[-1]) == (60, Decimal("100.0"), Decimal("0.1"))


def test_short_windows_are_told_in_hours() -> None:
    bounds = failing().bounds
    assert bounds
    day = bounds._replace(start=bounds.now - (bounds.now - bounds.start) / 30)
    burned = burn_down(with_history("1", "0.9", "0.8")._replace(bounds=day))
    assert burned
    assert (burned.span, burned.unit) == (Decimal(16), "hours")


def test_summary_draws_the_worst_few() -> None:
    assert len(CHART.findall(render(MANY, Style()))) == 3


def test_mermaid_draws_every_chart_in_every_language() -> None:
    texts = [code(chart(burned, speaking(language))) for language in Language for burned in _some()]
    assert complaints(texts) == [""] * len(texts)


def test_mermaid_would_complain() -> None:
    assert all(complaints(["xychart-beta\n  line [a]\n", 'xychart-beta\n  x-axis "a"b" 0 --> 1\n  line [1]\n']))


def _some() -> list[BurnDown]:
    found = (burn_down(with_history(*history)) for history in (("1", "0.5"), ("0", "-0.001"), ("0.00001", "-9")))
    return [one for one in found if one]


@tried(200)
@given(st.lists(SHARE, max_size=70))
@example([None] * 14 + [Decimal(0)] * 2)
def test_any_history_makes_a_chart_of_numbers_alone_or_none(history: list[Decimal | None]) -> None:
    burned = burn_down(failing()._replace(history=tuple(history)))
    if burned:
        lines = code(chart(burned, ENGLISH)).splitlines()[2:]
        assert all(
            re.fullmatch(r'  (x-axis "(days|hours)"|y-axis "budget remaining, %"|line) [-\d., >\[\]]+', line)
            for line in lines
        )


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_name_is_in_a_chart(text: str) -> None:
    plain, hostile = (render(hostile_gate(one), Style()) for one in ("plain", text))
    assert CHART.findall(hostile) == CHART.findall(plain)
    assert len(CHART.findall(render(gate(Outcome.FAIL, failing()), Style()))) == 1
