"""The published JSON Schemas, each able to find the others."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from slo_gate.published import schemas

PUBLISHED = schemas()
_RESOURCES = [(name, DRAFT7.create_resource(schema)) for name, schema in PUBLISHED.items()]
_REGISTRY: Registry[bool | Mapping[str, Any]] = Registry().with_resources(_RESOURCES)


@cache
def validator(name: str) -> Draft7Validator:
    """A validator that reads no file and asks no server: a `$ref` must be the name of a published schema."""
    return Draft7Validator(PUBLISHED[name], registry=_REGISTRY)
