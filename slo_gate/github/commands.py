"""Workflow commands that guard the log: secrets masked, foreign text kept from being read as a command."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

from slo_gate.core.workflow_command import command

_SHORTEST_MASK = 4
"""Characters. A shorter mask would star out half the log and hide nothing."""


def masks(values: Iterable[str]) -> str:
    """One `add-mask` a line for each secret, in every form in which it may be printed; to be written before all else."""
    distinct = dict.fromkeys(value for value in values if len(value.strip()) >= _SHORTEST_MASK)
    return "".join(command("add-mask", value) + "\n" for value in distinct)


@contextmanager
def commands_stopped(stream: TextIO) -> Iterator[None]:
    """What is written to `stream` meanwhile is text to the runner, whatever it looks like.

    Nobody who wrote that text can guess the token that ends it. The runner reads it at the start of a line only.
    """
    token = secrets.token_hex(16)
    stream.write(command("stop-commands", token) + "\n")
    try:
        yield
    finally:
        stream.write(f"\n{command(token, '')}\n")
        stream.flush()
