"""How large an expression is, and whether it takes nothing: what its parts come to, without what they match.

Alternatives are counted as if they had all in common, as Go counts them where they have. It counts sizes only where an
expression may be too large, as this one is; a few that are, such as 4,000 letters 1,000 times, it does not notice.
Source: Go, regexp/syntax/parse.go, `checkLimits`, `repeatIsValid` and `collapse`.
"""

from enum import Enum, auto
from typing import NamedTuple

from slo_gate.promql.re2.wrong import Code, WrongError

MAX_HEIGHT, MAX_SIZE, MAX_COPIES = 1_000, 128 * 1024 * 1024 // 40, 1_000


class Shape(Enum):
    TEXT = auto()
    SEQUENCE = auto()
    CHOICE = auto()
    OTHER = auto()


class Part(NamedTuple):
    """`size` is in instructions; `copies` is how often repetitions within repetitions repeat what is innermost."""

    shape: Shape = Shape.OTHER
    takes_nothing: bool = False
    height: int = 1
    size: int = 1
    copies: int = 0


NOTHING, SOMETHING, LETTER = Part(takes_nothing=True), Part(), Part(Shape.TEXT)


class _Opened(NamedTuple):
    """A parenthesis, and what stands before it."""

    place: int
    captures: bool
    choices: list[Part]
    parts: list[Part]


class Tree:
    """What is read so far of an expression: alternatives, the last of them in parts, and the parentheses around them."""

    def __init__(self, length: int) -> None:
        """`length` is that of the expression, to say where one is that is too large."""
        self._length = length
        self._opened: list[_Opened] = []
        self._choices: list[Part] = []
        self._parts: list[Part] = []

    @property
    def unclosed(self) -> int | None:
        """Where the innermost parenthesis stands that is open."""
        return self._opened[-1].place if self._opened else None

    @property
    def can_repeat(self) -> bool:
        return bool(self._parts)

    def text(self, length: int) -> None:
        """Of some characters a repetition repeats the last one alone."""
        if length > 1:
            self.part(Part(Shape.TEXT, size=length - 1))
        self.part(LETTER)

    def part(self, part: Part) -> None:
        self._parts.append(self._new(part))

    def open(self, place: int, *, captures: bool) -> None:
        self._opened.append(_Opened(place, captures, self._choices, self._parts))
        self._choices, self._parts = [], []

    def alternative(self) -> None:
        self._choices.append(self._sequence())
        self._parts = []

    def close(self) -> None:
        """Of a parenthesis that is open."""
        inner = self.finished()
        _, captures, self._choices, self._parts = self._opened.pop()
        if captures:
            inner = self._new(inner._replace(shape=Shape.OTHER, height=inner.height + 1, size=inner.size + 2))
        self._parts.append(inner)

    def finished(self) -> Part:
        self.alternative()
        return self._choice()

    def repeat(self, least: int, most: int | None) -> None:
        """By `*`, `+` or `?`; that is no copy."""
        part = self._parts[-1]
        self._parts[-1] = self._new(_repeated(part, least, most))

    def copy(self, least: int, most: int | None) -> bool:
        """By numbers in braces. Whether there are not too many copies."""
        part = self._parts[-1]
        times = least if most is None else most
        copies = 0 if most == 0 else max(times, 1) * max(part.copies, 1)
        self._parts[-1] = self._new(_repeated(part, least, most)._replace(copies=copies))
        return times < 2 or copies <= MAX_COPIES

    def _sequence(self) -> Part:
        parts = self._parts
        if len(parts) < 2:
            return parts[0] if parts else self._new(NOTHING)
        size = sum(part.size for part in parts)
        if all(part.shape is Shape.TEXT for part in parts):
            return Part(Shape.TEXT, size=size)
        return self._new(_joined(Shape.SEQUENCE, parts)._replace(size=size))

    def _choice(self) -> Part:
        choices = self._choices
        if len(choices) == 1:
            return choices[0]
        if all(part in (SOMETHING, LETTER) for part in choices):
            return SOMETHING
        takes_nothing = any(part.takes_nothing for part in choices)
        return self._new(_joined(Shape.CHOICE, choices)._replace(takes_nothing=takes_nothing))

    def _new(self, part: Part) -> Part:
        if part.size > MAX_SIZE:
            raise WrongError(Code.TOO_LARGE, 0, self._length)
        if part.height > MAX_HEIGHT:
            raise WrongError(Code.TOO_DEEP, 0, self._length)
        return part


def _joined(shape: Shape, parts: list[Part]) -> Part:
    """Of parts that are joined already the joints are none of their own."""
    return Part(
        shape,
        all(part.takes_nothing for part in parts),
        1 + max(part.height - (part.shape is shape) for part in parts),
        max(part.size for part in parts),
        max(part.copies for part in parts),
    )


def _repeated(part: Part, least: int, most: int | None) -> Part:
    if most is None:
        size = 1 + least * part.size if least else 2 + part.size
    else:
        size = max(1, most * part.size + most - least)
    return Part(Shape.OTHER, part.takes_nothing or least == 0, part.height + 1, size, part.copies)
