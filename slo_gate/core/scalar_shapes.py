"""Shapes of single values."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import (
    KEY_CHOICE,
    WRONG_LENGTH,
    WRONG_VALUE,
    Place,
    Schema,
    Takes,
    Violation,
    wrong_type,
)
from slo_gate.core.node import Node
from slo_gate.core.spelling import closest, slip_of
from slo_gate.core.writing import number_at, quoted, string_at

_NUMERIC = re.compile(r"[-+]?[0-9]{1,30}(\.[0-9]{1,30})?")


class Text(NamedTuple):
    """A string. `pattern` speaks of all of it; `meaning` finishes "it must be …" where it is not met."""

    pattern: str = ""
    meaning: str = "a string"
    max_length: int = 0
    min_length: int = 0
    doc: str = ""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Scalar) or not isinstance(value.value, str):
            violation = wrong_type(value, place, self.meaning)
            if isinstance(value, node.Scalar) and value.value is not None and self._matches(value.text):
                violation = violation._replace(help=f'put it in quotes: "{value.text}"', fix=self._repaired(value))
            yield violation
        elif len(value.text) < self.min_length:
            yield Violation(WRONG_LENGTH, value.span, f"`{place}` is empty", f"it must be {self.meaning}")
        elif self.max_length and len(value.text) > self.max_length:
            message = f"`{place}` has {len(value.text)} characters; at most {self.max_length} are allowed"
            yield Violation(WRONG_LENGTH, value.span, message, "shorten it")
        elif not self._matches(value.text):
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {_quote(value)}", f"it must be {self.meaning}")

    def _repaired(self, value: node.Scalar) -> str | None:
        long = self.max_length and len(value.text) > self.max_length
        return None if long or len(value.text) < self.min_length else quoted(value)

    def _matches(self, text: str) -> bool:
        return not self.pattern or re.fullmatch(self.pattern, text) is not None

    @property
    def takes(self) -> Takes:
        least, most = self.min_length, self.max_length
        matches = re.compile(self.pattern).fullmatch if self.pattern else None

        def takes(value: Node) -> bool:
            if not isinstance(value, node.Scalar) or not isinstance(value.value, str):
                return False
            text = value.text
            if len(text) < least or (most and len(text) > most):
                return False
            return matches is None or matches(text) is not None

        return takes

    def schema(self) -> Schema:
        schema: Schema = {"type": "string"}
        if self.pattern:
            schema["pattern"] = self.pattern
        if self.min_length:
            schema["minLength"] = self.min_length
        if self.max_length:
            schema["maxLength"] = self.max_length
        return schema


def _quote(value: node.Scalar) -> str:
    return f"{value.text[:60]!r}" if isinstance(value.value, str) else value.text[:60]


class Choice(NamedTuple):
    """One of a few strings."""

    options: tuple[str, ...]

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Scalar):
            yield wrong_type(value, place, f"one of {', '.join(self.options)}")
        elif value.value not in self.options:
            slip = slip_of(value.text, self.options)
            meant = slip or closest(value.text, self.options)
            wanted = f"did you mean `{meant}`? " if meant else ""
            hint = f"{wanted}it must be one of {', '.join(self.options)}"
            fix = string_at(value, slip) if slip else None
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {_quote(value)}", hint, fix)

    @property
    def takes(self) -> Takes:
        options = frozenset(map(str, self.options))
        return lambda value: isinstance(value, node.Scalar) and value.value in options

    def schema(self) -> Schema:
        return {"enum": list(self.options)}


class Number(NamedTuple):
    """A finite number between two bounds. `meaning` finishes "it must be …"."""

    meaning: str = "a number"
    above: Decimal | None = None
    minimum: Decimal | None = None
    below: Decimal | None = None
    maximum: Decimal | None = None
    integer: bool = False

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        number = value.value if isinstance(value, node.Scalar) else None
        if isinstance(number, bool) or not isinstance(number, int | Decimal):
            violation = wrong_type(value, place, self.meaning)
            if isinstance(value, node.Scalar) and _NUMERIC.fullmatch(value.text):
                fix = number_at(value, value.text) if self.holds(Decimal(value.text)) else None
                violation = violation._replace(help=f"write it without quotes: {value.text}", fix=fix)
            yield violation
        elif not self.holds(Decimal(number)):
            assert isinstance(value, node.Scalar)
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {value.text}", f"it must be {self.meaning}")

    def holds(self, number: Decimal) -> bool:
        return (
            number.is_finite()
            and (self.above is None or number > self.above)
            and (self.minimum is None or number >= self.minimum)
            and (self.below is None or number < self.below)
            and (self.maximum is None or number <= self.maximum)
            and (not self.integer or number == number.to_integral_value())
        )

    def takes(self, value: Node) -> bool:
        number = value.value if isinstance(value, node.Scalar) else None
        return isinstance(number, int | Decimal) and not isinstance(number, bool) and self.holds(Decimal(number))

    def schema(self) -> Schema:
        schema: Schema = {"type": "integer" if self.integer else "number"}
        bounds = {
            "exclusiveMinimum": self.above,
            "minimum": self.minimum,
            "exclusiveMaximum": self.below,
            "maximum": self.maximum,
        }
        schema.update({key: _json_number(bound) for key, bound in bounds.items() if bound is not None})
        return schema


def _json_number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


class Boolean(NamedTuple):
    """True or false; `only` allows just one of them."""

    only: bool | None = None

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Scalar) or not isinstance(value.value, bool):
            yield wrong_type(value, place, "true or false")._replace(fix=self._repaired(value))
        elif self.only is not None and value.value is not self.only:
            yield Violation(
                WRONG_VALUE, value.span, f"`{place}` is {value.text}", f"it must be {str(self.only).lower()}"
            )

    def _repaired(self, value: Node) -> str | None:
        words = ("true", "false") if self.only is None else (str(self.only).lower(),)
        return value.text if isinstance(value, node.Scalar) and value.style and value.text in words else None

    @property
    def takes(self) -> Takes:
        allowed = (True, False) if self.only is None else (self.only,)
        return lambda value: isinstance(value, node.Scalar) and isinstance(value.value, bool) and value.value in allowed

    def schema(self) -> Schema:
        return {"type": "boolean"} if self.only is None else {"const": self.only}


class Anything(NamedTuple):
    def check(self, value: Node, place: Place) -> Iterator[Violation]:  # noqa: ARG002 - whatever it is
        return iter(())

    def takes(self, value: Node) -> bool:  # noqa: ARG002 - as above
        return True

    def schema(self) -> Schema:
        return {}


class Forbidden(NamedTuple):
    """A key that has no place here; `message` says why, `help` what to do."""

    message: str
    help: str = "remove it"

    def check(self, value: Node, place: Place) -> Iterator[Violation]:  # noqa: ARG002 - whatever it is
        yield Violation(KEY_CHOICE, place.owner, f"`{place}` {self.message}", self.help)

    def takes(self, value: Node) -> bool:  # noqa: ARG002 - it has no place here
        return False

    def schema(self) -> Schema:
        return {"not": {}}
