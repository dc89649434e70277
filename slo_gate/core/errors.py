"""Exceptions for what stops a run; everything a person wrote wrongly in an SLO file is a Finding instead."""


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


class MissingCredentialsError(ConfigError):
    """A source's settings name a secret that is not there."""


class NothingMatchedError(SloGateError):
    """No SLO is left to judge: never a pass."""
