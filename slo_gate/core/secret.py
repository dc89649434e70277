"""Secrets: a configuration names the environment variable, and never holds the value."""

from collections.abc import Mapping

from slo_gate.core.errors import MissingCredentialsError
from slo_gate.core.scalar_shapes import Text
from slo_gate.core.shape import Field, Record

SECRET = Record(
    {"env": Field(Text(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", meaning="the name of a variable"), required=True)},
    doc="A secret: the environment variable that holds it.",
)


def read_secret(setting: str, variable: str, environ: Mapping[str, str]) -> str:
    """The secret, without the line end that a paste leaves. Its value is in no error.

    Raises MissingCredentialsError, naming the setting and the variable, where there is none.
    """
    value = environ.get(variable, "").rstrip("\r\n")
    if not value:
        hint = f"give the step the variable {variable}, from a secret"
        raise MissingCredentialsError(f"{setting} needs the variable {variable}, which is empty or not set", hint)
    return value
