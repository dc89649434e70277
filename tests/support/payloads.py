"""Payloads of events: those that GitHub has really sent, changed where a test says so, and held to its schema again."""

import copy
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft7Validator

from tests.support.npm import PAYLOAD_SCHEMA, PAYLOADS

_SCHEMAS = {
    "deployment": "deployment$created",
    "deployment_status": "deployment_status$created",
    "issue_comment": "issue_comment$created",
    "merge_group": "merge_group$checks_requested",
    "pull_request": "pull_request_event",
    "push": "push$event",
    "workflow_dispatch": "workflow_dispatch$event",
    "workflow_run": "workflow_run$completed",
}
"""By event. One that is missing is no webhook, such as `schedule`."""


@cache
def published() -> Mapping[str, list[dict[str, Any]]]:
    """Payloads that GitHub has really sent, by event."""
    events = json.loads(PAYLOADS.file("api.github.com/index.json").read_bytes())
    return {event["name"]: event["examples"] for event in events}


def payload(event: str, **changed: object) -> dict[str, Any]:
    """A published payload of the event, with what is said instead, to any depth."""
    validator = _validator(_SCHEMAS[event])
    example = next(one for one in published()[event] if validator.is_valid(one))
    made = _changed(copy.deepcopy(example), changed)
    validator.validate(made)
    return made


def _changed(tree: dict[str, Any], said: Mapping[str, object]) -> dict[str, Any]:
    for name, value in said.items():
        assert name in tree, f"the payload has no `{name}` there"
        deeper = isinstance(value, dict) and isinstance(tree[name], dict)
        tree[name] = _changed(tree[name], value) if deeper and isinstance(value, dict) else value
    return tree


@cache
def _validator(name: str) -> Draft7Validator:
    schema = json.loads(PAYLOAD_SCHEMA.file("schema.json").read_bytes())
    return Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": schema["definitions"]})
