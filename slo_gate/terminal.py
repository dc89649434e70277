"""How a report looks on the stream it goes to."""

import os
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TextIO

from slo_gate import documents, files
from slo_gate.outputs.style import Style
from slo_gate.rulebook import RULEBOOK

_LOG_WIDTH = 120
"""Columns, where nobody's terminal says how many there are."""
_BREAK = re.compile(r"\r\n|\n|\r")


def style_for(stream: TextIO, environ: Mapping[str, str], folder: Path) -> Style:
    """Colour on a terminal alone, unless NO_COLOR is set (https://no-color.org); symbols where they can be encoded."""
    terminal = stream.isatty()
    return Style(
        width=_columns() if terminal else _LOG_WIDTH,
        colour=terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb",
        unicode=_encodes(stream.encoding or "ascii"),
        source_line=lambda file, line: _line(folder, file, line),
        rules=RULEBOOK,
    )


def _columns() -> int:
    import shutil  # noqa: PLC0415 - hooks and workflows have no terminal

    return shutil.get_terminal_size((_LOG_WIDTH, 24)).columns


def _encodes(encoding: str) -> bool:
    try:
        "✓✗…▁█".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def _line(folder: Path, file: str, line: int) -> str | None:
    lines = _lines(folder, file)
    return lines[line - 1] if 0 < line <= len(lines) else None


@cache
def _lines(folder: Path, file: str) -> list[str]:
    try:
        data = files.read(files.named(file, folder), documents.MAX_BYTES)
    except files.UnreadableError:
        return []
    return _BREAK.split(data.decode("utf-8-sig", errors="replace"))


def show(text: str, stream: TextIO | None = None) -> bool:
    """Prints, on stdout where no stream is named. Whether it could: a verdict stays as it is. That nobody reads it any more is
    no problem, and any other one is said on stderr.
    """
    stream = stream or sys.stdout
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if isinstance(error, BrokenPipeError):
            return True
        if stream is not sys.stderr:
            say(f"standard output was not written: {os.strerror(error.errno or 0)}")
        return False
    return True


def say(what: str) -> None:
    """On stderr, besides what a command shows."""
    show(f"slo-gate: {what}\n", sys.stderr)


def write_file(path: str, text: str) -> str | None:
    """Writes a report; why it could not be written, where it could not."""
    try:
        Path(path).write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except (OSError, ValueError) as error:
        return os.strerror(error.errno or 0) if isinstance(error, OSError) else "it is no path"
    return None
