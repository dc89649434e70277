"""v1alpha and v2alpha: every file is told what it expects, and their schemas refuse what `validate` does."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.openslo.alphas import ALPHAS, Alpha
from tests.support.corpus import FOLDERS, objects, plain, read_set
from tests.support.properties import tried
from tests.support.schemas import validator

FILES = [(alpha, path) for alpha in ALPHAS for path in alpha.corpus.files()]
VALID = [(alpha, path) for alpha in ALPHAS for path in alpha.corpus.files("valid")]
BY_NAME = pytest.mark.parametrize("alpha", ALPHAS, ids=lambda alpha: alpha.name)


def name(value: object) -> str:
    return (
        value.name
        if isinstance(value, Alpha)
        else f"{value.parent.name}/{value.name}"
        if isinstance(value, Path)
        else ""
    )


@pytest.mark.parametrize(("alpha", "path"), FILES, ids=name)
def test_a_file_is_told_what_it_expects_and_nothing_else(alpha: Alpha, path: Path) -> None:
    assert alpha.corpus.unexpected(path) == []


@BY_NAME
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_holds_what_its_name_says(alpha: Alpha, folder: str) -> None:
    assert alpha.corpus.files(folder)
    assert alpha.corpus.misplaced(folder) == []


@BY_NAME
def test_every_slip_of_a_shape_but_a_wrong_type_has_its_way_out(alpha: Alpha) -> None:
    assert alpha.corpus.helpless() == set()


@pytest.mark.parametrize(("alpha", "path"), VALID, ids=name)
def test_every_slo_of_a_valid_file_is_read(alpha: Alpha, path: Path) -> None:
    reading = alpha.corpus.read(path)
    assert reading.report.objects > 0
    assert len(reading.slos) == len(re.findall(rb"^kind: SLO\b", path.read_bytes(), re.MULTILINE))
    assert {slo.format for slo in reading.slos} <= {alpha.format.NAME}


@pytest.mark.parametrize(("alpha", "path"), FILES, ids=name)
def test_a_file_is_refused_by_its_schema_where_it_is_by_validate(alpha: Alpha, path: Path) -> None:
    assert alpha.agreement.disagreements(path) == []


@BY_NAME
def test_the_schema_of_a_kind_says_what_that_of_all_kinds_says(alpha: Alpha) -> None:
    every = validator(alpha.schema)
    roots = [root for path in alpha.corpus.files() for root in objects(path.read_bytes())]
    ours = [root for root in roots if alpha.format.recognises(root) and root.text("kind") in alpha.kinds]
    one = {kind: validator(alpha.schema.replace(".json", f".{kind.lower()}.json")) for kind in alpha.kinds}
    unlike = [root for root in ours if one[root.text("kind")].is_valid(plain(root)) is not every.is_valid(plain(root))]
    assert unlike == []


@tried(300)
@given(st.data())
@BY_NAME
def test_whatever_is_changed_schema_and_validate_agree(alpha: Alpha, data: st.DataObject) -> None:
    (root,) = objects(json.dumps(data.draw(alpha.mutated()), ensure_ascii=False).encode())
    if alpha.format.recognises(root):
        assert alpha.agreement.agrees(root)


@tried(200)
@given(st.data())
@BY_NAME
def test_a_changed_slo_is_read_or_told(alpha: Alpha, data: st.DataObject) -> None:
    changed = data.draw(alpha.mutated())
    reading = read_set({"slo.json": json.dumps(changed, ensure_ascii=False)})
    if isinstance(changed, dict) and (changed.get("kind"), changed.get("apiVersion")) == ("SLO", alpha.format.NAME):
        assert reading.slos or any(finding.is_error for finding in reading.report.findings)
