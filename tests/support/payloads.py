"""Payloads of events: those that GitHub has really sent, changed where a test says so, and held to its description again."""

import copy
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from tests.support.npm import PAYLOAD_SCHEMA, PAYLOADS


@cache
def published() -> Mapping[str, list[dict[str, Any]]]:
    """Payloads that GitHub has really sent, by event."""
    events = json.loads(PAYLOADS.file("api.github.com/index.json").read_bytes())
    return {event["name"]: [_of_today(one) for one in event["examples"]] for event in events}


def _of_today(tree: Any) -> Any:
    """Most were sent before repositories told whether they have discussions."""
    if isinstance(tree, list):
        return [_of_today(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    newer = {"has_discussions": False} if "has_downloads" in tree else {}
    return newer | {name: _of_today(value) for name, value in tree.items()}


def payload(event: str, **changed: object) -> dict[str, Any]:
    """A published payload of the event, with what is said instead, to any depth."""
    example = next(one for one in published()[event] if _validator(_name(event, one)).is_valid(one))
    made = _changed(copy.deepcopy(example), changed)
    _validator(_name(event, made)).validate(made)
    return made


def _name(event: str, told: Mapping[str, Any]) -> str:
    """As the description calls it: `pull-request-opened`."""
    return "-".join(part.replace("_", "-") for part in (event, told.get("action", "")) if part)


def _changed(tree: dict[str, Any], said: Mapping[str, object]) -> dict[str, Any]:
    for name, value in said.items():
        assert name in tree, f"the payload has no `{name}` there"
        deeper = isinstance(value, dict) and isinstance(tree[name], dict)
        tree[name] = _changed(tree[name], value) if deeper and isinstance(value, dict) else value
    return tree


@cache
def _validator(name: str) -> Draft202012Validator:
    described = _described()
    content = described["webhooks"][name]["post"]["requestBody"]["content"]
    return Draft202012Validator({**content["application/json"]["schema"], "components": described["components"]})


@cache
def _described() -> Mapping[str, Any]:
    return dict(json.loads(PAYLOAD_SCHEMA.file("generated/api.github.com.json").read_bytes()))
