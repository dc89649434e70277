"""The files through which a step hands outputs and its summary to the runner.

A report that cannot be written never changes a verdict: every function answers with a note instead of raising.
"""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

OUTPUT, SUMMARY = "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"
SUMMARY_LIMIT = 1024 * 1024
"""Bytes. The runner drops a step's whole summary above this."""
_NAME = re.compile(r"[a-z][a-z0-9-]*")


def write_outputs(outputs: Mapping[str, str], environ: Mapping[str, str]) -> str | None:
    """Adds the step's outputs. A note where they could not be written."""
    return _append("".join(_output(name, value) for name, value in outputs.items()), OUTPUT, environ)


def write_summary(markdown: str, environ: Mapping[str, str]) -> str | None:
    """Adds to the step's summary. A note where it could not be written, or would be too long to be shown at all."""
    return _append(markdown.rstrip("\n") + "\n", SUMMARY, environ, SUMMARY_LIMIT)


def _output(name: str, value: str) -> str:
    """An output as a heredoc, so that no value can end it or start another one."""
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    delimiter = f"slo_gate_{secrets.token_hex(16)}"
    return f"{name}<<{delimiter}\n{value}\n{delimiter}\n"


def _append(text: str, variable: str, environ: Mapping[str, str], limit: int | None = None) -> str | None:
    path = environ.get(variable, "")
    if not path:
        return f"{variable} is not set: nothing was written to it"
    data = text.encode(errors="backslashreplace")
    try:
        return _append_bytes(data, Path(path), variable, limit)
    except OSError as error:
        return f"the file that {variable} names could not be written: {os.strerror(error.errno or 0)}"


def _append_bytes(data: bytes, path: Path, variable: str, limit: int | None) -> str | None:
    with path.open("a+b") as file:
        size = file.seek(0, os.SEEK_END)
        if size and not _ends_a_line(file, size):
            data = b"\n" + data
        if limit is not None and size + len(data) > limit:
            return f"{variable} would hold {size + len(data):,} bytes, above the runner's {limit:,}: nothing was added"
        file.write(data)
    return None


def _ends_a_line(file: BinaryIO, size: int) -> bool:
    file.seek(size - 1)
    return file.read(1) == b"\n"
