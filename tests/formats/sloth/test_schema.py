"""Editors, which know the JSON Schemas, and `validate` refuse the same objects."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from slo_gate.core import node
from slo_gate.formats import sloth
from tests.formats.sloth.files import CORPUS
from tests.formats.sloth.mutations import MUTATED
from tests.support.agreement import SHAPE_RULES, Agreement
from tests.support.corpus import objects
from tests.support.properties import tried

BEYOND_A_SCHEMA = {
    "invalid/a-name-that-ends-in-a-line-break.yaml": "`$` of Python's expressions, unlike ECMA's, ignores it",
}


def schema_of(root: node.Mapping) -> str:
    """The schema that an editor is told to use for a file of this kind."""
    if root.text("kind") == "AlertWindows":
        return "sloth.alertwindows.v1.json"
    resource = root.text("kind") == "PrometheusServiceLevel" or root.text("apiVersion").startswith("sloth.slok.dev/")
    return "sloth.prometheusservicelevel.v1.json" if resource else "sloth.v1.json"


AGREEMENT = Agreement(sloth, schema_of, SHAPE_RULES | {"SLO700", "SLO701"})


@pytest.mark.parametrize("path", CORPUS.files(), ids=CORPUS.name)
def test_a_file_is_refused_by_its_schema_where_it_is_by_validate(path: Path) -> None:
    assert bool(AGREEMENT.disagreements(path)) == (CORPUS.name(path) in BEYOND_A_SCHEMA)


def test_what_is_beyond_a_schema_is_still_there() -> None:
    assert set(BEYOND_A_SCHEMA) <= {CORPUS.name(path) for path in CORPUS.files("invalid")}


def test_every_schema_is_tried_on_what_it_takes_and_on_what_it_refuses() -> None:
    roots = [root for path in CORPUS.files() for root in objects(path.read_bytes()) if sloth.recognises(root)]
    assert {(schema_of(root), AGREEMENT.refused(root)) for root in roots} == {
        (name, refused) for name in sloth.load().schemas() for refused in (True, False)
    }


@tried(400)
@given(MUTATED)
def test_whatever_is_changed_schema_and_validate_agree(data: Any) -> None:
    (root,) = objects(json.dumps(data, ensure_ascii=False).encode())
    assert AGREEMENT.agrees(root)
