"""Where everything stands: lines and columns from 1, ends one past the last character."""

import json
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.node import Mapping, Node, Scalar, Sequence
from tests.documents.reading import mapping, root, scalars, slice_of
from tests.support.properties import tried

Place = tuple[str, int, int, int, int]
"""A scalar's text, and its span."""

PRINTABLE = st.characters(
    codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"
)
TEXTS = st.text(PRINTABLE, max_size=12)
DATA = st.recursive(
    TEXTS | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


def places(node: Node) -> list[Place]:
    return [(scalar.text, *scalar.span) for scalar in scalars(node)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "a: 1\nbc:  two words # c\n",
            [("a", 1, 1, 1, 2), ("1", 1, 4, 1, 5), ("bc", 2, 1, 2, 3), ("two words", 2, 6, 2, 15)],
            id="a block",
        ),
        pytest.param(
            "a:\n  - x\n  -   y: z\n",
            [("a", 1, 1, 1, 2), ("x", 2, 5, 2, 6), ("y", 3, 7, 3, 8), ("z", 3, 10, 3, 11)],
            id="a block in a block",
        ),
        pytest.param(
            "{a: [x,  y], 'b' : \"c\"}",
            [("a", 1, 2, 1, 3), ("x", 1, 6, 1, 7), ("y", 1, 10, 1, 11), ("b", 1, 14, 1, 17), ("c", 1, 20, 1, 23)],
            id="flow, quotes included",
        ),
        pytest.param(
            "a: one\n  two\nb: 'three\n\n  four'\n",
            [("a", 1, 1, 1, 2), ("one two", 1, 4, 2, 6), ("b", 3, 1, 3, 2), ("three\nfour", 3, 4, 5, 8)],
            id="values over several lines",
        ),
        pytest.param(
            "a: |\n  x\n  y\nb: 1\n",
            [("a", 1, 1, 1, 2), ("x\ny\n", 1, 4, 4, 1), ("b", 4, 1, 4, 2), ("1", 4, 4, 4, 5)],
            id="a literal block, its last line end included",
        ),
        pytest.param(
            "ü: 😀x\n'😀': 名前\n",
            [("ü", 1, 1, 1, 2), ("😀x", 1, 4, 1, 6), ("😀", 2, 1, 2, 4), ("名前", 2, 6, 2, 8)],
            id="wide characters count once",
        ),
        pytest.param(
            "[e\u0301, z]", [("e\u0301", 1, 2, 1, 4), ("z", 1, 6, 1, 7)], id="a combining character counts for itself"
        ),
        pytest.param("a:\t1\t# c\n", [("a", 1, 1, 1, 2), ("1", 1, 4, 1, 5)], id="a tab is one column"),
        pytest.param(
            "a: 1\r\n\r\nb: 2\r\n",
            [("a", 1, 1, 1, 2), ("1", 1, 4, 1, 5), ("b", 3, 1, 3, 2), ("2", 3, 4, 3, 5)],
            id="line ends of Windows",
        ),
        pytest.param("a: 1\rb: 2", [("a", 1, 1, 1, 2), ("1", 1, 4, 1, 5), ("b", 2, 1, 2, 2), ("2", 2, 4, 2, 5)], id="lone carriage returns"),
        pytest.param("\ufeffa: 1", [("a", 1, 1, 1, 2), ("1", 1, 4, 1, 5)], id="a byte order mark has no column"),
        pytest.param("a:\nb: \n", [("a", 1, 1, 1, 2), ("", 1, 3, 1, 3), ("b", 2, 1, 2, 2), ("", 2, 3, 2, 3)], id="a missing value stands behind its colon"),
        pytest.param("- !!str 5\n- &x 6\n- *x\n", [("5", 1, 3, 1, 10), ("6", 2, 3, 2, 7), ("6", 2, 3, 2, 7)], id="tags and anchors belong to their value"),
        pytest.param("# c\n\n---\n# d\na: 1\n", [("a", 5, 1, 5, 2), ("1", 5, 4, 5, 5)], id="comments and starts before it"),
    ],
)  # fmt: skip
def test_of_keys_and_values(text: str, expected: list[Place]) -> None:
    assert places(root(text)) == expected


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        pytest.param("a:\n  b: 1\n  c: 2\n\n# about d\nd: 1\n", ("a",), (2, 3, 3, 7), id="a block ends with its last item"),
        pytest.param("a:\n  - x\n  - y # c\nd: 1\n", ("a",), (2, 3, 3, 6), id="so does a list"),
        pytest.param("a:\n- x\n- y\nd: 1\n", ("a",), (2, 1, 3, 4), id="and a list that is not indented"),
        pytest.param("a:\n  b:\n    c: 1\nd: 1\n", ("a", "b"), (3, 5, 3, 9), id="and blocks that end together, the inner"),
        pytest.param("a:\n  b:\n    c: 1\nd: 1\n", ("a",), (2, 3, 3, 9), id="and the outer"),
        pytest.param("a:\n  b:\nd: 1\n", ("a",), (2, 3, 2, 5), id="a block that ends with a missing value"),
        pytest.param("a:\n  b: *x\nx: 1\n".replace("a:\n", "z: &x [1]\na:\n"), ("a",), (3, 3, 3, 8), id="a block that ends with an alias"),
        pytest.param("a: {b: 1,\n  c: 2 }\nd: 1\n", ("a",), (1, 4, 2, 9), id="flow ends with its bracket"),
        pytest.param("a: [ ]", ("a",), (1, 4, 1, 7), id="nothing between brackets"),
        pytest.param("a: 1", (), (1, 1, 1, 5), id="a file without a final line end"),
        pytest.param("a: 1\n\n\n", (), (1, 1, 1, 5), id="a file with several"),
        pytest.param("- a: |\n    x\n- b\n", (), (1, 1, 3, 4), id="a list around a literal block"),
    ],
)  # fmt: skip
def test_of_collections(text: str, path: tuple[str, ...], expected: tuple[int, ...]) -> None:
    node = mapping(text).get(*path) if path else root(text)
    assert isinstance(node, Mapping | Sequence)
    assert tuple(node.span) == expected


