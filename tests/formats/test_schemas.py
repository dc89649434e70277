"""Editors, which know the JSON Schemas, and `validate` refuse the same objects; test_corpora.py compares them by file."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from tests.formats.subjects import SUBJECTS
from tests.support.corpus import objects
from tests.support.properties import tried
from tests.support.schemas import PUBLISHED, validator
from tests.support.subject import Subject

BY_NAME = pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
KINDS = [pytest.param(subject, kind, id=f"{subject.name} {kind}") for subject in SUBJECTS for kind in subject.kinds]


@pytest.mark.parametrize("schema", PUBLISHED)
def test_a_published_schema_is_a_schema(schema: str) -> None:
    Draft7Validator.check_schema(PUBLISHED[schema])
    assert PUBLISHED[schema]["$schema"] == "http://json-schema.org/draft-07/schema#"


@BY_NAME
def test_what_is_beyond_a_schema_is_still_there(subject: Subject) -> None:
    names = {subject.corpus.name(path) for path in subject.corpus.files("invalid")}
    assert set(subject.beyond_a_schema) - names == set()


@BY_NAME
def test_every_schema_is_tried_on_what_it_takes_and_on_what_it_refuses(subject: Subject) -> None:
    answers = {(subject.schema_of(root), subject.agreement.refused(root)) for root, _ in subject.of_all_files}
    names = {name for name, _ in answers}
    assert answers == {(name, refused) for name in names for refused in (True, False)}
    of_kinds = {schema_of_kind(subject, kind) for kind in subject.kinds}
    assert names | of_kinds == set(subject.format.load().schemas())


@pytest.mark.parametrize(("subject", "kind"), KINDS)
def test_the_schema_of_a_kind_says_what_that_of_all_kinds_says(subject: Subject, kind: str) -> None:
    one = validator(schema_of_kind(subject, kind))
    known = [(root, data) for root, data in subject.of_all_files if root.text("kind") == kind]
    assert {one.is_valid(data) for _, data in known} == {True, False}
    unlike = [
        data for root, data in known if one.is_valid(data) is not validator(subject.schema_of(root)).is_valid(data)
    ]
    assert unlike == []


@BY_NAME
@tried(400)
@given(data=st.data())
def test_whatever_is_changed_schema_and_validate_agree(subject: Subject, data: st.DataObject) -> None:
    changed = data.draw(subject.mutated_within_a_schema)
    lenient = replace(subject.agreement, rules=subject.rules - subject.uncertain)
    for root in objects(json.dumps(changed, ensure_ascii=False).encode()):
        assert subject.agreement.agrees(root) or lenient.agrees(root)


def schema_of_kind(subject: Subject, kind: str) -> str:
    """Where there are such, one schema is that of all kinds."""
    (whole,) = {subject.schema_of(root) for root, _ in subject.of_all_files}
    return whole.replace(".json", f".{kind.lower()}.json")
