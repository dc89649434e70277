"""Values of slo-generator that need more than a pattern: variables, goals, and mappings whose keys name a class."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.node import Node, Scalar
from slo_gate.core.shape import Anything, MapOf, Number, Place, Schema, Shape, Text, Violation
from slo_gate.core.target import TARGET_UNIT, ZERO_BUDGET, Target
from slo_gate.formats.slo_generator.classes import class_of, pattern_of

_VARIABLE = r"\$\{[A-Za-z0-9_]+\}"
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,29})(\.[0-9]{1,30})?")
_NUMERAL = re.compile(r"[-+]?([0-9]{1,30}(\.[0-9]{1,30})?|Inf)")
_BELOW_ALL = r"^0(\.(?!9{9}0*[1-9])[0-9]{1,30})?$"
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

    def schema(self) -> Schema:
        return {"anyOf": [{"type": "string", "pattern": _VARIABLE}, self.inner.schema()]}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number, in quotes or without."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        quoted = isinstance(value, Scalar) and isinstance(value.value, str) and _NUMERAL.fullmatch(value.text)
        return iter(()) if quoted or has_variable(value) else Number().check(value, place)

    def schema(self) -> Schema:
        text = {"type": "string", "pattern": f"{_VARIABLE}|^({_NUMERAL.pattern})$"}
        return {"anyOf": [text, Number().schema()]}


def goal_of(value: Node | None) -> Decimal | None:
    """The goal that a number, or a number in quotes, states."""
    if not isinstance(value, Scalar) or isinstance(value.value, bool):
        return None
    if isinstance(value.value, str):
        return Decimal(value.text) if _NUMBER.fullmatch(value.text) else None
    return None if value.value is None else Decimal(value.value)


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio, in quotes or without: slo-generator's documentation calls it a string, its examples write a number.

    A goal of 0 is one; what it is worth is no matter of its shape.
    """

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        goal = goal_of(value)
        if goal == 0:
            return
        number = value if goal is None or not isinstance(value, Scalar) else replace(value, value=goal)
        for violation in Target(1).check(number, place):
            yield violation._replace(help=_way_out(violation, value, goal))

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

    def schema(self) -> Schema:
        return {
            "type": "object",
            "patternProperties": {pattern_of(name): shape.schema() for name, shape in self.shapes.items()},
            "additionalProperties": MAPPING.schema(),
        }
