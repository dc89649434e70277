"""What a YAML document must look like: one description that checks it, with positions, and prints its JSON Schema.

Shapes combine: `Record` holds fields, `IfThen` holds shapes. Every shape's `schema()` (draft-07), `check()` and `takes()`
agree; property tests hold them to it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import (
    MISSING_KEY,
    UNKNOWN_KEY,
    WRONG_LENGTH,
    WRONG_VALUE,
    Place,
    Schema,
    Shape,
    Takes,
    Violation,
    wrong_type,
)
from slo_gate.core.constraints import Constraint, all_of
from slo_gate.core.homes import home_around, home_near
from slo_gate.core.node import Node
from slo_gate.core.scalar_shapes import Anything, Forbidden, Text
from slo_gate.core.slips import slips
from slo_gate.core.spelling import closest
from slo_gate.core.writing import string_at

_GUESSES = 20
"""For how many unknown keys of a mapping a name is looked for that is merely like them."""
_NOTHING = Forbidden("").takes


class ListOf(NamedTuple):
    item: Shape
    minimum: int = 0
    maximum: int | None = None

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Sequence):
            yield wrong_type(value, place, "a list")
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

    @property
    def takes(self) -> Takes:
        least, most, takes_item = self.minimum, self.maximum, self.item.takes

        def takes(value: Node) -> bool:
            if not isinstance(value, node.Sequence):
                return False
            items = value.items
            return least <= len(items) and (most is None or len(items) <= most) and all(map(takes_item, items))

        return takes

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
            yield wrong_type(value, place, "a mapping")
            return
        if len(value.entries) < self.minimum:
            yield Violation(WRONG_LENGTH, place.owner, f"`{place}` is empty", f"it needs at least {self.minimum} key")
        for entry in value.entries.values():
            if self.key.pattern and not re.fullmatch(self.key.pattern, entry.key.text):
                message = f"the key `{entry.key.text[:80]}` of `{place}` is not allowed"
                yield Violation(WRONG_VALUE, entry.key.span, message, f"a key must be {self.key.meaning}")
            yield from self.value.check(entry.value, place.key(entry))

    @property
    def takes(self) -> Takes:
        least, takes_value = self.minimum, self.value.takes
        matches = re.compile(self.key.pattern).fullmatch if self.key.pattern else None

        def takes(value: Node) -> bool:
            if not isinstance(value, node.Mapping) or len(value.entries) < least:
                return False
            for key, entry in value.entries.items():
                if (matches is not None and matches(key) is None) or not takes_value(entry.value):
                    return False
            return True

        return takes

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

    @property
    def takes(self) -> Takes:
        scalar, other = self.scalar.takes, self.other.takes
        return lambda value: (scalar if isinstance(value, node.Scalar) else other)(value)

    def schema(self) -> Schema:
        return {"anyOf": [self.scalar.schema(), self.other.schema()]}


class Field(NamedTuple):
    """`doc` is one sentence, shown by editors and where the key is missing. `default` is shown by editors."""

    shape: Shape
    required: bool = False
    doc: str = ""
    default: object = None


class _Takers(dict[str, Takes]):
    """What takes the values of the fields. Of each it is made when the field is first met, since patterns cost."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        super().__init__()
        self._fields = fields

    def __missing__(self, key: str) -> Takes:
        if key in self._fields:
            return self.setdefault(key, self._fields[key].shape.takes)
        return _NOTHING


class Record:
    """A mapping with known keys. Unknown ones are refused unless `open`: then only values of those `_asked` matter."""

    __slots__ = ("_asked", "_hold", "_take", "constraints", "doc", "fields", "open")

    def __init__(
        self,
        fields: Mapping[str, Field],
        constraints: tuple[Constraint, ...] = (),
        open: bool = False,  # noqa: A002, FBT001, FBT002 - the word of JSON Schema's users
        doc: str = "",
    ) -> None:
        self.fields = fields
        self.constraints = constraints
        self.open = open
        self.doc = doc
        required = tuple(key for key, field in fields.items() if field.required)
        self._asked = tuple(key for key, field in fields.items() if not isinstance(field.shape, Anything))
        self._take = _Takers(fields)
        needs = (all_of(required),) if required else ()
        self._hold = (*needs, *(constraint.takes for constraint in constraints))

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Mapping):
            yield wrong_type(value, place, "a mapping")
            return
        meant = (
            {}
            if self.open
            else slips(value, {key: one.shape for key, one in self.fields.items()}, self.constraints, place)
        )
        unknown, inside = 0, place.inside(self)
        for key, entry in value.entries.items():
            known = self.fields.get(key)
            if known:
                yield from known.shape.check(entry.value, inside.key(entry))
            elif not self.open:
                unknown += 1
                yield self._unknown(entry, place, meant.get(key, ""), guessing=unknown <= _GUESSES)
        for key, wanted in self.fields.items():
            if wanted.required and key not in value.entries:
                yield Violation(MISSING_KEY, place.owner, f"`{place}` has no `{key}`", wanted.doc)
        for constraint in self.constraints:
            yield from constraint.check(value, place)

    def _unknown(self, entry: node.Entry, place: Place, slip: str, *, guessing: bool) -> Violation:
        key, known = entry.key.text, ", ".join(self.fields)
        home = "" if slip else home_around(key, place)
        meant = slip or (closest(key, self.fields) if guessing and not home else "")
        home = home or ("" if meant else home_near(key, self, place))
        hint = f"it is a key of `{home}`; known here: {known}" if home else f"known keys: {known}"
        help_ = f"did you mean `{meant}`?" if meant else hint
        fix = string_at(entry.key, slip) if slip else None
        return Violation(UNKNOWN_KEY, entry.key.span, f"unknown key `{key[:80]}` in `{place}`", help_, fix)

    def takes(self, value: Node) -> bool:
        if not isinstance(value, node.Mapping):
            return False
        entries, take = value.entries, self._take
        if self.open:
            for key in self._asked:
                if key in entries and not take[key](entries[key].value):
                    return False
        else:
            for key, entry in entries.items():
                if not take[key](entry.value):
                    return False
        for holds in self._hold:  # noqa: SIM110 - `all` takes half as long again, and this is asked most often
            if not holds(value):
                return False
        return True

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


def _field(item: Field) -> Schema:
    schema = dict(item.shape.schema())
    if item.doc:
        schema.setdefault("description", item.doc)
    if item.default is not None:
        schema["default"] = item.default
    return schema
