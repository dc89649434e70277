"""Values of slo-generator that need more than a pattern: variables, goals, and mappings whose keys name a class."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.checking import Place, Schema, Shape, Violation, by_checking
from slo_gate.core.node import Node, Scalar
from slo_gate.core.scalar_shapes import Anything, Number, Text
from slo_gate.core.shape import MapOf
from slo_gate.core.target import TARGET_UNIT, ZERO_BUDGET, Target
from slo_gate.formats.slo_generator.classes import class_of, pattern_of

_VARIABLE = r"\$\{[A-Za-z0-9_]+\}"
_NUMERAL = re.compile(r"[-+]?[0-9]{1,30}(\.[0-9]{1,30})?")
_BELOW_ALL = r"^([-+]?0{1,30}(\.0{1,30})?|\+?0{1,30}\.(?!9{9}0*[1-9])[0-9]{1,30})$"
_PERCENT = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,9})?) ?%")

FILLED = Text(min_length=1, meaning="a string that is not empty")
MAPPING = MapOf(Anything())


def has_variable(value: Node | None) -> bool:
    """Whether slo-generator puts a variable of its environment into the value, so that nobody else knows it."""
    return isinstance(value, Scalar) and re.search(_VARIABLE, value.text) is not None


@dataclass(frozen=True, slots=True)
class Substituted:
    """A value, or a text with `${VARIABLE}` in it, which may become one."""

    inner: Shape

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        return iter(()) if has_variable(value) else self.inner.check(value, place)

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {"anyOf": [{"type": "string", "pattern": _VARIABLE}, self.inner.schema()]}


def number_of(value: Node | None) -> Decimal | None:
    """The finite number that a scalar is, in quotes or without."""
    if not isinstance(value, Scalar):
        return None
    match value.value:
        case str():
            return Decimal(value.text) if _NUMERAL.fullmatch(value.text) else None
        case bool():
            return None
        case int() | Decimal() as number:
            return Decimal(number) if Decimal(number).is_finite() else None
    return None


def _unquoted(value: Node) -> Node:
    number = number_of(value)
    return value.meaning(number) if isinstance(value, Scalar) and number is not None else value


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number, in quotes or without, or what a variable makes one; `positive` ones are above 0."""

    positive: bool = False

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        return iter(()) if has_variable(value) else self._number().check(_unquoted(value), place)

    def _number(self) -> Number:
        return Number(meaning="a number above 0", above=Decimal(0)) if self.positive else Number()

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        refused = r"(?!-|\+?0+(\.0+)?$)" if self.positive else ""
        text: Schema = {"type": "string", "pattern": f"{_VARIABLE}|^{refused}({_NUMERAL.pattern})$"}
        return {"anyOf": [text, self._number().schema()]}


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio, in quotes or without: slo-generator's documentation calls it a string, its examples write a number.

    A goal of 0 is one; what it is worth is no matter of its shape.
    """

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        goal = number_of(value)
        if goal == 0:
            return
        for violation in Target(1).check(_unquoted(value), place):
            yield violation._replace(help=_way_out(violation, value, goal))

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        number = {key: bound for key, bound in Target(1).schema().items() if key != "exclusiveMinimum"}
        return {"anyOf": [{**number, "minimum": 0}, {"type": "string", "pattern": _BELOW_ALL}]}


def _way_out(violation: Violation, value: Node, goal: Decimal | None) -> str:
    percent = _PERCENT.fullmatch(value.text) if isinstance(value, Scalar) else None
    if violation.rule == ZERO_BUDGET:
        return "allow some: 0.999; slo-generator sets the burn rate of such a goal to 0, so it never alerts"
    if violation.rule == TARGET_UNIT and goal is not None:
        return f"did you mean `{_ratio(goal)}`?"
    if percent:
        return f"did you mean `{_ratio(Decimal(percent[1]))}`?"
    return violation.help or "write a number such as 0.999"


def _ratio(percentage: Decimal) -> str:
    return f"{(percentage / 100).normalize():f}"


@dataclass(frozen=True, slots=True)
class ByClass:
    """A mapping whose keys say of which class their values are; those of classes of one's own are free."""

    shapes: Mapping[str, Shape]

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Mapping):
            yield from MAPPING.check(value, place)
            return
        for key, entry in value.entries.items():
            shape = self.shapes.get(class_of(key, self.shapes), MAPPING)
            yield from shape.check(entry.value, place.key(entry))

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {
            "type": "object",
            "patternProperties": {pattern_of(name): shape.schema() for name, shape in self.shapes.items()},
            "additionalProperties": MAPPING.schema(),
        }
