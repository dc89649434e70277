"""How the Actions runner reads a log line and a file command: its parser's rules, written anew in Python."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

COMMANDS = frozenset(
    [
        "add-mask",
        "add-matcher",
        "remove-matcher",
        "stop-commands",
        "set-output",
        "save-state",
        "set-env",
        "add-path",
        "echo",
        "debug",
        "notice",
        "warning",
        "error",
        "group",
        "endgroup",
    ]
)


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def unescape(text: str, *pairs: tuple[str, str]) -> str:
    """`%25` comes last, so that what it makes is not unescaped again."""
    for escaped, plain in (("%0D", "\r"), ("%0A", "\n"), *pairs, ("%25", "%")):
        text = text.replace(escaped, plain)
    return text


def log_lines(text: str) -> list[str]:
    """A lone carriage return ends a line too."""
    return re.split(r"\r\n|\r|\n", text)


def parse(line: str, registered: frozenset[str] = COMMANDS) -> Command | None:
    return _parse_colons(line, registered) or _parse_brackets(line, registered)


def _parse_colons(line: str, registered: frozenset[str]) -> Command | None:
    """`::name key=value,key=value::data`, after any blanks."""
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, listed = line[2:end].partition(" ")
    if name not in registered:
        return None
    properties = _properties(listed.strip().split(","))
    unescaped = {key: unescape(value, ("%3A", ":"), ("%2C", ",")) for key, value in properties.items()}
    return Command(name, unescaped, unescape(line[end + 2 :]))


def _parse_brackets(line: str, registered: frozenset[str]) -> Command | None:
    """The older `##[name key=value;key=value]data`, anywhere in the line."""
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, listed = line[start + 3 : end].partition(" ")
    if name not in registered:
        return None
    properties = _properties(listed.split(";"))
    return Command(name, {key: unescape(value) for key, value in properties.items()}, unescape(line[end + 1 :]))


def _properties(entries: list[str]) -> dict[str, str]:
    """Empty parts are dropped: `key=` is no property, and a value loses the equals signs that lead it."""
    pairs = (entry.lstrip("=").partition("=") for entry in entries)
    return {key: value.lstrip("=") for key, _, value in pairs if key and value.lstrip("=")}


@dataclass
class Log:
    """What the runner makes of a step's log: the commands it obeys, and the secrets it masks."""

    obeyed: list[Command] = field(default_factory=list)
    _token: str | None = None

    def read(self, text: str) -> "Log":
        for line in log_lines(text):
            self._read(line)
        return self

    @property
    def stopped(self) -> bool:
        return self._token is not None

    def _read(self, line: str) -> None:
        command = parse(line, COMMANDS | {self._token} if self._token else COMMANDS)
        if command is None:
            return
        if self._token is not None:
            self._token = None if command.name == self._token else self._token
        elif command.name == "stop-commands":
            self._token = command.data
        else:
            self.obeyed.append(command)


def outputs(text: str) -> dict[str, str]:
    """The outputs in a file; raises ValueError where the runner would fail the step."""
    found, lines = {}, iter(text.split("\n"))
    for line in lines:
        name, mark, rest = min((line.partition(mark) for mark in ("=", "<<")), key=lambda parts: len(parts[0]))
        if line and (not mark or not name):
            raise ValueError(line)
        if mark == "<<":
            found[name] = _heredoc(lines, rest)
        elif mark:
            found[name] = rest
    return found


def _heredoc(lines: Iterator[str], delimiter: str) -> str:
    value: list[str] = []
    for line in lines:
        if line == delimiter:
            return "\n".join(value)
        value.append(line)
    raise ValueError(delimiter)
