"""Editors, which know the JSON Schemas, and `validate` refuse the same objects."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from slo_gate.core import node
from slo_gate.formats import slo_generator
from slo_gate.formats.slo_generator.recognising import is_config
from tests.formats.slo_generator.files import CORPUS
from tests.formats.slo_generator.mutations import MUTATED
from tests.support.agreement import SHAPE_RULES, Agreement
from tests.support.corpus import objects
from tests.support.properties import tried

BEYOND_A_SCHEMA = {
    "invalid/a-goal-that-is-not-a-number.yaml": "JSON has no such number",
    "invalid/a-misspelt-policy-key.yaml": "how alike two words are",
    "invalid/a-section-that-is-misspelt.yaml": "how alike two words are",
    "invalid/misspelt-labels.yaml": "how alike two words are",
}


def schema_of(root: node.Mapping) -> str:
    return "slo-generator.config.v2.json" if is_config(root) else "slo-generator.v2.json"


AGREEMENT = Agreement(slo_generator, schema_of)
BUT_FOR_UNKNOWN_KEYS = Agreement(slo_generator, schema_of, SHAPE_RULES - {"SLO101"})
"""A schema cannot tell a misspelt key from one that slo-generator passes over."""


@pytest.mark.parametrize("path", CORPUS.files(), ids=CORPUS.name)
def test_a_file_is_refused_by_its_schema_where_it_is_by_validate(path: Path) -> None:
    assert bool(AGREEMENT.disagreements(path)) == (CORPUS.name(path) in BEYOND_A_SCHEMA)


def test_what_is_beyond_a_schema_is_still_there() -> None:
    assert set(BEYOND_A_SCHEMA) <= {CORPUS.name(path) for path in CORPUS.files("invalid")}


@tried(300)
@given(MUTATED)
def test_whatever_is_changed_schema_and_validate_agree(data: Any) -> None:
    for root in objects(json.dumps(data, ensure_ascii=False).encode()):
        if slo_generator.recognises(root):
            assert AGREEMENT.agrees(root) or BUT_FOR_UNKNOWN_KEYS.agrees(root)
