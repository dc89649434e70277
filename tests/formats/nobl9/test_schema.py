"""Editors, which know the JSON Schemas, and `validate` refuse the same objects."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from slo_gate.formats import nobl9
from slo_gate.formats.nobl9.kinds import KINDS
from tests.formats.nobl9.files import CORPUS
from tests.formats.nobl9.mutations import MUTATED_WITHIN_A_SCHEMA
from tests.support.agreement import Agreement
from tests.support.corpus import objects, plain
from tests.support.properties import tried
from tests.support.schemas import validator

ANY_KIND = validator("nobl9.v1alpha.json")
AGREEMENT = Agreement(nobl9, lambda _: "nobl9.v1alpha.json")
BEYOND_A_SCHEMA = {
    "invalid/a-calendar-of-no-zone.yaml": "the names of the time zones",
    "invalid/a-composite-that-waits-for-seconds.yaml": "the lengths of durations",
    "invalid/a-policy-that-cools-down-too-fast.yaml": "the lengths of durations",
    "invalid/a-time-to-burn-of-nothing.yaml": "the lengths of durations",
    "invalid/a-window-of-eight-days.yaml": "the lengths of durations",
    "invalid/missing-data-that-is-told-too-soon.yaml": "the lengths of durations",
}


@pytest.mark.parametrize("path", CORPUS.files(), ids=CORPUS.name)
def test_a_file_is_refused_by_its_schema_where_it_is_by_validate(path: Path) -> None:
    assert bool(AGREEMENT.disagreements(path)) == (CORPUS.name(path) in BEYOND_A_SCHEMA)


def test_what_is_beyond_a_schema_is_still_there() -> None:
    assert set(BEYOND_A_SCHEMA) <= {CORPUS.name(path) for path in CORPUS.files("invalid")}


def test_every_kind_that_is_fully_known_has_a_schema_of_its_own() -> None:
    kinds = ("slo", "service", "project", "alertpolicy", "agent", "direct")
    assert set(nobl9.load().schemas()) == {"nobl9.v1alpha.json", *(f"nobl9.v1alpha.{kind}.json" for kind in kinds)}


@pytest.mark.parametrize("kind", KINDS.shapes)
def test_the_schema_of_a_kind_says_what_that_of_all_kinds_says(kind: str) -> None:
    one = validator(f"nobl9.v1alpha.{kind.lower()}.json")
    known = [plain(root) for path in CORPUS.files() for root in objects(path.read_bytes()) if root.text("kind") == kind]
    assert {one.is_valid(each) for each in known} == {True, False}
    assert [each for each in known if one.is_valid(each) is not ANY_KIND.is_valid(each)] == []


@tried(300)
@given(MUTATED_WITHIN_A_SCHEMA)
def test_whatever_is_changed_schema_and_validate_agree(data: Any) -> None:
    (root,) = objects(json.dumps(data, ensure_ascii=False).encode())
    assert AGREEMENT.agrees(root)
