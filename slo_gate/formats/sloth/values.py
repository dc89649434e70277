"""Values of Sloth that need more than a pattern: names, queries, and what it takes for text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Shape, Violation, by_checking
from slo_gate.core.node import Node, Scalar, span_within
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Text
from slo_gate.core.shape import MapOf
from slo_gate.formats.sloth.pages import NO_WINDOW, UNKNOWN_VARIABLE

TEXT = Text()
FILLED = Text(min_length=1, meaning="a string that is not empty")

_NAME = r"^[A-Za-z0-9][-A-Za-z0-9_.]*[A-Za-z0-9]$"
_WINDOW = r"\{\{ *\.window *\}\}"
_NEARLY_A_WINDOW = re.compile(r"\{\{-?\s*(?:\.\s*)?windows?\s*-?\}\}", re.IGNORECASE)
_OTHER_VARIABLE = r"\{\{-?\s*\.(?!window\b)[A-Za-z_]\w*"


class Name(NamedTuple):
    """The name of a service or an SLO, by the pattern of Sloth's `conventions.NameRegexp`."""

    max_length: int = 0

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        for violation in self._text().check(value, place):
            meant = _as_name(value.text) if isinstance(value, Scalar) and violation.rule == WRONG_VALUE else ""
            yield violation._replace(help=f"did you mean `{meant}`? {violation.help}") if meant else violation

    def _text(self) -> Text:
        meaning = "two or more letters, digits, `-`, `_` and `.`, with a letter or digit first and last"
        return Text(pattern=_NAME, meaning=meaning, max_length=self.max_length)

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return self._text().schema()


def _as_name(text: str) -> str:
    """`web shop` as `web-shop`; nothing where that is no name either."""
    name = re.sub(r"[^A-Za-z0-9_.]+", "-", text[:100]).strip("-_.")
    return name if re.fullmatch(_NAME, name) else ""


class Query(NamedTuple):
    """A query with `{{.window}}` in it, which Sloth looks for by `conventions.TplSLIQueryWindowVarRegex`."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        violations = list(FILLED.check(value, place))
        yield from violations
        if violations or not isinstance(value, Scalar):
            return
        if re.search(_WINDOW, value.text):
            others = re.finditer(_OTHER_VARIABLE, value.text)
            yield from (_unknown_variable(value, place, variable) for variable in others)
        else:
            yield _no_window(value, place)

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        other: Schema = {"pattern": _OTHER_VARIABLE}
        return {**FILLED.schema(), "pattern": _WINDOW, "not": other}


def _no_window(value: Scalar, place: Place) -> Violation:
    nearly = _NEARLY_A_WINDOW.search(value.text)
    if not nearly:
        hint = "give its ranges as `[{{.window}}]`; Sloth fills in 5m, 30m, 1h and so on"
        return Violation(NO_WINDOW, value.span, f"`{place}` has no `{{{{.window}}}}`", hint)
    span = span_within(value.text, value.span, value.indent, *nearly.span())
    message = f"`{place}` has `{nearly[0][:60]}`, which Sloth does not take for the window"
    return Violation(NO_WINDOW, span, message, "write it as `{{.window}}`: small letters, and at most blanks inside")


def _unknown_variable(value: Scalar, place: Place, variable: re.Match[str]) -> Violation:
    span = span_within(value.text, value.span, value.indent, *variable.span())
    name = variable[0].rpartition(".")[2][:60]
    message = f"`{place}` has a variable `.{name}`, and Sloth knows `.window` alone"
    return Violation(UNKNOWN_VARIABLE, span, message, "write its value; if the file is a template, render it first")


class Lenient(NamedTuple):
    """Text, or what a plain spec of Sloth takes for it: a number, `true` or `false`."""

    text: Text

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, Scalar) or value.value is None or isinstance(value.value, str):
            yield from self.text.check(value, place)

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {"anyOf": [self.text.schema(), {"type": ["number", "boolean"]}]}


def labels_of(value: Shape) -> OrNothing:
    key = Text(pattern=r"^(?!__name__$)[\s\S]+$", meaning="a label's name, and not `__name__`")
    return OrNothing(MapOf(value, key=key))


def texts(value: Node | None) -> Iterator[tuple[str, str]]:
    """The scalars of a mapping, by their keys."""
    if isinstance(value, node.Mapping):
        yield from ((key, each.value.text) for key, each in value.entries.items() if isinstance(each.value, Scalar))
