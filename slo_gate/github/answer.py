"""One object of an answer of GitHub's API: parsed, and taken no more on trust than a payload is."""

from dataclasses import dataclass
from datetime import datetime

from slo_gate.core.instant import parse_instant
from slo_gate.github.errors import ApiError, Failure
from slo_gate.github.payload import Payload, UnreadableError
from slo_gate.github.variables import COMMIT, LOGIN

_ANY = r"[\s\S]*"


@dataclass(frozen=True, slots=True)
class Answer(Payload):
    """What is missing, or null, is empty; what is there and wrong is an ApiError."""

    @classmethod
    def of(cls, value: object) -> "Answer":
        if not isinstance(value, dict):
            raise ApiError(Failure.STRANGE)
        return cls(value)

    def text(self, pattern: str, *path: str) -> str:
        try:
            return Payload.text(self, pattern, *path)
        except UnreadableError:
            raise ApiError(Failure.STRANGE) from None

    def number(self, *path: str) -> int | None:
        try:
            return Payload.number(self, *path)
        except UnreadableError:
            raise ApiError(Failure.STRANGE) from None

    def count(self, *path: str) -> int | None:
        value = self.at(*path)
        if value is not None and (type(value) is not int or value < 0):
            raise ApiError(Failure.STRANGE)
        return value

    def commit(self, *path: str) -> str:
        """A full SHA, which must be there."""
        return self._required(self.text(COMMIT, *path))

    def login(self, *path: str) -> str:
        """Empty where the account was deleted."""
        return self.text(LOGIN, *path, "login")

    def words(self, *path: str) -> str:
        """Any text. Foreign: to be escaped wherever it is shown."""
        return self.text(_ANY, *path)

    def instant(self, *path: str) -> datetime:
        found = parse_instant(self.words(*path))
        if found is None:
            raise ApiError(Failure.STRANGE)
        return found

    def list(self, *path: str) -> "list[Answer]":
        """The objects of a list, which must be there."""
        found = self.at(*path)
        if not isinstance(found, list):
            raise ApiError(Failure.STRANGE)
        return [Answer.of(one) for one in found]

    def _required(self, text: str) -> str:
        if not text:
            raise ApiError(Failure.STRANGE)
        return text
