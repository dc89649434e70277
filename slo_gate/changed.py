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
    """The lines of a file. Raises UsageError."""
    try:
        data = sys.stdin.buffer.read(_MOST) if file == "-" else Path(file).read_bytes()[:_MOST]
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise UsageError(f"the list of changed files {file[:80]!r} is not read: {reason}", "check the path") from None
    return (_unquoted(line) for line in data.decode("utf-8", "surrogateescape").splitlines() if line)


def _unquoted(line: str) -> str:
    r"""A name as git prints it: `"caf\303\251.yaml"` where it has more than plain characters (git-config, core.quotePath)."""
    if not (len(line) > 1 and line.startswith('"') and line.endswith('"')):
        return line
    text = line[1:-1].encode("utf-8", "surrogateescape")
    return _ESCAPE.sub(lambda match: _meant(match[1]), text).decode("utf-8", "surrogateescape")


def _meant(escaped: bytes) -> bytes:
    return bytes([int(escaped, 8)]) if len(escaped) == 3 else _SIGNS.get(escaped, escaped)
