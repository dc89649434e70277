"""Whatever stands in a file, it is read or told: nothing raises, and no SLO disappears in silence."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core import node
from slo_gate.core.ports import Document
from slo_gate.formats import sloth
from tests.formats.sloth.mutations import KNOWN, MUTATED
from tests.support.corpus import ALONE, objects, read_set
from tests.support.properties import tried

NODES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def promises(data: Any) -> bool:
    """Whether there is an SLO in what Sloth recognises."""
    (root,) = objects(json.dumps(data, ensure_ascii=False).encode())
    return sloth.recognises(root) and data.get("kind") != "AlertWindows"


@tried(300)
@given(st.lists(MUTATED, min_size=1, max_size=3))
def test_changed_objects_are_read_or_told(data: list[Any]) -> None:
    reading = read_set({"slos.json": json.dumps(data, ensure_ascii=False)})
    if any(isinstance(each, dict) and promises(each) for each in data):
        assert reading.slos or any(finding.is_error for finding in reading.report.findings)


@tried(200)
@given(
    st.sampled_from(KNOWN), st.sampled_from(["spec", "slos", "service", "labels", "metadata", "version", "kind"]), NODES
)
def test_a_part_may_be_anything(known: Any, key: str, value: Any) -> None:
    report = read_set({"slo.json": json.dumps(known | {key: value}, ensure_ascii=False)}).report
    assert report.findings or report.objects == 1 or report.skipped


@pytest.mark.parametrize("root", [node.Mapping(node.START)])
def test_an_object_without_any_key_is_told(root: node.Mapping) -> None:
    """A format may be asked about an object whose keys all came from nowhere."""
    findings = sloth.load().read([Document("slo.yaml", 0, root)], ALONE).findings
    assert {finding.rule for finding in findings} == {"SLO102"}


def test_a_query_of_hardly_anything_but_blanks_is_answered_at_once() -> None:
    """An expression that can split the blanks in many ways would look at 50,000 of them for long."""
    query = "{{" + " " * 50_000 + "}}"
    text = json.dumps(
        {"service": "shop", "version": "prometheus/v1", "slos": [{"sli": {"raw": {"error_ratio_query": query}}}]}
    )
    assert "SLO700" in {finding.rule for finding in read_set({"slo.json": text}).report.findings}
