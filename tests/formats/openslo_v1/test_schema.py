"""Editors, which know the JSON Schemas, and `validate` refuse the same objects."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft7Validator

from slo_gate.core import node
from slo_gate.core.ports import Document
from slo_gate.formats import openslo_v1
from slo_gate.formats.openslo_v1.shapes import KINDS
from tests.formats.openslo_v1.mutations import mutated
from tests.support.openslo import ALONE, corpus, name, objects, plain
from tests.support.schemas import PUBLISHED, validator

SHAPE_RULES = {"SLO010", *(f"SLO10{number}" for number in range(1, 7)), "SLO110", "SLO111"}
ANY_KIND = validator("openslo.v1.json")
BEYOND_A_SCHEMA = {
    "invalid/a-calendar-start-that-does-not-exist.yaml": "the lengths of months",
    "invalid/a-zone-that-is-a-continent.yaml": "the names of the time zones",
    "invalid/a-zone-that-is-a-path.yaml": "the names of the time zones",
    "invalid/a-zone-that-is-an-offset.yaml": "the names of the time zones",
    "invalid/a-zone-that-is-on-mars.yaml": "the names of the time zones",
    "invalid/a-target-is-not-a-number.yaml": "JSON has no such number",
    "invalid/a-threshold-of-infinity.yaml": "JSON has no such number",
    "invalid/the-name-ends-in-a-line-break.yaml": "`$` of Python's expressions, unlike ECMA's, ignores it",
    "invalid/a-duration-that-ends-in-a-line-break.yaml": "`$` of Python's expressions, unlike ECMA's, ignores it",
}


def refused(root: node.Mapping) -> bool:
    findings = openslo_v1.read([Document("slo.yaml", 0, root)], ALONE).findings
    return any(finding.rule in SHAPE_RULES and finding.is_error for finding in findings)


def disagreements(path: Path) -> list[node.Mapping]:
    ours = [root for root in objects(path.read_bytes()) if openslo_v1.recognises(root)]
    return [root for root in ours if refused(root) is ANY_KIND.is_valid(plain(root))]


@pytest.mark.parametrize("schema", PUBLISHED)
def test_a_published_schema_is_a_schema(schema: str) -> None:
    Draft7Validator.check_schema(PUBLISHED[schema])
    assert PUBLISHED[schema]["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("path", corpus(), ids=name)
def test_a_file_is_refused_by_its_schema_where_it_is_by_validate(path: Path) -> None:
    assert bool(disagreements(path)) == (name(path) in BEYOND_A_SCHEMA)


def test_what_is_beyond_a_schema_is_still_there() -> None:
    assert set(BEYOND_A_SCHEMA) <= {name(path) for path in corpus("invalid")}


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_of_a_kind_says_what_that_of_all_kinds_says(kind: str) -> None:
    one = validator(f"openslo.v1.{kind.lower()}.json")
    known = [plain(root) for path in corpus() for root in objects(path.read_bytes()) if root.text("kind") == kind]
    assert {one.is_valid(each) for each in known} == {True, False}
    assert [each for each in known if one.is_valid(each) is not ANY_KIND.is_valid(each)] == []


@settings(max_examples=300, deadline=None)
@given(mutated(beyond_a_schema=False))
def test_whatever_is_changed_schema_and_validate_agree(data: Any) -> None:
    (root,) = objects(json.dumps(data, ensure_ascii=False).encode())
    assert refused(root) is not ANY_KIND.is_valid(plain(root))
