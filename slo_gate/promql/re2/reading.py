"""Reads a regular expression as Go does, with the flags that Prometheus gives it.

Source: Go, regexp/syntax/parse.go, `parse` with `Perl`. Flags within an expression do not decide whether it is right.
"""

import re
from collections.abc import Callable
from typing import ClassVar

from slo_gate.promql.re2.classes import class_end
from slo_gate.promql.re2.escapes import character, check_utf8, class_escape
from slo_gate.promql.re2.tree import NOTHING, SOMETHING, Part, Tree
from slo_gate.promql.re2.wrong import Code, WrongError

_TEXT = re.compile("[^\\\\.+*?()|\\[{^$\udc80-\udcff]+")
_COUNT = re.compile(r"\{(?P<least>0|[1-9][0-9]*+)(?P<most>,(?:0|[1-9][0-9]*+)?)?\}")
_FLAGS = re.compile(r"\(\?[imsU]*+(?:-[imsU]++)?[:)]")
_FLAGS_BEGUN = re.compile(r"\(\?[imsU]*+(?:-[imsU]*+)?")
_NAMING = re.compile(r"\(\?P?<(?=.)", re.DOTALL)
_NAME = re.compile(r"[A-Za-z0-9_]+")
_SIGNS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_POSITIONS = {"A": NOTHING, "z": NOTHING, "B": NOTHING, "b": SOMETHING}
"""Nothing has no `\\b`, since there is no word in it."""
_LARGEST, _DIGITS = 1_000, 4


class Reading:
    """Goes through an expression once. Each step begins at a place and answers with its end. Raises WrongError."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tree = Tree(len(text))
        self._repetition = (-1, -1)

    def whole(self) -> Part:
        place = 0
        while place < len(self._text):
            match = _TEXT.match(self._text, place)
            if match:
                self._tree.text(match.end() - place)
            place = match.end() if match else self._STEPS.get(self._text[place], Reading._character)(self, place)
        unclosed = self._tree.unclosed
        if unclosed is not None:
            raise WrongError(Code.MISSING_PARENTHESIS, unclosed, unclosed + 1)
        return self._tree.finished()

    def _character(self, start: int) -> int:
        end = character(self._text, start)[1]
        self._tree.text(1)
        return end

    def _any(self, start: int) -> int:
        self._tree.part(SOMETHING)
        return start + 1

    def _edge(self, start: int) -> int:
        self._tree.part(NOTHING)
        return start + 1

    def _class(self, start: int) -> int:
        self._tree.part(SOMETHING)
        return class_end(self._text, start)

    def _alternative(self, start: int) -> int:
        self._tree.alternative()
        return start + 1

    def _close(self, start: int) -> int:
        if self._tree.unclosed is None:
            raise WrongError(Code.UNEXPECTED_PARENTHESIS, start, start + 1)
        self._tree.close()
        return start + 1

    def _open(self, start: int) -> int:
        if not self._text.startswith("?", start + 1):
            self._tree.open(start, captures=True)
            return start + 1
        naming = _NAMING.match(self._text, start)
        return self._named(start, naming.end()) if naming else self._flagged(start)

    def _named(self, start: int, name: int) -> int:
        end = self._text.find(">", start)
        check_utf8(self._text, start if end < 0 else name, len(self._text) if end < 0 else end)
        if end < 0 or not _NAME.fullmatch(self._text, name, end):
            raise WrongError(Code.NAMED_CAPTURE, start, len(self._text) if end < 0 else end + 1)
        self._tree.open(start, captures=True)
        return end + 1

    def _flagged(self, start: int) -> int:
        flags = _FLAGS.match(self._text, start)
        if not flags:
            begun = _FLAGS_BEGUN.match(self._text, start)
            end = min((begun.end() if begun else start) + 1, len(self._text))
            check_utf8(self._text, start, end)
            raise WrongError(Code.PERL, start, end)
        if flags[0][-1] == ":":
            self._tree.open(start, captures=False)
        return flags.end()

    def _escape(self, start: int) -> int:
        letter = self._text[start + 1 : start + 2]
        if letter in _POSITIONS:
            self._tree.part(_POSITIONS[letter])
            return start + 2
        if letter == "Q":
            return self._quotation(start + 2)
        end = class_escape(self._text, start)
        if end is None:
            return self._character(start)
        self._tree.part(SOMETHING)
        return end

    def _quotation(self, start: int) -> int:
        end = self._text.find(r"\E", start)
        last = len(self._text) if end < 0 else end
        check_utf8(self._text, start, last)
        if last > start:
            self._tree.text(last - start)
        return last if end < 0 else end + 2

    def _sign(self, start: int) -> int:
        end = self._repeatable(start, start + 1)
        self._tree.repeat(*_SIGNS[self._text[start]])
        return end

    def _count(self, start: int) -> int:
        count = _COUNT.match(self._text, start)
        if not count:
            self._tree.text(1)
            return start + 1
        least, most = _number(count["least"]), _most(count)
        if max(least, most or 0) > _LARGEST or (most is not None and least > most):
            raise WrongError(Code.REPEAT_COUNT, start, count.end())
        end = self._repeatable(start, count.end())
        if not self._tree.copy(least, most):
            raise WrongError(Code.REPEAT_COUNT, start, end)
        return end

    def _repeatable(self, start: int, end: int) -> int:
        """The end of a repetition with the `?` that may follow it."""
        end += self._text.startswith("?", end)
        first, last = self._repetition
        if last == start:
            raise WrongError(Code.NESTED_REPETITION, first, end)
        if not self._tree.can_repeat:
            raise WrongError(Code.NOTHING_TO_REPEAT, start, end)
        self._repetition = start, end
        return end

    _STEPS: ClassVar[dict[str, Callable[["Reading", int], int]]] = {
        ".": _any,
        "^": _edge,
        "$": _edge,
        "[": _class,
        "|": _alternative,
        "(": _open,
        ")": _close,
        "\\": _escape,
        "*": _sign,
        "+": _sign,
        "?": _sign,
        "{": _count,
    }


def _number(digits: str) -> int:
    """One that is too large is not read, however long it is."""
    return int(digits) if len(digits) <= _DIGITS else _LARGEST + 1


def _most(count: re.Match[str]) -> int | None:
    """None where there is no limit."""
    if count["most"] is None:
        return _number(count["least"])
    return _number(count["most"][1:]) if count["most"] != "," else None
