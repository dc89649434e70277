"""libyaml's parser and the pure one: the same trees."""

import re
from importlib.util import find_spec

import pytest

from slo_gate import documents
from slo_gate.core.ports import Parsed
from slo_gate.documents import events
from tests.documents.corpus import RIGHT, WRONG
from tests.documents.reading import data, finding, outline, read, root
from tests.support.require import require


@pytest.fixture(autouse=True)
def _the_c_part_is_there() -> None:
    require(find_spec("yaml._yaml") is not None, "libyaml's binding is not installed")


def without_c(text: str, monkeypatch: pytest.MonkeyPatch) -> Parsed:
    with monkeypatch.context() as patch:
        patch.setattr(events, "CParser", None)
        return read(text)


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_right_files_give_the_same_trees(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for the place of a value that is missing, which lies before or behind the blanks in its stead."""
    text = re.sub(r"(?<=:)(?= }|\r?\n---)", " ~", text)
    fast, slow = read(text), without_c(text, monkeypatch)
    assert fast.findings == slow.findings == ()
    assert [outline(document.root) for document in fast.documents] == [
        outline(document.root) for document in slow.documents
    ]


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_wrong_files_give_the_same_rules_on_the_same_lines(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, slow = read(text), without_c(text, monkeypatch)
    assert fast.findings
    assert [(found.rule, found.location.line) for found in fast.findings] == [
        (found.rule, found.location.line) for found in slow.findings
    ]


def test_another_version_is_refused_by_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pure parser shows it at the document's start, libyaml at the directive."""
    text = "%YAML 1.1\n---\nx\n"
    rules = [found.rule for parsed in (read(text), without_c(text, monkeypatch)) for found in parsed.findings]
    assert rules == [documents.REFUSED] * 2


class TestColonsInFlow:
    """Old versions of libyaml end a plain value in flow at `:` even where no blank follows, as YAML 1.1 did."""

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            pytest.param("{at: 12:30:00}\n", {"at": "12:30:00"}, id="a time"),
            pytest.param("[a:b, c:d:e]\n", ["a:b", "c:d:e"], id="words with colons"),
            pytest.param(
                "x: {selector: job:up:rate5m}\n", {"x": {"selector": "job:up:rate5m"}}, id="a recorded series"
            ),
        ],
    )
    def test_are_read(self, text: str, value: object) -> None:
        assert data(root(text)) == value

    def test_excuse_nothing_that_is_wrong_further_on(self) -> None:
        assert finding("{at: 12:30:00}\nb: [\n").rule == documents.NOT_YAML

    def test_excuse_no_keys_that_stand_twice(self) -> None:
        (found,) = read("{at: 12:30:00, at: 12:31:00}\n").findings
        assert (found.rule, found.location.column) == (documents.DUPLICATE_KEY, 16)
