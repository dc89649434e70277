"""Objects of GitHub's answers, filled in from its description: a test says what it is about, the rest is what must be there."""

from collections.abc import Mapping
from typing import Any

from tests.support.github_description import whole

Tree = dict[str, Any]
_FORMATS = {"date-time": "2026-01-01T00:00:00Z", "uri": "https://api.github.com/x"}


def sample(schema: str, /, **said: object) -> Tree:
    """The least that fits a named schema, with what is said, to any depth. A name that the schema lacks is refused."""
    components = whole("")["components"]["schemas"]
    filled = _least(components[schema], components)
    assert isinstance(filled, dict)
    return _merged(filled, said, components[schema], components)


def _merged(filled: Tree, said: Mapping[str, object], schema: Tree, components: Tree) -> Tree:
    known = _properties(schema, components)
    for name, value in said.items():
        assert name in known, f"the description has no `{name}` there"
        filled[name] = _said(value, known[name], components)
    return filled


def _said(value: object, schema: Tree, components: Tree) -> object:
    """A value, where it is an object that the schema knows on top of the least."""
    inner = _least(schema, components, wanted=True) if isinstance(value, dict) else None
    if isinstance(value, dict) and isinstance(inner, dict) and _properties(schema, components):
        return _merged(inner, value, schema, components)
    return value


def _properties(schema: Tree, components: Tree) -> Tree:
    schema = _resolved(schema, components)
    found = dict(schema.get("properties", {}))
    for part in _parts(schema):
        found = _properties(part, components) | found
    return found


def _parts(schema: Tree) -> list[Tree]:
    return [*schema.get("allOf", ()), *schema.get("oneOf", ())[:1], *schema.get("anyOf", ())[:1]]


def _least(schema: Tree, components: Tree, *, wanted: bool = False) -> Any:
    """`wanted`: a value even where null would do."""
    schema = _resolved(schema, components)
    parts = _parts(schema)
    if schema.get("nullable") and not wanted and not parts:
        return None
    if "enum" in schema:
        return schema["enum"][0]
    if parts:
        filled = [_least(part, components, wanted=True) for part in parts]
        whole_objects = [one for one in filled if isinstance(one, dict)]
        return {name: value for one in whole_objects for name, value in one.items()} if whole_objects else filled[0]
    return _plain(schema, components)


def _plain(schema: Tree, components: Tree) -> Any:
    match schema.get("type", "object"):
        case "object":
            properties = schema.get("properties", {})
            return {name: _least(properties[name], components) for name in schema.get("required", ())}
        case "array":
            return []
        case "string":
            return _FORMATS.get(schema.get("format", ""), "x")
        case "boolean":
            return False
        case _:
            return 1


def _resolved(schema: Tree, components: Tree) -> Tree:
    while "$ref" in schema:
        schema = components[schema["$ref"].rpartition("/")[2]]
    return schema
