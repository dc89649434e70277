"""Whatever stands in a file, it is read or told: nothing raises, and no objective disappears in silence."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core import node
from slo_gate.core.ports import Document
from slo_gate.formats import pyrra
from tests.formats.pyrra.mutations import KNOWN, MUTATED
from tests.support.corpus import ALONE, read_set
from tests.support.properties import tried

NODES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@tried(300)
@given(MUTATED)
def test_a_changed_object_is_read_or_told(data: Any) -> None:
    reading = read_set({"slo.json": json.dumps(data, ensure_ascii=False)})
    assert reading.slos or reading.report.skipped or any(finding.is_error for finding in reading.report.findings)


@tried(200)
@given(st.sampled_from(KNOWN), NODES)
def test_a_spec_may_be_anything(known: Any, spec: Any) -> None:
    assert read_set({"slo.json": json.dumps(known | {"spec": spec}, ensure_ascii=False)}).report.findings


def test_an_object_without_any_key_is_told() -> None:
    """A format may be asked about an object whose keys all came from nowhere."""
    empty = node.Mapping(node.START)
    findings = pyrra.load().read([Document("slo.yaml", 0, empty)], ALONE).findings
    assert {finding.rule for finding in findings} == {"SLO102"}
