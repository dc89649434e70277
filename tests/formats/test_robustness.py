"""Whatever stands in a file, it is read or told: nothing raises, and no SLO disappears in silence."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core import node
from slo_gate.core.duration import Duration
from slo_gate.core.ports import Document, Surroundings
from slo_gate.engine.sorting import UNREAD
from slo_gate.engine.validation import Reading
from tests.formats.subjects import SUBJECTS
from tests.support.corpus import ALONE, objects, read_set
from tests.support.properties import tried
from tests.support.subject import Subject

BY_NAME = pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
SURROUNDINGS = st.tuples(
    st.sampled_from([Duration(30, "d"), Duration(1, "m")]),
    st.sampled_from([frozenset(), frozenset({"metrics"})]),
    st.booleans(),
).map(lambda drawn: Surroundings(*drawn))
"""The window of those that state none, the sources, and whether the set is partial; nothing of what a team asks for."""

NODES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@BY_NAME
@tried(400)
@given(data=st.data(), surroundings=SURROUNDINGS)
def test_changed_objects_are_read_or_told(subject: Subject, data: st.DataObject, surroundings: Surroundings) -> None:
    changed = data.draw(st.lists(subject.mutated, min_size=1, max_size=3))
    files = {f"{index}.json": as_json(each) for index, each in enumerate(changed)}
    if subject.lists and data.draw(st.booleans()):
        files = {"all.json": as_json(changed)}
    reading = read_set(files, surroundings)
    assert nothing_is_silent(reading)
    if not (subject.refers and surroundings.partial):
        assert no_slo_is_lost(subject, changed, reading)


@BY_NAME
@tried(200)
@given(data=st.data(), value=NODES)
def test_a_part_may_be_anything(subject: Subject, data: st.DataObject, value: Any) -> None:
    known, part = data.draw(st.sampled_from(subject.known)), data.draw(st.sampled_from(subject.parts))
    changed = known | {part: value}
    reading = read_set({"slo.json": as_json(changed)})
    assert nothing_is_silent(reading)
    assert no_slo_is_lost(subject, [changed], reading)


@BY_NAME
def test_an_object_without_any_key_is_told(subject: Subject) -> None:
    """A format may be asked about an object whose keys all came from nowhere."""
    findings = subject.format.load().read([Document("slo.yaml", 0, node.Mapping(node.START, {}))], ALONE).findings
    assert {finding.rule for finding in findings} == subject.bare


def as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def nothing_is_silent(reading: Reading) -> bool:
    report = reading.report
    return bool(report.findings or report.skipped or report.objects)


def no_slo_is_lost(subject: Subject, changed: list[Any], reading: Reading) -> bool:
    """The least that must hold is that SLOs are not all lost without a word. A file that is not filled in yet stops the gate."""
    if any(finding.rule == UNREAD for finding in reading.broken):
        return True
    promised = sum(subject.promises(root) for each in changed for root in objects(as_json(each).encode()))
    told = [finding for finding in reading.report.findings if subject.tells(finding)]
    if subject.tells_each:
        return promised - len(reading.slos) <= len(told)
    return bool(not promised or reading.slos or told)
