"""Texts that are made to take long."""

import json
from timeit import timeit

import pytest

from slo_gate.engine.validation import MAX_FINDINGS
from tests.support.corpus import read_set

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
