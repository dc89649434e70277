"""Whatever stands in a file, it is read or told: nothing raises, and no SLO disappears in silence."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core import node
from slo_gate.core.duration import Duration
from slo_gate.core.ports import Document, Surroundings
from slo_gate.formats.openslo.recognising import V1
from tests.formats.openslo.v1.mutations import KNOWN, MUTATED
from tests.support.corpus import read_set
from tests.support.properties import tried

SURROUNDINGS = st.builds(
    Surroundings,
    default_window=st.sampled_from([Duration(30, "d"), Duration(1, "m")]),
    sources=st.sampled_from([frozenset(), frozenset({"metrics"})]),
    partial=st.booleans(),
)
NODES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def is_slo(data: Any) -> bool:
    return isinstance(data, dict) and data.get("kind") == "SLO" and data.get("apiVersion") == "openslo/v1"


@tried(300)
@given(st.lists(MUTATED, min_size=1, max_size=3), SURROUNDINGS)
def test_changed_objects_are_read_or_told(data: list[Any], surroundings: Surroundings) -> None:
    reading = read_set({"slos.json": json.dumps(data, ensure_ascii=False)}, surroundings)
    if any(is_slo(each) for each in data) and not surroundings.partial:
        assert reading.slos or any(finding.is_error for finding in reading.report.findings)


@tried(200)
@given(st.sampled_from(KNOWN), NODES)
def test_a_spec_may_be_anything(known: Any, spec: Any) -> None:
    text = json.dumps(known | {"spec": spec}, ensure_ascii=False)
    report = read_set({"slo.json": text}).report
    assert report.findings or report.skipped or report.objects == 1


def test_an_object_without_any_key_is_told() -> None:
    """A format may be asked about an object whose keys all came from nowhere."""
    empty = node.Mapping(node.START)
    findings = V1.load().read([Document("slo.yaml", 0, empty)], Surroundings(Duration(30, "d"))).findings
    assert {finding.rule for finding in findings} == {"SLO102"}
