"""The files that a change touches, as the command line tells of them."""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from slo_gate.core.errors import UsageError

_MOST = 10_000_000
_ESCAPE = re.compile(rb"\\([0-3][0-7]{2}|.)")
_SIGNS = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}


def changed_paths(named: Sequence[str], listed_in: str) -> tuple[str, ...] | None:
    """From the repository's root, each once; None where nobody said, or nothing was said. Raises UsageError."""
    paths = (*named, *(_listed(listed_in) if listed_in else ()))
    return tuple(dict.fromkeys(path.removeprefix("./") for path in paths)) or None


def _listed(file: str) -> Iterator[str]:
    """The names in a file, one a line, or as `git diff -z` ends them. Raises UsageError, also where there are too many: a list that
    is cut short would concern less than the change does.
    """
    try:
        data = sys.stdin.buffer.read(_MOST + 1) if file == "-" else _head_of(Path(file))
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise UsageError(f"the list of changed files {file[:80]!r} is not read: {reason}", "check the path") from None
    if len(data) > _MOST:
        raise UsageError(
            f"the list of changed files is longer than {_MOST:,} bytes", "leave it out: all SLOs are judged"
        )
    text = data.decode("utf-8", "surrogateescape")
    if "\0" in text:
        return (name for name in text.split("\0") if name)
    return (_unquoted(line) for line in map(_ended, text.split("\n")) if line)


def _head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST + 1)


def _ended(line: str) -> str:
    """Lines end as git ends them, or as Windows does: other characters that end lines may stand in a name."""
    return line.removesuffix("\r")


def _unquoted(line: str) -> str:
    r"""A name as git prints it: `"caf\303\251.yaml"` where it has more than plain characters (git-config, core.quotePath)."""
    if not (len(line) > 1 and line.startswith('"') and line.endswith('"')):
        return line
    text = line[1:-1].encode("utf-8", "surrogateescape")
    return _ESCAPE.sub(lambda match: _meant(match[1]), text).decode("utf-8", "surrogateescape")


def _meant(escaped: bytes) -> bytes:
    return bytes([int(escaped, 8)]) if len(escaped) == 3 else _SIGNS.get(escaped, escaped)
