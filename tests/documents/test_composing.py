"""What is composed quickly is what the builder makes of the events; whatever is not ordinary is left to the builder."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.node import Mapping, Node, Scalar
from slo_gate.core.ports import Parsed
from slo_gate.documents import composing, events
from slo_gate.documents.building import MAX_DOCUMENTS, Builder
from slo_gate.documents.composing import composed
from slo_gate.documents.events import events_of
from slo_gate.documents.refusal import MAX_DEPTH
from tests.documents.corpus import BLOCKS, COMMENTS, EXPLICIT, FLOW, PLAIN, RIGHT, SLO, WRONG
from tests.documents.reading import NAME, exact
from tests.documents.test_fuzz import INDICATORS, PIECES
from tests.support.properties import tried
from tests.support.require import require

TESTS = Path(__file__).parents[1]
FILES = sorted(path for folder in (TESTS, TESTS.parent / "examples") for path in folder.rglob("*.y*ml"))
ORDINARY = {"blocks": BLOCKS, "comments": COMMENTS, "explicit keys": EXPLICIT, "flow": FLOW, "plain values": PLAIN}
WITHOUT_ANCHORS = re.sub(r" &metric|\n +<<: \*metric", "", SLO)
ODD_PIECES = (
    "[a: b]",
    "{a: , b}",
    "? ",
    "! ",
    "!!str ",
    "&",
    "%",
    "\n%TAG ! x\n",
    "|2-\n",
    ">+\n",
    "| # c\n",
    '"\\x3c<": {a: b}',
)


@pytest.fixture(autouse=True)
def _the_c_part_is_there() -> None:
    require(find_spec("yaml._yaml") is not None, "libyaml's binding is not installed")
    require(events.roots_of("") is not None, "this libyaml does not limit how deep it nests")


def built(text: str) -> Parsed:
    source = events_of(text)
    return Builder(NAME, text, source.events, source.classes).run()


def outline(node: Node) -> object:
    """Everything that a tree says."""
    if isinstance(node, Scalar):
        return node.text, exact(node.value), node.span, node.indent, node.quote, node.flow, node.style
    if isinstance(node, Mapping):
        return node.span, [(key, outline(one.key), outline(one.value)) for key, one in node.entries.items()]
    return node.span, [outline(item) for item in node.items]


def agrees(text: str) -> bool:
    """Whether a text is composed; asserts that the builder makes the same of it then."""
    quick = composed(text, NAME)
    if quick is None:
        return False
    slow = built(text)
    assert [outline(one.root) for one in quick.documents] == [outline(one.root) for one in slow.documents]
    assert quick._replace(documents=()) == slow._replace(documents=())
    return True


@pytest.mark.parametrize("text", [*ORDINARY.values(), WITHOUT_ANCHORS], ids=[*ORDINARY, "an SLO"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "the Mac of old"])
def test_ordinary_files_are_composed(text: str, end: str) -> None:
    assert agrees(text.replace("\n", end))


@pytest.mark.parametrize("text", [text for text in WRONG.values() if "\u2028" not in text])
def test_what_is_wrong_is_left_to_the_builder(text: str) -> None:
    assert composed(text, NAME) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: &x 1\n", id="an anchor"),
        pytest.param("[&x a]", id="an anchor behind a bracket"),
        pytest.param("a: !!str 1\n", id="a tagged value"),
        pytest.param("!!str a: 1\n", id="a tagged key"),
        pytest.param("!!map {a: 1}\n", id="a tagged collection"),
        pytest.param("a: !\n", id="a tag without a name"),
        pytest.param("[!<!> , b]\n", id="a tag without a name that is written out"),
        pytest.param("%YAML 1.1\n---\na\n", id="a directive"),
        pytest.param("# a\r%YAML 1.1\r---\ra\r", id="a directive behind a line end of old"),
        pytest.param("\ufeffa: b\n", id="a second byte order mark"),
        pytest.param("<<: {a: b}\n", id="a merge"),
        pytest.param('"\\x3c<": {a: b}\n', id="a merge that is escaped"),
        pytest.param("1" * 65 + ": a\n", id="a key that is a long number"),
        pytest.param("---\n" * (MAX_DOCUMENTS + 1), id="too many documents"),
        pytest.param("[" * MAX_DEPTH + "]" * MAX_DEPTH, id="deep"),
        pytest.param("[" + ":," * 8_400 + "]", id="a text that is long"),
    ],
)
def test_what_is_odd_is_left_to_the_builder(text: str) -> None:
    assert composed(text, NAME) is None


@pytest.mark.parametrize(
    "text", ["a: R&D\n", "a: b?c=d&e=f\n", "a: 99 %\n", 'a: x{c!~"5.."}\n', "a: x != 1\n", "a: 2 * x\n", "<<: 1\n"]
)
def test_signs_within_texts_are_ordinary(text: str) -> None:
    assert agrees(text) is (text != "<<: 1\n")


def test_a_libyaml_that_does_not_limit_nesting_composes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_LIMITS_NESTING", False)
    assert composed("a: b\n", NAME) is None


@pytest.mark.parametrize("opener", ["[", "{", "- ", "? ", "[{", "- ? "])
def test_a_bomb_does_not_exhaust_the_stack_of_c(opener: str) -> None:
    text = opener * (composing._MAX_SIZE // len(opener))
    program = f"import resource; resource.setrlimit(resource.RLIMIT_STACK, (2 << 20, 2 << 20))\nimport slo_gate.documents.composing as one; print(one.composed({text!r}, ''))"
    done = subprocess.run([sys.executable, "-"], input=program, text=True, capture_output=True, check=True, timeout=60)
    assert done.stdout == "None\n"


def test_files_of_the_tests_and_examples() -> None:
    texts = [path.read_bytes().decode(errors="replace") for path in FILES]
    assert sum(map(agrees, texts)) > len(texts) // 2


@tried(1000)
@given(st.sampled_from([*RIGHT.values(), *ORDINARY.values()]), st.data())
def test_any_mutation_of_a_right_file(text: str, data: st.DataObject) -> None:
    """Cuts, repeats and foreign pieces, up to three of them."""
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 30, len(text))))
        piece = data.draw(st.sampled_from((*PIECES, *ODD_PIECES, "", text[start:end] * 2)))
        text = text[:start] + piece + text[end:]
    agrees(text)


@tried(1000)
@given(st.lists(st.sampled_from((*PIECES, *ODD_PIECES, "a", "b: 1", "- c", "12", "~")), max_size=30).map("".join))
def test_any_text_of_pieces(text: str) -> None:
    agrees(text)


@tried(1000)
@given(st.text(st.sampled_from(INDICATORS), max_size=60))
def test_any_text_of_indicators(text: str) -> None:
    agrees(text)
