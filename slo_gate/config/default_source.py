"""`defaults.source` names one of `sources`."""

from collections.abc import Iterator
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Violation
from slo_gate.core.node import Scalar


class OneOfTheSources(NamedTuple):
    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:  # noqa: ARG002 - there is one such place
        named, sources = value.get("defaults", "source"), value.get("sources")
        known = sources.entries if isinstance(sources, node.Mapping) else {}
        if isinstance(named, Scalar) and named.text not in known:
            message = f"`defaults.source` is {named.text[:60]!r}, and no source of that name is configured"
            hint = f"name one of `sources`: {', '.join(known)[:500] or 'there is none'}"
            yield Violation(WRONG_VALUE, named.span, message, hint)

    def takes(self, value: node.Mapping) -> bool:
        return not any(self.check(value, Place("", value.span)))

    def schema(self) -> Schema:
        """JSON Schema cannot say so."""
        return {}
