"""Values of a JSON document that somebody else may have written: each is what it must be, or the document is refused."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar

from slo_gate.core.finding import Location
from slo_gate.core.instant import parse_instant
from slo_gate.core.node import Span

_RATIO = re.compile(r"-?([0-9]{1,30}(\.[0-9]{1,30})?|Infinity)")
_MOST = 1e15
"""Of any number: seconds, lines, events."""
Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")


class UnreadableError(Exception):
    """The message finishes the sentence "the report cannot be used: …", and holds nothing of its text."""


class Told(NamedTuple):
    """An object, and where it stands. `maybe_` takes null, and a key that is not there, for None."""

    entries: Mapping[str, object]
    path: str = ""

    def has(self, key: str) -> bool:
        return self.entries.get(key) is not None

    def text(self, key: str) -> str:
        value = self.entries.get(key)
        if not isinstance(value, str) or not _is_unicode(value):
            raise self.wrong(key)
        return value

    def maybe_text(self, key: str) -> str:
        """Empty where it is null."""
        return self._maybe(key, self.text) or ""

    def flag(self, key: str) -> bool:
        value = self.entries.get(key)
        if not isinstance(value, bool):
            raise self.wrong(key)
        return value

    def word(self, key: str, words: type[Word]) -> Word:
        try:
            return words(self.text(key))
        except ValueError:
            raise self.wrong(key) from None

    def maybe_word(self, key: str, words: type[Word]) -> Word | None:
        return self.word(key, words) if self.has(key) else None

    def number(self, key: str) -> Decimal:
        return self._number(key, self.entries.get(key))

    def maybe_number(self, key: str) -> Decimal | None:
        return self._maybe(key, self.number)

    def line(self, key: str) -> int:
        value = self.number(key)
        if value != int(value) or value < 1:
            raise self.wrong(key)
        return int(value)

    def place(self, file: str, line: str) -> Location:
        number = self.line(line)
        return Location(self.text(file), Span(number, 1, number, 1))

    def ratio(self, key: str) -> Decimal:
        return self._ratio(key, self.entries.get(key))

    def maybe_ratio(self, key: str) -> Decimal | None:
        return self._maybe(key, self.ratio)

    def instant(self, key: str) -> datetime:
        found = parse_instant(self.text(key))
        if found is None:
            raise self.wrong(key)
        return found

    def maybe_instant(self, key: str) -> datetime | None:
        return self._maybe(key, self.instant)

    def seconds(self, key: str) -> timedelta:
        return timedelta(seconds=float(self.number(key)))

    def maybe_seconds(self, key: str) -> timedelta | None:
        return self._maybe(key, self.seconds)

    def inner(self, key: str) -> "Told":
        value = self.entries.get(key)
        if not isinstance(value, dict):
            raise self.wrong(key)
        return Told(value, f"{self.path}{key}.")

    def maybe_inner(self, key: str) -> "Told | None":
        return self._maybe(key, self.inner)

    def objects(self, key: str) -> "Iterator[Told]":
        for index, value in enumerate(self._items(key)):
            if not isinstance(value, dict):
                raise self.wrong(f"{key}[{index}]")
            yield Told(value, f"{self.path}{key}[{index}].")

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(Told({key: value}, self.path).text(key) for value in self._items(key))

    def maybe_ratios(self, key: str) -> tuple[Decimal | None, ...]:
        return tuple(Told({key: value}, self.path).maybe_ratio(key) for value in self._items(key))

    def wrong(self, key: str) -> UnreadableError:
        return UnreadableError(f"`{self.path}{key}` is not what slo-gate writes there")

    def _maybe(self, key: str, read: Callable[[str], Value]) -> Value | None:
        return read(key) if self.has(key) else None

    def _items(self, key: str) -> list[object]:
        value = self.entries.get(key)
        if not isinstance(value, list):
            raise self.wrong(key)
        return value

    def _number(self, key: str, value: object) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _MOST:
            raise self.wrong(key)
        return Decimal(str(value))

    def _ratio(self, key: str, value: object) -> Decimal:
        if not isinstance(value, str) or not _RATIO.fullmatch(value):
            raise self.wrong(key)
        return Decimal(value)


def told(data: bytes, limit: int) -> Told:
    """The document of some bytes. Raises UnreadableError."""
    if len(data) > limit:
        raise UnreadableError(f"it has more than {limit // 1024} KiB")
    try:
        tree = json.loads(data, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise UnreadableError("it is not JSON") from None
    if not isinstance(tree, dict):
        raise UnreadableError("it is not a JSON object")
    return Told(tree)


def _refused(_name: str) -> float:
    """NaN and Infinity are no JSON."""
    raise ValueError


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
