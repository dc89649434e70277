"""What a sound query says, with places: the selectors, ranges and calls in its tokens, and how it is grouped."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from sys import intern
from typing import NamedTuple

from slo_gate.core.prometheus_duration import parse as parse_duration
from slo_gate.promql.matchers import MARKS
from slo_gate.promql.parsing import Kind
from slo_gate.promql.tokens import Sort, Text, Token, partners
from slo_gate.promql.words import AGGREGATIONS, GROUPING, KEYWORDS, LISTING

_BRACKETS = frozenset("(){}[],")
_OPENING = GROUPING | {"("}
_AROUND = 2
"""How many words beyond the last one are asked for; what is before the first one is the last of these."""


class Matcher(NamedTuple):
    """`label op value`, at [start, end) of the query."""

    label: str
    op: str
    value: str
    start: int
    end: int


class Selector(NamedTuple):
    name: str
    matchers: tuple[Matcher, ...]
    start: int
    end: int


class Range(NamedTuple):
    """What stands in brackets behind a selector; `length` is None where it is the window's."""

    start: int
    end: int
    length: timedelta | None


class Call(NamedTuple):
    """A function or aggregation; `inner` is the first word within its parentheses, [start, end) its name."""

    name: str
    inner: str
    inner_is_call: bool
    start: int
    end: int


class Grouping(NamedTuple):
    """Of an outermost aggregation. `without` tells which way the labels are meant; [start, end) is its name."""

    without: bool
    labels: frozenset[str]
    start: int
    end: int


class Facts(NamedTuple):
    """`groupings` are those of aggregations within no other."""

    kind: Kind
    selectors: tuple[Selector, ...]
    ranges: tuple[Range, ...]
    calls: tuple[Call, ...]
    groupings: tuple[Grouping, ...]
    signs: frozenset[str]
    """Its operators, words as well as signs."""
    has_subquery: bool
    idle_holes: tuple[tuple[int, int], ...]
    """Where placeholders stand in comments and strings alone, [start, end) each."""


