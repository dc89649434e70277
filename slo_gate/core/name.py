"""Names as Kubernetes and the formats around it write them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Takes, Violation
from slo_gate.core.node import Node
from slo_gate.core.scalar_shapes import Text

ANNOTATION_KEY = Text(
    pattern=(
        r"^(?=[^/]{1,253}/|[^/]+$)"
        r"([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
        r"[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$"
    ),
    meaning="a name of at most 63 characters, perhaps after a domain of at most 253 and a `/`",
)


class Name(NamedTuple):
    """A label of RFC 1123, as names of Kubernetes are; `longest` where a format allows another length than its 63."""

    longest: int = 63

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        for violation in self._text().check(value, place):
            spelt = isinstance(value, node.Scalar) and violation.rule == WRONG_VALUE
            meant = self.meant(value.text) if isinstance(value, node.Scalar) and spelt else ""
            yield violation._replace(help=f"did you mean `{meant}`? {violation.help}") if meant else violation

    @property
    def takes(self) -> Takes:
        return _takes(self.longest)

    def schema(self) -> Schema:
        return self._text().schema()

    def _text(self) -> Text:
        return _text(self.longest)

    def meant(self, text: str) -> str:
        """`HighBurn Rate` as `high-burn-rate`; nothing where no letter or digit is left, or too many are."""
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", text[: self.longest + 37]).lower()
        name = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
        return name if len(name) <= self.longest else ""


@cache
def _text(longest: int) -> Text:
    return Text(
        pattern=rf"^[a-z0-9]([-a-z0-9]{{0,{longest - 2}}}[a-z0-9])?$",
        meaning=f"1 to {longest} lower-case letters, digits and `-`, with a letter or digit first and last",
    )


@cache
def _takes(longest: int) -> Takes:
    return _text(longest).takes
