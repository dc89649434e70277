"""The payload of an event: JSON from whoever caused the event, so nothing in it is taken on trust."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

MAX_BYTES = 25 * 1024 * 1024
"""GitHub sends no larger payload."""
_LARGEST_NUMBER = 2**53


class UnreadableError(Exception):
    """The payload is not what GitHub writes. The message holds nothing of its text."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What is missing, or null, is empty; what is there and wrong is an UnreadableError."""

    tree: Mapping[str, object]

    def at(self, *path: str) -> object:
        value: object = self.tree
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def text(self, pattern: str, *path: str) -> str:
        value = self.at(*path)
        if value is None:
            return ""
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise UnreadableError(f"`{'.'.join(path)}` is not what GitHub writes there")
        return value

    def number(self, *path: str) -> int | None:
        value = self.at(*path)
        if value is None:
            return None
        if type(value) is not int or not 0 < value < _LARGEST_NUMBER:
            raise UnreadableError(f"`{'.'.join(path)}` is not a number that GitHub gives")
        return value


def parse(data: bytes | None) -> Payload:
    if data is None:
        raise UnreadableError("there is none")
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"it has more than {MAX_BYTES // 1024 // 1024} MiB")
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        raise UnreadableError("it is not JSON") from None
    if not isinstance(tree, dict):
        raise UnreadableError("it is not a JSON object")
    return Payload(tree)
