"""At a glance, nothing that a format recognises is taken for a file of something else."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from slo_gate.core import node, template
from slo_gate.core.ports import Format
from slo_gate.engine.glance import may_hold_slos
from slo_gate.formats import FORMATS
from tests.conformance import fixtures
from tests.formats.subjects import SUBJECTS
from tests.support.corpus import objects

FILES = [path for subject in SUBJECTS for path in subject.corpus.files()]
PUBLISHED = [fixtures.FOLDER / row.file for row in fixtures.rows()]
SLI = "sli: {events: {error_query: a, total_query: b}}"

STRUCTURES = {
    "OpenSLO without a version": "kind: SLO\nspec: {}\n",
    "OpenSLO in capitals": "apiVersion: OPENSLO/V1\n",
    "Sloth's plain spec without a version": f"service: a\nslos: [{{{SLI}}}]\n",
    "Sloth's plain spec by its version": "version: Prometheus/v9\n",
    "Sloth's resource by its kind": "kind: PrometheusServiceLevel\n",
    "Sloth's windows by their kind": "kind: AlertWindows\n",
    "Pyrra's by its group": "apiVersion: Pyrra.dev/v1\n",
    "Pyrra's by its structure": "spec: {target: 9, window: 1w, indicator: {ratio: {}}}\n",
    "slo-generator's by a key that stands for its version": "api: SRE.google.com/v3\n",
    "slo-generator's by its kind": "kind: ServiceLevelObjective\nspec: {goal: 1, method: b}\n",
    "slo-generator's in its first version": "service_name: a\nfeature_name: b\nbackend: {}\n",
    "slo-generator's first version, of other names": "slo_name: a\nfeature_name: b\nbackend: {}\n",
    "slo-generator's backends": "backends: {prometheus: {}}\n",
    "slo-generator's policies": "error_budget_policies: {default: {steps: []}}\n",
    "slo-generator's exporters": "exporters: {}\ndefault_exporters: []\n",
    "Nobl9's": "apiVersion: N9/v2\n",
}


def entries(value: node.Node) -> Iterator[node.Entry]:
    if isinstance(value, node.Mapping):
        for entry in value.entries.values():
            yield entry
            yield from entries(entry.value)
    elif isinstance(value, node.Sequence):
        for item in value.items:
            yield from entries(item)


def without(value: node.Node, left_out: node.Entry) -> node.Node:
    if isinstance(value, node.Sequence):
        return node.Sequence([without(item, left_out) for item in value.items], value.position)
    if isinstance(value, node.Mapping):
        kept = {key: entry for key, entry in value.entries.items() if entry is not left_out}
        inner = {key: node.Entry(entry.key, without(entry.value, left_out)) for key, entry in kept.items()}
        return node.Mapping(value.position, inner)
    return value


def smallest(root: node.Mapping, recognises: Callable[[node.Mapping], bool]) -> node.Mapping:
    """What is left of an object where nothing more can go without its being recognised no more."""
    tried: set[node.Scalar] = set()
    while one := next((each for each in entries(root) if each.key not in tried), None):
        tried.add(one.key)
        smaller = without(root, one)
        assert isinstance(smaller, node.Mapping)
        root = smaller if recognises(smaller) else root
    return root


def unseen(path: Path) -> Iterator[tuple[str, str]]:
    """The formats whose words are not in the least that they recognise, with what that is."""
    for root in objects(path.read_bytes()):
        for one in FORMATS:
            if one.recognises(root):
                said = " ".join(template.texts(smallest(root, one.recognises))).lower()
                if not any(word in said for word in one.WORDS):
                    yield one.NAME, said


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parents[2].name}/{path.parent.name}/{path.name}")
def test_the_least_of_an_object_that_is_recognised_has_a_word_of_its_format(path: Path) -> None:
    assert list(unseen(path)) == []


@pytest.mark.skipif(not PUBLISHED, reason=f"there are no fixtures in {fixtures.FOLDER}")
def test_so_has_that_of_published_files() -> None:
    assert {path.name: found for path in PUBLISHED if (found := list(unseen(path)))} == {}


@pytest.mark.parametrize("text", STRUCTURES.values(), ids=STRUCTURES.keys())
def test_what_is_recognised_by_its_structure_is_seen(text: str) -> None:
    (root,) = objects(text.encode())
    recognising: list[Format] = [one for one in FORMATS if one.recognises(root)]
    assert recognising
    assert all(may_hold_slos(text.encode(), [one]) for one in recognising)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(rb'apiVersion: "\x6fpen\x73lo/v1"', id="a version in escapes"),
        pytest.param(rb'{"apiVersion": "open\u0073\u006co/v1"}', id="a version in escapes of JSON"),
        pytest.param("apiVersion: openslo/v1".encode("utf-16"), id="another encoding"),
        pytest.param("apiVersion: openslo/v1".encode("utf-16-le"), id="another encoding that does not say so"),
        pytest.param(b'{{ include "objective" . }}', id="what is filled in later"),
    ],
)
def test_what_the_words_do_not_tell_is_looked_into(data: bytes) -> None:
    assert may_hold_slos(data, FORMATS)


def test_something_else_is_told_at_a_glance() -> None:
    assert not may_hold_slos(b"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n", FORMATS)
