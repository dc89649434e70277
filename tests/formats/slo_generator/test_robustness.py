"""Whatever stands in a file, it is read or told: nothing raises, and no SLO disappears in silence."""

import json
from timeit import timeit
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core import node
from slo_gate.core.duration import Duration
from slo_gate.core.ports import Document, Surroundings
from slo_gate.engine.validation import MAX_FINDINGS
from slo_gate.formats import slo_generator
from tests.formats.slo_generator.mutations import KNOWN, MUTATED
from tests.support.corpus import read_set
from tests.support.properties import tried

SURROUNDINGS = st.builds(
    Surroundings, default_window=st.sampled_from([Duration(30, "d"), Duration(1, "m")]), partial=st.booleans()
)
NODES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def is_slo(data: Any) -> bool:
    return isinstance(data, dict) and data.get("apiVersion") == "sre.google.com/v2"


@tried(300)
@given(st.lists(MUTATED, min_size=1, max_size=3), SURROUNDINGS)
def test_changed_objects_are_read_or_told(data: list[Any], surroundings: Surroundings) -> None:
    files = {f"{index}.json": json.dumps(each, ensure_ascii=False) for index, each in enumerate(data)}
    reading = read_set(files, surroundings)
    if any(is_slo(each) for each in data):
        assert reading.slos or reading.report.findings


@tried(200)
@given(st.sampled_from(KNOWN), st.sampled_from(["spec", "metadata", "backends", "error_budget_policies"]), NODES)
def test_a_part_may_be_anything(known: Any, key: str, part: Any) -> None:
    read_set({"slo.json": json.dumps(known | {key: part}, ensure_ascii=False)})


LONG = 50_000
HOSTILE = [
    pytest.param("web", f"a{{{'b' * LONG}}}", id="a label without an end"),
    pytest.param("web", f"a{{{'b=1,' * (LONG // 4)}", id="braces that never close"),
    pytest.param("web", '"' * LONG, id="quotes alone"),
    pytest.param("web", " " * LONG + "a b", id="blanks"),
    pytest.param("below " * (LONG // 6), "a", id="comparisons of nothing"),
    pytest.param("9" * LONG + " %", "a", id="a percentage of many digits"),
    pytest.param("95." * (LONG // 3), "a", id="points and digits"),
]


@pytest.mark.parametrize(("description", "expression"), HOSTILE)
def test_a_text_made_to_take_long_does_not(description: str, expression: str) -> None:
    """What is compared with is a text as long and harmless; an expression that backtracks takes a thousand times as long."""
    assert _seconds(description, expression) < 50 * _seconds("w" * LONG, "a" * LONG) + 0.5


def test_thousands_of_wrong_words_are_told_without_comparing_them_all() -> None:
    names = [f"cloudevenz{index}" for index in range(20_000)]
    known: dict[str, object] = {f"cloudevent{index}": {} for index in range(5_000)}
    config = {"exporters": known, "default_exporters": names}
    findings = read_set({"config.json": json.dumps(config)}).report.findings
    assert len(findings) == MAX_FINDINGS + 1


def _seconds(description: str, expression: str) -> float:
    sli = {"expression": expression, "threshold_bucket": 1}
    spec = {"description": description, "goal": 0.999, "backend": "prometheus", "method": "distribution_cut"}
    slo = {"apiVersion": "sre.google.com/v2", "kind": "ServiceLevelObjective", "metadata": {"name": "web"}}
    text = json.dumps(slo | {"spec": spec | {"service_level_indicator": sli}})
    return timeit(lambda: read_set({"slo.json": text}), number=1)


def test_an_object_without_any_key_is_told() -> None:
    """A format may be asked about an object whose keys all came from nowhere."""
    empty = node.Mapping(node.START)
    findings = slo_generator.load().read([Document("slo.yaml", 0, empty)], Surroundings(Duration(30, "d"))).findings
    assert {finding.rule for finding in findings} == {"SLO102", "SLO721"}
