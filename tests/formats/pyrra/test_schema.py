"""Editors, which know the JSON Schema, and `validate` refuse the same objects."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from slo_gate.formats import pyrra
from tests.formats.pyrra.files import CORPUS
from tests.formats.pyrra.mutations import MUTATED
from tests.support.agreement import Agreement
from tests.support.corpus import objects
from tests.support.properties import tried

AGREEMENT = Agreement(pyrra, lambda _: "pyrra.v1alpha1.json")
BEYOND_A_SCHEMA = {
    "invalid/a-target-that-ends-in-a-line-break.yaml": "`$` of Python's expressions, unlike ECMA's, ignores it",
}


@pytest.mark.parametrize("path", CORPUS.files(), ids=CORPUS.name)
def test_a_file_is_refused_by_its_schema_where_it_is_by_validate(path: Path) -> None:
    assert bool(AGREEMENT.disagreements(path)) == (CORPUS.name(path) in BEYOND_A_SCHEMA)


def test_what_is_beyond_a_schema_is_still_there() -> None:
    assert set(BEYOND_A_SCHEMA) <= {CORPUS.name(path) for path in CORPUS.files("invalid")}


@tried(300)
@given(MUTATED)
def test_whatever_is_changed_schema_and_validate_agree(data: Any) -> None:
    (root,) = objects(json.dumps(data, ensure_ascii=False).encode())
    assert AGREEMENT.agrees(root)