def written(value: object, depth: int = 0) -> str:
    """Data as block YAML, strings as JSON writes them or in single quotes."""
    blanks = "  " * depth
    if isinstance(value, dict) and value:
        return "".join(f"\n{blanks}{quoted(key)}: {written(inner, depth + 1)}" for key, inner in value.items())
    if isinstance(value, list) and value:
        return "".join(f"\n{blanks}- {written(item, depth + 1)}" for item in value)
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if "'" in text else f"'{text}'"


class TestSlices:
    @tried(200)
    @given(DATA)
    def test_a_span_is_a_slice_of_the_file(self, value: object) -> None:
        """Read back from its span alone, each scalar is the same scalar."""
        text = written(value) + "\n"
        found = [(scalar.text, scalar.value, slice_of(text, scalar.span)) for scalar in scalars(root(text))]
        assert [(text, value) for text, value, _ in found] == [again(piece) for _, _, piece in found]

    @tried(100)
    @given(DATA)
    def test_of_flow(self, value: object) -> None:
        text = json.dumps(value, ensure_ascii=False, indent=1)
        for scalar in scalars(root(text)):
            assert again(slice_of(text, scalar.span)) == (scalar.text, scalar.value)

    @tried(100)
    @given(DATA.filter(lambda value: isinstance(value, dict | list) and bool(value)))
    def test_of_collections_hold_those_of_their_items(self, value: object) -> None:
        def check(node: Node) -> None:
            inner = items(node)
            for item in inner:
                assert (node.span.line, node.span.column) <= (item.span.line, item.span.column)
                assert (item.span.end_line, item.span.end_column) <= (node.span.end_line, node.span.end_column)
                check(item)
            if inner and slice_of(text, node.span)[-1] not in "]}":
                assert (inner[-1].span.end_line, inner[-1].span.end_column) == (
                    node.span.end_line,
                    node.span.end_column,
                )

        text = written(value) + "\n"
        check(root(text))


def again(piece: str) -> tuple[str, object]:
    node = root(f"- {piece}")
    assert isinstance(node, Sequence)
    (scalar,) = node.items
    assert isinstance(scalar, Scalar)
    return scalar.text, scalar.value


def items(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        return [entry.value for entry in node.entries.values()]
    return node.items if isinstance(node, Sequence) else []


def test_of_an_slo() -> None:
    text = dedent("""\
        apiVersion: openslo/v1
        kind: SLO
        metadata: {name: checkout}
        spec:
          objectives:
            - target: 0.999   # three nines
              displayName: "Größe"
    """)
    found = mapping(text).get("spec", "objectives")
    assert isinstance(found, Sequence)
    objective = found.items[0]
    assert isinstance(objective, Mapping)
    assert tuple(objective.entries["target"].value.span) == (6, 15, 6, 20)
    assert tuple(objective.entries["displayName"].key.span) == (7, 7, 7, 18)
    assert tuple(objective.entries["displayName"].value.span) == (7, 20, 7, 27)
