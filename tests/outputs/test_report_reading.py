"""Reports that are read back: the same, or refused; and harmless, whoever wrote them."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.errors import UsageError
from slo_gate.core.report import GateReport
from slo_gate.outputs import json_v1
from slo_gate.outputs.markdown import render_comment
from slo_gate.outputs.report_reading import MAX_BYTES, read_report
from slo_gate.outputs.style import Style
from tests.outputs.hostile import HOSTILE, hostile_gate
from tests.outputs.reports import GATE_REPORTS
from tests.outputs.test_injection import LINKS, assert_harmless, shown
from tests.support.properties import tried

STYLE = Style(links=LINKS)
Tree = dict[str, Any]
FOREIGN = st.sampled_from([*HOSTILE, "", "x", "\ud800", "9" * 400, "0" * 99]) | st.text(max_size=40)
LOST = ("composite", "fixable", "length", "url")
"""What a report does not get back: weights of composites, whether --fix helps, lengths that follow from others, addresses."""


def written(report: GateReport) -> Tree:
    return dict(json.loads(json_v1.render(report, STYLE)))


def reread(tree: object) -> GateReport:
    return read_report(json.dumps(tree).encode())


def without(tree: Any, lost: tuple[str, ...] = LOST) -> Any:
    if isinstance(tree, dict):
        return {key: without(value) for key, value in tree.items() if key not in lost}
    return [without(value) for value in tree] if isinstance(tree, list) else tree


@pytest.mark.parametrize("name", GATE_REPORTS)
def test_a_report_is_the_same_when_it_is_read_back(name: str) -> None:
    first = written(GATE_REPORTS[name])
    assert without(written(reread(first))) == without(first)


@tried(150)
@given(FOREIGN.filter(lambda text: len(text) < 60 and text.encode(errors="replace").decode() == text))
def test_a_report_is_the_same_when_it_is_read_back_whatever_its_names_are(text: str) -> None:
    """Of no length at which a sentence is cut, which happens once more."""
    first = written(hostile_gate(text))
    assert without(written(reread(first))) == without(first)


@pytest.mark.parametrize("name", GATE_REPORTS)
def test_its_comment_tells_the_same(name: str) -> None:
    """But for the marks around names in sentences: those are one text by then."""

    def words(report: GateReport) -> list[str]:
        return render_comment(report, STYLE).replace("`", " ").split()

    once = reread(written(GATE_REPORTS[name]))
    assert words(reread(written(once))) == words(once)
    assert words(once)[:8] == words(GATE_REPORTS[name])[:8]


def places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in entries:
        yield from places(value, (*path, key))


def replaced(tree: Tree, path: tuple[Any, ...], value: object) -> Any:
    if not path:
        return value
    tree = copy.deepcopy(tree)
    inner: Any = tree
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return tree


WHOLE = {name: written(report) for name, report in GATE_REPORTS.items()}
PLACES = [(name, path) for name, tree in WHOLE.items() for path in places(tree)]
WRONG: st.SearchStrategy[object] = FOREIGN | st.sampled_from(
    [None, True, -1, 0, 1e308, 10**400, [], {}, [[]], [{}], 1.5, 2**70]
)


@tried(1500)
@given(st.sampled_from(PLACES), WRONG)
def test_whatever_stands_anywhere_it_is_refused_or_harmless(place: tuple[str, tuple[Any, ...]], value: object) -> None:
    name, path = place
    try:
        report = reread(replaced(WHOLE[name], path, value))
    except UsageError:
        return
    assert_harmless(shown(render_comment(report, STYLE)))


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.encode(errors="replace").decode() == text])
def test_hostile_names_are_harmless_when_they_come_back(text: str) -> None:
    assert_harmless(shown(render_comment(reread(written(hostile_gate(text))), STYLE)))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"", "it is not JSON", id="nothing"),
        pytest.param(b"[]", "it is not a JSON object", id="a list"),
        pytest.param(b"[" * 100_000, "it is not JSON", id="nested too deep"),
        pytest.param(b'{"version": NaN}', "it is not JSON", id="no number"),
        pytest.param(b" " * (MAX_BYTES + 1), "it has more than 1024 KiB", id="too large"),
        pytest.param(b"{}", "`version` is not what slo-gate writes there", id="an empty object"),
        pytest.param(b'{"version": 2}', "`version` is not what slo-gate writes there", id="another version"),
        pytest.param(b"\xff\xfe", "it is not JSON", id="no text"),
    ],
)
def test_what_is_no_report_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_report(data)
    assert refused.value.message == f"the report cannot be used: {why}"


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        pytest.param(("outcome",), "fine", "outcome", id="an outcome of one's own"),
        pytest.param(("objectives", 0, "verdict"), "pass ", "objectives[0].verdict", id="a verdict that is none"),
        pytest.param(("objectives", 0, "target"), "99,9", "objectives[0].target", id="a target that is no number"),
        pytest.param(
            ("objectives", 0, "window", "duration"), "1 month", "objectives[0].window.duration", id="a window"
        ),
        pytest.param(("objectives", 0, "reasons", 0, "code"), "x", "objectives[0].reasons[0].code", id="a reason"),
        pytest.param(("objectives", 0, "line"), 0, "objectives[0].line", id="a line before the first"),
        pytest.param(("notes",), "@me", "notes", id="a text in place of a list"),
        pytest.param(("blocked",), False, "blocked", id="a failure that blocks nothing"),
        pytest.param(("exit_code",), 0, "exit_code", id="a failure that exits as a success"),
        pytest.param(("weakened",), None, "weakened", id="no word on whether promises are weakened"),
        pytest.param(("objectives", 0, "at_base"), "yes", "objectives[0].at_base", id="a version that is neither"),
    ],
)
def test_the_place_that_is_wrong_is_named_and_not_quoted(path: tuple[Any, ...], value: object, place: str) -> None:
    with pytest.raises(UsageError) as refused:
        reread(replaced(WHOLE["fail"], path, value))
    assert refused.value.message == f"the report cannot be used: `{place}` is not what slo-gate writes there"
