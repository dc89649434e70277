"""Exceptions for what stops a run; everything a person wrote wrongly in an SLO file is a Finding instead."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slo_gate.core.finding import Finding


class SloGateError(Exception):
    """The run cannot go on. `message` says what and where, `hint` what to do next."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(SloGateError):
    """The command line or the action's inputs are wrong."""


class ConfigError(SloGateError):
    """The configuration cannot be used."""


class InvalidFileError(ConfigError):
    """A file that a run needs has errors; `findings` say which. `what` is what the file is, in words."""

    def __init__(self, what: str, file: str, findings: "Sequence[Finding]") -> None:
        count = "1 error" if len(findings) == 1 else f"{len(findings)} errors"
        super().__init__(f"{what} {file} has {count}", "correct it; the findings say how")
        self.file = file
        self.findings = tuple(findings)


class MissingCredentialsError(ConfigError):
    """A source's settings name a secret that is not there."""


class NothingMatchedError(SloGateError):
    """No SLO is left to judge: never a pass."""


class RevisionError(SloGateError):
    """A commit that cannot be read here: nothing is known of it, which is not the same as that it holds nothing."""

    exit_code = 3
