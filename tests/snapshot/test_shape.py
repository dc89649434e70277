"""The check of a snapshot, its quick form and its JSON Schema agree; the documentation shows snapshots that are read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.checking import Place
from slo_gate.documents import json_tree
from slo_gate.snapshot.opening import open_snapshot
from slo_gate.snapshot.shape import SHAPE
from tests.support.properties import tried
from tests.support.repository import fences
from tests.support.schemas import validator

INSTANTS = st.sampled_from(["2026-11-18T12:00:00Z", "2026-11-18T12:00:00.25+07:00", "2026-11-18", "soon", 5])
QUANTITIES = st.one_of(
    st.integers(-5, 10**20), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none()
) | st.sampled_from(["1", "-1.50", "1e3", "Infinity", "NaN", "many", ""])
BUCKETS = st.lists(
    st.fixed_dictionaries(
        {"good": QUANTITIES},
        optional={"total": QUANTITIES, "start": INSTANTS, "end": INSTANTS, "day": st.sampled_from(["2026-11-18", "x"])},
    ),
    max_size=2,
)
ENTRIES = st.fixed_dictionaries(
    {"slo": st.sampled_from(["checkout", "", 1])},
    optional={"good": QUANTITIES, "total": QUANTITIES, "buckets": BUCKETS, "no_data": st.just({"reason": "no-data"}), "x": st.just(1)},
)  # fmt: skip


@tried(300)
@given(st.fixed_dictionaries({"version": st.sampled_from([1, 2]), "slos": st.lists(ENTRIES, max_size=2)}, optional={"at": INSTANTS}))  # fmt: skip
def test_the_forms_of_the_check_agree(document: object) -> None:
    root = json_tree(json.dumps(document).encode())
    assert root
    right = SHAPE.takes(root)
    assert right == (not list(SHAPE.check(root, Place("", root.span))))
    assert right == validator("snapshot.v1.json").is_valid(document)


@pytest.mark.parametrize("example", [one.text for one in fences("docs/sources/file.md") if one.language == "json"])
def test_the_documentation_shows_snapshots(example: str) -> None:
    assert open_snapshot(example.encode(), "file.md").entries
    validator("snapshot.v1.json").validate(json.loads(example))
