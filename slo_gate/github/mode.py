"""When a comment is worth a reader's time."""

from enum import Enum, StrEnum, auto

from slo_gate.core.verdict import Outcome

_FAILURE = frozenset({Outcome.FAIL, Outcome.UNKNOWN, Outcome.INVALID})
_TROUBLE = _FAILURE | {Outcome.WARN, Outcome.OVERRIDDEN}


class Mode(StrEnum):
    """`auto` starts a comment on trouble or a changed promise, `on-failure` only where a run like it would not pass, and
    `changes` only where a promise changes.
    """

    AUTO = "auto"
    ALWAYS = "always"
    ON_FAILURE = "on-failure"
    CHANGES = "changes"
    NEVER = "never"


class Wish(Enum):
    """UPDATE keeps a comment that exists current, so that it never tells an old verdict, and starts none."""

    NOTHING = auto()
    UPDATE = auto()
    WRITE = auto()


def decide(mode: Mode, outcome: Outcome, *, changed: bool) -> Wish:
    """`changed`: the pull request changes a promise."""
    if mode is Mode.NEVER:
        return Wish.NOTHING
    reasons = {
        Mode.ALWAYS: True,
        Mode.AUTO: changed or outcome in _TROUBLE,
        Mode.ON_FAILURE: outcome in _FAILURE,
        Mode.CHANGES: changed,
    }
    return Wish.WRITE if reasons[mode] else Wish.UPDATE