class Reader:
    """Reads the tokens of a query that the parser took, without comments."""

    def __init__(self, text: Text, found: Sequence[Token]) -> None:
        self._text = text
        self._found = found
        self._words = [one.text.lower() for one in found] + [""] * _AROUND
        self._pairs = partners(found)
        self._indices = list(self._outer())
        self._called = [index for index in self._indices if self._is_called(index)]

    def facts(self, kind: Kind) -> Facts:
        return Facts(
            kind=kind,
            selectors=tuple(self._selectors()),
            ranges=tuple(self._ranges()),
            calls=tuple(self._call(index) for index in self._called),
            groupings=tuple(self._groupings()),
            has_subquery=any(self._is_subquery(first, last) for first, last in self._pairs.items()),
            idle_holes=self._idle_holes(),
            signs=frozenset([self._words[index] for index in self._indices if _is_operator(self._found[index])]),
        )

    def _outer(self) -> Iterator[int]:
        """The indices of what stands outside braces, brackets, and lists of labels."""
        index = 0
        while index < len(self._found):
            yield index
            text = self._words[index]
            if text in {"{", "["} or (text == "(" and self._words[index - 1] in LISTING):
                index = self._pairs.get(index, index)
            index += 1

    def _is_called(self, index: int) -> bool:
        word, after = self._words[index : index + 2]
        called = word not in KEYWORDS if after == "(" else after in GROUPING and word in AGGREGATIONS
        return called and self._found[index].sort == Sort.WORD

    def _body(self, called: int) -> int:
        """The index of the parenthesis that begins the arguments of a call."""
        if self._words[called + 1] == "(":
            return called + 1
        return self._pairs.get(called + 2, called) + 1

    def _call(self, index: int) -> Call:
        inner = self._body(index) + 1
        while self._words[inner] == "(":
            inner += 1
        one = self._found[index]
        is_call = self._words[inner + 1] in _OPENING
        return Call(intern(self._words[index]), self._found[inner].text, is_call, one.start, one.end)

    def _selectors(self) -> Iterator[Selector]:
        called = set(self._called)
        for index in self._indices:
            one = self._found[index]
            named = one.sort == Sort.WORD and self._words[index] not in KEYWORDS and index not in called
            if named and self._words[index + 1] != "(" and not self._text.is_hole(one.start):
                braced = index + 1 if self._words[index + 1] == "{" else None
                yield self._selector(index, braced)
            elif one.text == "{" and one.sort == Sort.SIGN and not self._is_name(index - 1, called):
                yield self._selector(index, index)

    def _is_name(self, index: int, called: set[int]) -> bool:
        return (
            index >= 0
            and self._found[index].sort == Sort.WORD
            and index not in called
            and self._words[index] not in KEYWORDS
        )

    def _selector(self, index: int, braced: int | None) -> Selector:
        matchers = tuple(self._matchers(braced)) if braced is not None else ()
        last = index if braced is None else self._pairs[braced]
        name = self._found[index].text if index != braced else _name_in(matchers)
        own = tuple(one for one in matchers if (one.label, one.op) != ("__name__", "="))
        return Selector(name, own, self._found[index].start, self._found[last].end)

    def _matchers(self, braced: int) -> Iterator[Matcher]:
        begun: list[Token] = []
        for index in range(braced + 1, self._pairs[braced] + 1):
            one = self._found[index]
            if one.text in {",", "}"} or (one.text == "or" and self._words[index + 1] not in MARKS):
                if begun:
                    yield _matcher(begun)
                begun = []
            else:
                begun.append(one)

    def _ranges(self) -> Iterator[Range]:
        for first, last in sorted(self._pairs.items()):
            if self._words[first] == "[" and last == first + 2:
                one = self._found[first + 1]
                yield Range(one.start, one.end, None if self._text.is_hole(one.start) else _length(one.text))

    def _is_subquery(self, first: int, last: int) -> bool:
        return self._words[first] == "[" and any(one.text == ":" for one in self._found[first:last])

    def _idle_holes(self) -> tuple[tuple[int, int], ...]:
        starts = {one.start for one in self._found if one.sort == Sort.NUMBER} if self._text.holes else set()
        return () if any(start in starts for start, _ in self._text.holes) else self._text.holes

    def _groupings(self) -> Iterator[Grouping]:
        end = -1
        for index in self._called:
            if index > end and self._words[index] in AGGREGATIONS:
                end = self._pairs.get(self._body(index), index)
                yield self._grouping(index, end)

    def _grouping(self, index: int, end: int) -> Grouping:
        words = (position for position in (index + 1, end + 1) if self._words[position] in GROUPING)
        word = next(words, None)
        one = self._found[index]
        if word is None:
            return Grouping(False, frozenset(), one.start, one.end)
        listed = self._found[word + 2 : self._pairs.get(word + 1, word + 1)]
        labels = frozenset(each.text.strip("\"'`") for each in listed if each.text != ",")
        return Grouping(self._words[word] == "without", labels, one.start, one.end)


def _is_operator(one: Token) -> bool:
    return (
        one.text.lower() in KEYWORDS if one.sort == Sort.WORD else one.sort == Sort.SIGN and one.text not in _BRACKETS
    )


def _matcher(begun: Sequence[Token]) -> Matcher:
    """A name in quotes alone is that of the metric."""
    if len(begun) == 1:
        return Matcher("__name__", "=", _unquoted(begun[0].text), begun[0].start, begun[0].end)
    label, op, value = begun[0], begun[1], begun[-1]
    return Matcher(intern(_unquoted(label.text)), intern(op.text), _unquoted(value.text), label.start, value.end)


def _unquoted(text: str) -> str:
    if text[:1] == "`":
        return text[1:-1]
    return text[1:-1].replace("\\\\", "\\") if text[:1] in {'"', "'"} else text


def _name_in(matchers: Sequence[Matcher]) -> str:
    return next((one.value for one in matchers if one.label == "__name__" and one.op == "="), "")


def _length(text: str) -> timedelta | None:
    try:
        return parse_duration(text if text[-1:].isalpha() else f"{text}s")
    except (ValueError, OverflowError):
        return None
