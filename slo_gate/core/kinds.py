"""Formats whose objects have an `apiVersion` and a `kind`: a shape for each kind, and a JSON Schema."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import Place, Schema, Shape, Violation, violations
from slo_gate.core.enough import distinct
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Span
from slo_gate.core.scalar_shapes import Choice
from slo_gate.core.shape import Field, Record

UNKNOWN_VERSION = "SLO010"


class Kinds(NamedTuple):
    """The kinds of one version. Those of `alike` share the shape `common`, and have no schema of their own.

    `stem` is what the file names of the schemas begin with.
    """

    version: str
    stem: str
    shapes: Mapping[str, Record]
    alike: tuple[str, ...] = ()
    common: Record = Record({}, open=True)

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.shapes, *self.alike)

    def check(self, file: str, root: node.Mapping) -> Iterator[Finding]:
        """What keeps an object from fitting the shape of its kind."""
        version = root.get("apiVersion")
        if isinstance(version, node.Scalar) and version.value != self.version:
            message = f"the version is {version.text[:60]!r}; what is read is {self.version}"
            hint = f"write it as {self.version}"
            yield Finding(UNKNOWN_VERSION, Severity.ERROR, Location(file, version.span), message, hint)
            return
        for violation in distinct(violations(self._shape(root.text("kind")), root, Place("", _start(root)))):
            yield with_sure_fix(violation, root).finding(file)

    def _shape(self, kind: str) -> Shape:
        known = Record(
            {"kind": Field(Choice(self.names), required=True, doc=f"One of {', '.join(self.names)}.")}, open=True
        )
        return self.shapes.get(kind, self.common if kind in self.alike else known)

    def schemas(self) -> Mapping[str, Schema]:
        """One schema for each kind that has its own shape, and one that takes any kind."""
        own = {self._file(kind): self._published(kind, shape.schema()) for kind, shape in self.shapes.items()}
        branches: list[Schema] = [
            {"if": {"properties": {"kind": {"const": kind}}}, "then": {"$ref": self._file(kind)}}
            for kind in self.shapes
        ]
        if self.alike:
            condition = {"properties": {"kind": {"enum": list(self.alike)}}}
            branches.append({"if": condition, "then": self.common.schema()})
        kinds = {"kind": {"enum": list(self.names)}}
        any_kind: Schema = {"type": "object", "required": ["apiVersion", "kind"], "properties": kinds}
        return {f"{self.stem}.json": self._published("any kind", {**any_kind, "allOf": branches}), **own}

    def _file(self, kind: str) -> str:
        return f"{self.stem}.{kind.lower()}.json"

    def _published(self, kind: str, schema: Schema) -> Schema:
        return {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"{self.version} {kind}", **schema}


def with_sure_fix(violation: Violation, root: node.Mapping) -> Violation:
    """An object without a version may be of another format: nothing of it but a misspelt `apiVersion` is mended."""
    sure = root.get("apiVersion") is not None or (violation.fix or "").strip("'\"") == "apiVersion"
    return violation if sure else violation._replace(fix=None)


def _start(root: node.Mapping) -> Span:
    """The first key: what to blame for a missing one."""
    first = next(iter(root.entries.values()), None)
    return first.key.span if first else root.span
