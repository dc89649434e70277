"""What the last run said is remembered in one short line, and believed only where it is exactly what we write."""

import base64
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.report import ObjectiveReport
from slo_gate.core.verdict import Outcome
from slo_gate.outputs.last_run import recalled, remembered
from slo_gate.outputs.markdown import render_comment
from slo_gate.outputs.style import Style
from tests.outputs.hostile import HOSTILE, hostile_gate
from tests.outputs.objectives import budget, failing, passing
from tests.outputs.reports import GATE_REPORTS, MANY, gate
from tests.outputs.test_golden import LINKS, STYLE
from tests.support.properties import tried

COMMIT = "abc1234" + "0" * 33
FAILED = GATE_REPORTS["fail"]


def line(state: object) -> str:
    text = state if isinstance(state, str) else json.dumps(state)
    return f"<!-- state {base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')} -->"


def state(**changes: object) -> dict[str, object]:
    return {"v": 1, "outcome": "fail", "commit": COMMIT, "shares": {"0123456789": -125}} | changes


def commented(*objectives: ObjectiveReport, outcome: Outcome, previous: str = "") -> str:
    return render_comment(gate(outcome, *objectives), STYLE, previous=previous)


def test_what_is_remembered_is_recalled() -> None:
    before = recalled(f"<!-- slo-gate:0 -->\n{remembered(FAILED, COMMIT)}\n### heading")
    assert before
    assert (before.outcome, before.commit) == (Outcome.FAIL, COMMIT)
    assert [before.points(objective) for objective in FAILED.objectives] == [0, None, 0, None, 0]


def test_lines_may_have_come_back_with_other_ends() -> None:
    assert recalled(f"<!-- slo-gate:0 -->\r\n{remembered(FAILED, COMMIT)}\r\n### heading")


@pytest.mark.parametrize("report", [MANY, *map(hostile_gate, HOSTILE)], ids=lambda report: "report")
def test_memory_is_short_and_one_line_whatever_the_names_are(report: object) -> None:
    remembering = remembered(report, "f" * 64)  # type: ignore[arg-type]
    assert len(remembering) < 1_024
    assert recalled(remembering)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="no comment"),
        pytest.param("<!-- state -->", id="an empty line"),
        pytest.param("<!-- state !!! -->", id="other characters"),
        pytest.param("<!-- state AAAA -->", id="bytes that are no JSON"),
        pytest.param(line("[" * 700), id="a pit of brackets"),
        pytest.param(line("[]"), id="another shape"),
        pytest.param(line(state(v=2)), id="another version"),
        pytest.param(line(state(more=1)), id="another key"),
        pytest.param(line(state(outcome="great")), id="an outcome that there is not"),
        pytest.param(line(state(outcome=["fail"])), id="an outcome that is a list"),
        pytest.param(line(state(commit="@everyone")), id="a commit that is a mention"),
        pytest.param(line(state(commit=7)), id="a commit that is a number"),
        pytest.param(line(state(shares=[1])), id="shares that are a list"),
        pytest.param(line(state(shares={"@": 1})), id="a key that is no hash"),
        pytest.param(line(state(shares={"0123456789": "1"})), id="a share that is text"),
        pytest.param(line(state(shares={"0123456789": True})), id="a share that is a truth"),
        pytest.param(line(state(shares={"0123456789": 10**20})), id="a share beyond all measure"),
        pytest.param(line(state(shares={"0123456789": 0.5})), id="a share that is no whole number"),
        pytest.param("x" * 4_000 + "\n" + line(state()), id="a line far below the top"),
        pytest.param(f"  {line(state())}", id="a line that is indented"),
    ],
)  # fmt: skip
def test_garbage_is_no_memory(body: str) -> None:
    assert recalled(body) is None
    assert render_comment(FAILED, STYLE, previous=body) == render_comment(FAILED, STYLE)


@tried(400)
@given(
    st.one_of(st.text(), st.recursive(st.none() | st.integers() | st.text() | st.floats(), st.lists).map(json.dumps))
)
def test_any_memory_is_recalled_or_not_and_never_raises(text: str) -> None:
    recalled(line(text.encode(errors="replace").decode()))
    recalled(text)


def test_comment_says_how_far_budgets_moved() -> None:
    better = failing()._replace(budget=budget("1313.8", "1236000"))
    previous = render_comment(gate(Outcome.FAIL, better), Style(links=LINKS._replace(sha=COMMIT)))
    comment = commented(failing(), outcome=Outcome.FAIL, previous=previous)
    assert "▼\u00a06.2 points since [`abc1234`](https://github.com/acme/shop/commit/abc1234" in comment
    assert "| **−12.5\u00a0%**\u00a0▼\u00a06.2 |" in comment


def test_recovery_is_told_in_a_few_lines() -> None:
    previous = render_comment(gate(Outcome.FAIL, failing()), Style(links=LINKS._replace(sha=COMMIT)))
    comment = commented(passing(), outcome=Outcome.PASS, previous=previous)
    visible = comment.partition("<details>")[0].splitlines()
    assert visible[1] == "### ✅ Resolved: the error budget is within policy"
    assert len(visible) < 10
    assert "⛔ fail (at [`abc1234`]" in visible[5]
    assert visible[5].endswith("→ ✅ pass")


def test_absurd_budget_is_not_remembered() -> None:
    lost = failing()._replace(budget=budget("1", "10")._replace(consumed=Decimal("Infinity")))
    before = recalled(remembered(gate(Outcome.FAIL, lost), COMMIT))
    assert before
    assert before.points(lost) is None
