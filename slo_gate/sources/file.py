"""The `file` source: numbers from a JSON snapshot, or from a command that prints one. docs/sources/file.md has its form.

Only the configuration names the file and the command, never an SLO file: who may change it may run programs.
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.constraints import AtMostOne, ExactlyOne
from slo_gate.core.duration import MEANING, PATTERN, Duration
from slo_gate.core.errors import MissingCredentialsError
from slo_gate.core.ports import Source, SourceContext
from slo_gate.core.scalar_shapes import Choice, Number, Text
from slo_gate.core.shape import Field, ListOf, Record

NAME = "file"
ANSWERS = ""
BY_NAME = False
HAS_CLOCK = False
DEFAULT_TIMEOUT = 30
_ONLY_COMMANDS = "only a `command` runs, and needs them"

SETTINGS = Record(
    {
        "type": Field(Choice((NAME,)), required=True),
        "path": Field(
            Text(min_length=1, meaning="the path of a file"),
            doc="A snapshot, relative to the configuration's folder and inside it.",
        ),
        "command": Field(
            ListOf(Text(min_length=1, meaning="a program or one of its arguments"), minimum=1),
            doc="A program and its arguments, which prints a snapshot. No shell reads them.",
        ),
        "environment": Field(
            ListOf(Text(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", meaning="the name of a variable")),
            doc="Variables that the command gets, beside PATH.",
        ),
        "timeout_seconds": Field(
            Number(meaning="above 0 and at most 3600", above=Decimal(0), maximum=Decimal(3600)),
            doc="How long the command may take.",
            default=DEFAULT_TIMEOUT,
        ),
        "stale_after": Field(
            Text(pattern=PATTERN, meaning=MEANING),
            doc="How old the numbers may be; not limited where it is not given.",
        ),
    },
    (
        ExactlyOne(("path", "command")),
        AtMostOne(("path", "environment"), _ONLY_COMMANDS),
        AtMostOne(("path", "timeout_seconds"), _ONLY_COMMANDS),
    ),
    doc="A snapshot: a JSON file, or what a command prints.",
)


def connect(name: str, settings: node.Mapping, context: SourceContext) -> Source:
    """Reads the file; a command runs when it is asked.

    Raises ConfigError, InvalidFileError for a file that is no snapshot, and MissingCredentialsError for a variable that is
    not set.
    """
    # What starts programs and reads snapshots is imported by a gate that asks such a source alone.
    from slo_gate.sources import file_command, file_source  # noqa: PLC0415

    stale_after = settings.text("stale_after")
    oldest = Duration.parse(stale_after).nominal if stale_after else None
    if "path" in settings.entries:
        return file_source.of_path(name, settings.text("path"), context.folder, oldest)
    timeout = settings.value("timeout_seconds") or DEFAULT_TIMEOUT
    assert isinstance(timeout, int | Decimal)
    command = file_command.Command(
        tuple(item.text for item in settings.items("command") if isinstance(item, node.Scalar)),
        context.folder,
        _environment(name, settings, context.environ),
        timedelta(seconds=float(timeout)),
    )
    return file_source.CommandSource(name, command, oldest)


def _environment(name: str, settings: node.Mapping, environ: Mapping[str, str]) -> dict[str, str]:
    """PATH, which finds programs, and the variables that the settings name."""
    names = [item.text for item in settings.items("environment") if isinstance(item, node.Scalar)]
    missing = [variable for variable in names if variable not in environ]
    if missing:
        message = f"sources.{name}.environment needs the variable {missing[0]}, which is not set"
        raise MissingCredentialsError(message, f"give the step the variable {missing[0]}")
    return {variable: environ[variable] for variable in ("PATH", *names) if variable in environ}
