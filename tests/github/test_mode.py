"""When a comment is started, kept current, or left."""

import pytest

from slo_gate.core.verdict import Outcome
from slo_gate.github.mode import Mode, Wish, decide

_WORST_FIRST = (
    Outcome.FAIL,
    Outcome.UNKNOWN,
    Outcome.INVALID,
    Outcome.WARN,
    Outcome.OVERRIDDEN,
    Outcome.SKIPPED,
    Outcome.PASS,
)


@pytest.mark.parametrize(
    ("mode", "changed", "started"),
    [
        pytest.param(Mode.AUTO, False, 5, id="auto: on trouble, an override included"),
        pytest.param(Mode.AUTO, True, 7, id="auto: whenever a promise changes"),
        pytest.param(Mode.ALWAYS, False, 7, id="always"),
        pytest.param(Mode.ON_FAILURE, False, 3, id="on failure: not on a warning"),
        pytest.param(Mode.ON_FAILURE, True, 3, id="on failure: not on a changed promise"),
        pytest.param(Mode.CHANGES, False, 0, id="changes: not on trouble alone"),
        pytest.param(Mode.CHANGES, True, 7, id="changes: whenever a promise changes"),
    ],
)
def test_comment_is_started(mode: Mode, changed: bool, started: int) -> None:
    wishes = [decide(mode, outcome, changed=changed) for outcome in _WORST_FIRST]
    assert wishes == [Wish.WRITE] * started + [Wish.UPDATE] * (len(_WORST_FIRST) - started)


def test_every_outcome_is_in_the_table() -> None:
    assert set(_WORST_FIRST) == set(Outcome)


@pytest.mark.parametrize("outcome", Outcome)
def test_never_is_never(outcome: Outcome) -> None:
    assert decide(Mode.NEVER, outcome, changed=True) is Wish.NOTHING
