"""What is wrong with a file, as data."""

from enum import StrEnum
from typing import NamedTuple

from slo_gate.core.node import Span


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Location(NamedTuple):
    """A place in a file. Lines and columns count from 1; the end column is one past the last character."""

    file: str
    span: Span

    @property
    def line(self) -> int:
        return self.span.line

    @property
    def column(self) -> int:
        return self.span.column

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Edit(NamedTuple):
    """What stands at a place gives way to a text. An edit never spans parts of two values."""

    span: Span
    text: str


class Finding(NamedTuple):
    """One thing a person should change. `rule` is an id of the rulebook, `help` says what to write instead.

    `fix` is the change of its file that mends it, where there is exactly one and it cannot change what was meant.
    """

    rule: str
    severity: Severity
    location: Location
    message: str
    help: str = ""
    fix: Edit | None = None

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


class Skipped(NamedTuple):
    """A file that was looked at and left alone, and why."""

    file: str
    reason: str
