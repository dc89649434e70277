"""What a change is for, and how lenient its judges are."""

from enum import StrEnum


class Change(StrEnum):
    """What the change at hand is for. A gate must never block the repair."""

    FEATURE = "feature"
    FIX = "fix"
    SECURITY = "security"
    ROLLBACK = "rollback"


class Leniency(StrEnum):
    """What to make of an objective that has no number."""

    FAIL = "fail"
    WARN = "warn"
    PASS = "pass"  # noqa: S105 - a word, no password
