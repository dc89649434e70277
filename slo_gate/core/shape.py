"""What a YAML document must look like: one description that checks it, with positions, and prints its JSON Schema.

Shapes combine: `Record` holds fields, `IfThen` holds shapes. Every shape's `schema()` (draft-07) and `check()` agree;
a property test holds them to it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, Protocol

from slo_gate.core import node
from slo_gate.core.finding import Edit, Finding, Location, Severity
from slo_gate.core.node import Node, Span
from slo_gate.core.spelling import closest, slip_of
from slo_gate.core.writing import number_at, quoted, string_at

UNKNOWN_KEY, MISSING_KEY, WRONG_TYPE, WRONG_VALUE, KEY_CHOICE, WRONG_LENGTH = (
    "SLO101",
    "SLO102",
    "SLO103",
    "SLO104",
    "SLO105",
    "SLO106",
)

Schema = dict[str, object]

_NUMERIC = re.compile(r"[-+]?[0-9]{1,30}(\.[0-9]{1,30})?")
_SHOWN = 80
"""How much of a key is shown: a path of long keys, repeated in each of many messages, would fill the memory."""


_GUESSES = 20
"""For how many unknown keys of a mapping a name is looked for that is merely like them."""


class Violation(NamedTuple):
    """`fix` is the text that belongs at the span instead, where there is exactly one."""

    rule: str
    span: Span
    message: str
    help: str
    fix: str | None = None

    def finding(self, file: str) -> Finding:
        edit = None if self.fix is None else Edit(self.span, self.fix)
        return Finding(self.rule, Severity.ERROR, Location(file, self.span), self.message, self.help, edit)


class Place(NamedTuple):
    """Where a node hangs: its path in words, and the span to blame when something is missing inside it."""

    path: str
    owner: Span

    def key(self, entry: node.Entry) -> "Place":
        text = entry.key.text[:_SHOWN]
        return Place(f"{self.path}.{text}" if self.path else text, entry.key.span)

    def item(self, index: int, item: Node) -> "Place":
        return Place(f"{self.path}[{index}]", item.span)

    def __str__(self) -> str:
        return self.path or "the document"


class Shape(Protocol):
    def check(self, value: Node, place: Place) -> Iterator[Violation]: ...

    def schema(self) -> Schema: ...


def fits(shape: Shape, value: Node) -> bool:
    return next(shape.check(value, Place("", value.span)), None) is None


def _wrong_type(value: Node, place: Place, wanted: str) -> Violation:
    empty = isinstance(value, node.Scalar) and value.value is None
    hint = "give it a value, or remove the key" if empty else ""
    return Violation(WRONG_TYPE, value.span, f"`{place}` is {node.kind_of(value)}; it must be {wanted}", hint)


class Text(NamedTuple):
    """A string. `pattern` speaks of all of it; `meaning` finishes "it must be …" where it is not met."""

    pattern: str = ""
    meaning: str = "a string"
    max_length: int = 0
    min_length: int = 0
    doc: str = ""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Scalar) or not isinstance(value.value, str):
            violation = _wrong_type(value, place, self.meaning)
            if isinstance(value, node.Scalar) and value.value is not None and self._takes(value.text):
                violation = violation._replace(help=f'put it in quotes: "{value.text}"', fix=self._repaired(value))
            yield violation
        elif len(value.text) < self.min_length:
            yield Violation(WRONG_LENGTH, value.span, f"`{place}` is empty", f"it must be {self.meaning}")
        elif self.max_length and len(value.text) > self.max_length:
            message = f"`{place}` has {len(value.text)} characters; at most {self.max_length} are allowed"
            yield Violation(WRONG_LENGTH, value.span, message, "shorten it")
        elif not self._takes(value.text):
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {_quote(value)}", f"it must be {self.meaning}")

    def _repaired(self, value: node.Scalar) -> str | None:
        long = self.max_length and len(value.text) > self.max_length
        return None if long or len(value.text) < self.min_length else quoted(value)

    def _takes(self, text: str) -> bool:
        return not self.pattern or re.fullmatch(self.pattern, text) is not None

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
            yield _wrong_type(value, place, f"one of {', '.join(self.options)}")
        elif value.value not in self.options:
            slip = slip_of(value.text, self.options)
            meant = slip or closest(value.text, self.options)
            wanted = f"did you mean `{meant}`? " if meant else ""
            hint = f"{wanted}it must be one of {', '.join(self.options)}"
            fix = string_at(value, slip) if slip else None
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {_quote(value)}", hint, fix)

    def schema(self) -> Schema:
        return {"enum": list(self.options)}


class Number(NamedTuple):
    """A finite number between two bounds. `meaning` finishes "it must be …"; `hints` explain a slip, by its reason."""

    meaning: str = "a number"
    above: Decimal | None = None
    minimum: Decimal | None = None
    below: Decimal | None = None
    maximum: Decimal | None = None
    integer: bool = False

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        number = value.value if isinstance(value, node.Scalar) else None
        if isinstance(number, bool) or not isinstance(number, int | Decimal):
            violation = _wrong_type(value, place, self.meaning)
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
            yield _wrong_type(value, place, "true or false")._replace(fix=self._repaired(value))
        elif self.only is not None and value.value is not self.only:
            yield Violation(
                WRONG_VALUE, value.span, f"`{place}` is {value.text}", f"it must be {str(self.only).lower()}"
            )

    def _repaired(self, value: Node) -> str | None:
        words = ("true", "false") if self.only is None else (str(self.only).lower(),)
        return value.text if isinstance(value, node.Scalar) and value.style and value.text in words else None

    def schema(self) -> Schema:
        return {"type": "boolean"} if self.only is None else {"const": self.only}


class Anything(NamedTuple):
    def check(self, value: Node, place: Place) -> Iterator[Violation]:  # noqa: ARG002 - whatever it is
        return iter(())

    def schema(self) -> Schema:
        return {}


class Forbidden(NamedTuple):
    """A key that has no place here; `message` says why, `help` what to do."""

    message: str
    help: str = "remove it"

    def check(self, value: Node, place: Place) -> Iterator[Violation]:  # noqa: ARG002 - whatever it is
        yield Violation(KEY_CHOICE, place.owner, f"`{place}` {self.message}", self.help)

    def schema(self) -> Schema:
        return {"not": {}}


class ListOf(NamedTuple):
    item: Shape
    minimum: int = 0
    maximum: int | None = None

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Sequence):
            yield _wrong_type(value, place, "a list")
            return
        count = len(value.items)
        if count < self.minimum or (self.maximum is not None and count > self.maximum):
            exactly = self.minimum == self.maximum
            wanted = f"exactly {self.minimum}" if exactly else f"at least {self.minimum}"
            if count > self.minimum and not exactly:
                wanted = f"at most {self.maximum}"
            yield Violation(WRONG_LENGTH, place.owner, f"`{place}` has {count} items", f"it must have {wanted}")
        for index, item in enumerate(value.items):
            yield from self.item.check(item, place.item(index, item))

    def schema(self) -> Schema:
        schema: Schema = {"type": "array", "items": self.item.schema()}
        if self.minimum:
            schema["minItems"] = self.minimum
        if self.maximum is not None:
            schema["maxItems"] = self.maximum
        return schema


class MapOf(NamedTuple):
    """A mapping whose keys are free, as far as `key` allows."""

    value: Shape
    key: Text = Text()
    minimum: int = 0

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Mapping):
            yield _wrong_type(value, place, "a mapping")
            return
        if len(value.entries) < self.minimum:
            yield Violation(WRONG_LENGTH, place.owner, f"`{place}` is empty", f"it needs at least {self.minimum} key")
        for entry in value.entries.values():
            if self.key.pattern and not re.fullmatch(self.key.pattern, entry.key.text):
                message = f"the key `{entry.key.text[:80]}` of `{place}` is not allowed"
                yield Violation(WRONG_VALUE, entry.key.span, message, f"a key must be {self.key.meaning}")
            yield from self.value.check(entry.value, place.key(entry))

    def schema(self) -> Schema:
        schema: Schema = {"type": "object", "additionalProperties": self.value.schema()}
        if self.key.pattern:
            schema["propertyNames"] = {"pattern": self.key.pattern}
        if self.minimum:
            schema["minProperties"] = self.minimum
        return schema


class Either(NamedTuple):
    """One shape for scalars, another for lists or mappings."""

    scalar: Shape
    other: Shape

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        return (self.scalar if isinstance(value, node.Scalar) else self.other).check(value, place)

    def schema(self) -> Schema:
        return {"anyOf": [self.scalar.schema(), self.other.schema()]}


class Field(NamedTuple):
    """`doc` is one sentence, shown by editors and where the key is missing. `default` is shown by editors."""

    shape: Shape
    required: bool = False
    doc: str = ""
    default: object = None


class Constraint(Protocol):
    """What holds between the keys of a record."""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]: ...

    def schema(self) -> Schema: ...


def _place_of_key(entry: node.Entry) -> Span:
    return entry.key.span


class ExactlyOne(NamedTuple):
    keys: tuple[str, ...]
    help: str = ""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        present = sorted((value.entries[key] for key in self.keys if key in value.entries), key=_place_of_key)
        names = " and ".join(f"`{entry.key.text}`" for entry in present)
        choices = ", ".join(f"`{key}`" for key in self.keys)
        if not present:
            yield Violation(MISSING_KEY, place.owner, f"`{place}` needs one of {choices}", self.help)
        elif len(present) > 1:
            hint = self.help or f"keep exactly one of {choices}"
            yield Violation(KEY_CHOICE, present[1].key.span, f"`{place}` has {names} at the same time", hint)

    def schema(self) -> Schema:
        return {"oneOf": [{"required": [key]} for key in self.keys]}


class AtLeastOne(NamedTuple):
    keys: tuple[str, ...]
    help: str = ""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        if not any(key in value.entries for key in self.keys):
            choices = " or ".join(f"`{key}`" for key in self.keys)
            yield Violation(MISSING_KEY, place.owner, f"`{place}` has no {choices}", self.help)

    def schema(self) -> Schema:
        return {"anyOf": [{"required": [key]} for key in self.keys]}


class AtMostOne(NamedTuple):
    keys: tuple[str, ...]
    help: str = ""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        if sum(key in value.entries for key in self.keys) > 1:
            yield from ExactlyOne(self.keys, self.help).check(value, place)

    def schema(self) -> Schema:
        none = {"not": {"anyOf": [{"required": [key]} for key in self.keys]}}
        return {"oneOf": [none, *({"required": [key]} for key in self.keys)]}


class IfThen(NamedTuple):
    """Where a record fits `condition`, it must fit `consequence` too."""

    condition: Shape
    consequence: Shape

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        if fits(self.condition, value):
            yield from self.consequence.check(value, place)

    def schema(self) -> Schema:
        return {"if": self.condition.schema(), "then": self.consequence.schema()}


class Record(NamedTuple):
    """A mapping with known keys. Unknown ones are refused unless `open`."""

    fields: Mapping[str, Field]
    constraints: tuple[Constraint, ...] = ()
    open: bool = False
    doc: str = ""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Mapping):
            yield _wrong_type(value, place, "a mapping")
            return
        slips = {} if self.open else self._slips(value, place)
        unknown = 0
        for key, entry in value.entries.items():
            known = self.fields.get(key)
            if known:
                yield from known.shape.check(entry.value, place.key(entry))
            elif not self.open:
                unknown += 1
                guess = slips.get(key) or (closest(key, self.fields) if unknown <= _GUESSES else "")
                yield self._unknown(entry, place, guess, slips.get(key, ""))
        for key, wanted in self.fields.items():
            if wanted.required and key not in value.entries:
                yield Violation(MISSING_KEY, place.owner, f"`{place}` has no `{key}`", wanted.doc)
        for constraint in self.constraints:
            yield from constraint.check(value, place)

    def _unknown(self, entry: node.Entry, place: Place, meant: str, slip: str) -> Violation:
        hint = f"did you mean `{meant}`?" if meant else f"known keys: {', '.join(self.fields)}"
        fix = string_at(entry.key, slip) if slip else None
        return Violation(UNKNOWN_KEY, entry.key.span, f"unknown key `{entry.key.text[:80]}` in `{place}`", hint, fix)

    def _slips(self, value: node.Mapping, place: Place) -> dict[str, str]:
        """The misspelt keys and what they mean, where each is the only one to mean it, and nothing speaks against it."""
        meant = {key: slip_of(key, self.fields) for key in value.entries if key not in self.fields}
        if not any(meant.values()):
            return {}
        often = Counter(meant.values())
        near = {key: name for key, name in meant.items() if name and often[name] == 1 and name not in value.entries}
        together = _renamed(value, near)
        return {
            key: name
            for key, name in near.items()
            if self._takes(together.entries[name], name, place)
            and self._no_worse(_renamed(value, {other: near[other] for other in near if other != key}), together, place)
        }

    def _takes(self, entry: node.Entry, name: str, place: Place) -> bool:
        """Whether a value is what a key's must be, but for what can be mended or stands deeper in it."""
        found = self.fields[name].shape.check(entry.value, place.key(entry))
        return not any(one.fix is None and one.span == entry.value.span for one in found)

    def _no_worse(self, value: node.Mapping, renamed: node.Mapping, place: Place) -> bool:
        """Whether a renamed key comes into no other's way."""
        before = {found for constraint in self.constraints for found in constraint.check(value, place)}
        return all(found in before for constraint in self.constraints for found in constraint.check(renamed, place))

    def schema(self) -> Schema:
        schema: Schema = {"type": "object", "properties": {key: _field(item) for key, item in self.fields.items()}}
        if self.doc:
            schema["description"] = self.doc
        required = [key for key, item in self.fields.items() if item.required]
        if required:
            schema["required"] = required
        if not self.open:
            schema["additionalProperties"] = False
        if self.constraints:
            schema["allOf"] = [constraint.schema() for constraint in self.constraints]
        return schema


def _renamed(value: node.Mapping, names: Mapping[str, str]) -> node.Mapping:
    return node.Mapping(value.span, {names.get(key, key): entry for key, entry in value.entries.items()})


def _field(item: Field) -> Schema:
    schema = dict(item.shape.schema())
    if item.doc:
        schema.setdefault("description", item.doc)
    if item.default is not None:
        schema["default"] = item.default
    return schema
