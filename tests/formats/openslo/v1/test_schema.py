"""Editors, which know the JSON Schemas, and `validate` refuse the same objects."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft7Validator

from slo_gate.formats.openslo.recognising import V1
from slo_gate.formats.openslo.v1 import KINDS
from tests.formats.openslo.v1.files import CORPUS
from tests.formats.openslo.v1.mutations import MUTATED_WITHIN_A_SCHEMA
from tests.support.agreement import Agreement
from tests.support.corpus import objects, plain
from tests.support.properties import tried
from tests.support.schemas import PUBLISHED, validator

ANY_KIND = validator("openslo.v1.json")
AGREEMENT = Agreement(V1, lambda _: "openslo.v1.json")
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


@pytest.mark.parametrize("schema", PUBLISHED)
def test_a_published_schema_is_a_schema(schema: str) -> None:
    Draft7Validator.check_schema(PUBLISHED[schema])
    assert PUBLISHED[schema]["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("path", CORPUS.files(), ids=CORPUS.name)
def test_a_file_is_refused_by_its_schema_where_it_is_by_validate(path: Path) -> None:
    assert bool(AGREEMENT.disagreements(path)) == (CORPUS.name(path) in BEYOND_A_SCHEMA)


def test_what_is_beyond_a_schema_is_still_there() -> None:
    assert set(BEYOND_A_SCHEMA) <= {CORPUS.name(path) for path in CORPUS.files("invalid")}


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_of_a_kind_says_what_that_of_all_kinds_says(kind: str) -> None:
    one = validator(f"openslo.v1.{kind.lower()}.json")
    known = [plain(root) for path in CORPUS.files() for root in objects(path.read_bytes()) if root.text("kind") == kind]
    assert {one.is_valid(each) for each in known} == {True, False}
    assert [each for each in known if one.is_valid(each) is not ANY_KIND.is_valid(each)] == []


@tried(300)
@given(MUTATED_WITHIN_A_SCHEMA)
def test_whatever_is_changed_schema_and_validate_agree(data: Any) -> None:
    (root,) = objects(json.dumps(data, ensure_ascii=False).encode())
    assert AGREEMENT.agrees(root)
