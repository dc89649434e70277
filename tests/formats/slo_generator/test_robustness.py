"""Whatever stands in a file, it is read or told: nothing raises, and no SLO disappears in silence."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from slo_gate.core import node
from slo_gate.core.duration import Duration
from slo_gate.core.ports import Document, Surroundings
from slo_gate.formats import slo_generator
from tests.formats.slo_generator.mutations import KNOWN, MUTATED
from tests.support.corpus import read_set

SURROUNDINGS = st.builds(
    Surroundings, default_window=st.sampled_from([Duration(30, "d"), Duration(1, "m")]), partial=st.booleans()
)
NODES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def is_slo(data: Any) -> bool:
    return isinstance(data, dict) and data.get("apiVersion") == "sre.google.com/v2"


@settings(max_examples=300, deadline=None)
@given(st.lists(MUTATED, min_size=1, max_size=3), SURROUNDINGS)
def test_changed_objects_are_read_or_told(data: list[Any], surroundings: Surroundings) -> None:
    files = {f"{index}.json": json.dumps(each, ensure_ascii=False) for index, each in enumerate(data)}
    reading = read_set(files, surroundings)
    if any(is_slo(each) for each in data):
        assert reading.slos or reading.report.findings


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(KNOWN), st.sampled_from(["spec", "metadata", "backends", "error_budget_policies"]), NODES)
def test_a_part_may_be_anything(known: Any, key: str, part: Any) -> None:
    read_set({"slo.json": json.dumps(known | {key: part}, ensure_ascii=False)})


def test_an_object_without_any_key_is_told() -> None:
    """A format may be asked about an object whose keys all came from nowhere."""
    empty = node.Mapping(node.START)
    findings = slo_generator.read([Document("slo.yaml", 0, empty)], Surroundings(Duration(30, "d"))).findings
    assert {finding.rule for finding in findings} == {"SLO102", "SLO721"}
