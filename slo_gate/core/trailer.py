"""Trailers of a commit's message: the `Name: value` lines that its last paragraph consists of."""

import re

_LINE = re.compile(r"([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)")


def trailer(message: str, name: str) -> str | None:
    """The value of the last trailer with this name, in any case; None where there is none. Lines that are indented go on."""
    found = None
    for key, value in _trailers(message):
        if key.casefold() == name.casefold():
            found = value
    return found


def _trailers(message: str) -> list[tuple[str, str]]:
    """None where a line of the last paragraph is no trailer, or it is the only one: a subject is no trailer."""
    paragraphs = [part for part in re.split(r"\n[ \t]*\n", message.replace("\r\n", "\n").strip()) if part.strip()]
    if len(paragraphs) < 2:
        return []
    found: list[tuple[str, str]] = []
    for line in paragraphs[-1].splitlines():
        matched = _LINE.fullmatch(line)
        if matched:
            found.append((matched[1], matched[2].strip()))
        elif line[:1].isspace() and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        else:
            return []
    return found
