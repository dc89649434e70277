"""What plain text means: the core schema of YAML 1.2, with numbers as exact as the file writes them."""

from decimal import Decimal

import pytest

from slo_gate.core.node import Plain
from tests.documents.reading import data, exact, mapping, read, root, scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("no", "no", id="no is a word"),
        pytest.param("No", "No", id="No is a word"),
        pytest.param("yes", "yes", id="yes is a word"),
        pytest.param("on", "on", id="on is a word"),
        pytest.param("off", "off", id="off is a word"),
        pytest.param("y", "y", id="y is a word"),
        pytest.param("n", "n", id="n is a word"),
        pytest.param("true", True, id="true"),
        pytest.param("True", True, id="True with a capital"),
        pytest.param("TRUE", True, id="TRUE in capitals"),
        pytest.param("tRue", "tRue", id="a mixed case is a word"),
        pytest.param("false", False, id="false"),
        pytest.param("FALSE", False, id="FALSE in capitals"),
        pytest.param("2026-01-31", "2026-01-31", id="a date is a string"),
        pytest.param("2026-01-31 00:00:00", "2026-01-31 00:00:00", id="a date with a time is a string"),
        pytest.param("12:30", "12:30", id="a time is a string"),
        pytest.param("12:30:45", "12:30:45", id="a time with seconds is no number of base 60"),
        pytest.param("190:20:30.15", "190:20:30.15", id="nor is a longer one"),
        pytest.param("1_000", "1_000", id="an underscore makes a word"),
        pytest.param("1,000", "1,000", id="so does a comma"),
        pytest.param("0b101", "0b101", id="binary is a word"),
        pytest.param("0", 0, id="zero"),
        pytest.param("-0", 0, id="minus zero is an integer"),
        pytest.param("007", 7, id="leading zeros are decimal"),
        pytest.param("0777", 777, id="not octal"),
        pytest.param("0o17", 15, id="octal is written 0o"),
        pytest.param("0o18", "0o18", id="no octal digit"),
        pytest.param("0O17", "0O17", id="no capital O"),
        pytest.param("0xff", 255, id="hexadecimal"),
        pytest.param("0xFF", 255, id="hexadecimal in capitals"),
        pytest.param("-0xff", "-0xff", id="hexadecimal has no sign"),
        pytest.param("+12", 12, id="a plus sign"),
        pytest.param("-12", -12, id="a minus sign"),
        pytest.param("0.999", Decimal("0.999"), id="a fraction keeps its digits"),
        pytest.param("99.950", Decimal("99.950"), id="a fraction keeps its last zero"),
        pytest.param("0.1234567890123456789012345678901", Decimal("0.1234567890123456789012345678901"), id="beyond a double"),
        pytest.param(".5", Decimal("0.5"), id="a fraction without a zero"),
        pytest.param("-.5", Decimal("-0.5"), id="a negative fraction without a zero"),
        pytest.param("5.", Decimal(5), id="a point without digits behind"),
        pytest.param("1e3", Decimal("1E+3"), id="an exponent"),
        pytest.param("1E-3", Decimal("0.001"), id="a negative exponent"),
        pytest.param("1e", "1e", id="an exponent without digits is a word"),
        pytest.param(".", ".", id="a point alone is a word"),
        pytest.param("+", "+", id="a sign alone is a word"),
        pytest.param("1.2.3", "1.2.3", id="a version is a word"),
        pytest.param("127.0.0.1", "127.0.0.1", id="an address is a word"),
        pytest.param("99.9%", "99.9%", id="a percentage is a word"),
        pytest.param("30d", "30d", id="a duration is a word"),
        pytest.param(".inf", Decimal("Infinity"), id="infinity"),
        pytest.param("+.INF", Decimal("Infinity"), id="infinity with a sign"),
        pytest.param("-.Inf", Decimal("-Infinity"), id="minus infinity"),
        pytest.param("inf", "inf", id="inf without a point is a word"),
        pytest.param(".nan", Decimal("NaN"), id="not a number"),
        pytest.param("NaN", "NaN", id="NaN without a point is a word"),
        pytest.param("~", None, id="a tilde is null"),
        pytest.param("null", None, id="null"),
        pytest.param("Null", None, id="Null with a capital"),
        pytest.param("NULL", None, id="NULL in capitals"),
        pytest.param("nil", "nil", id="nil is a word"),
        pytest.param("None", "None", id="None is a word"),
        pytest.param("''", "", id="an empty string in quotes"),
        pytest.param('"null"', "null", id="null in quotes is a word"),
        pytest.param("'true'", "true", id="true in quotes is a word"),
        pytest.param('"0.999"', "0.999", id="a number in quotes is a string"),
        pytest.param('"\\u0041\\t\\x42"', "A\tB", id="escapes in double quotes"),
        pytest.param("'it''s \\n'", "it's \\n", id="single quotes escape only themselves"),
        pytest.param("!!str 5", "5", id="a number tagged as a string"),
        pytest.param("! 5", "5", id="a number with the tag of no type"),
        pytest.param("!!int 5", 5, id="a number tagged as one"),
        pytest.param("a b  c", "a b  c", id="words with blanks"),
        pytest.param("https://example.com:9090/x#y", "https://example.com:9090/x#y", id="an address of the web"),
        pytest.param("a #b", "a", id="a comment"),
        pytest.param("a#b", "a#b", id="no comment without a blank"),
        pytest.param("٣", "٣", id="digits of another script are a word"),
    ],
)  # fmt: skip
def test_a_value(text: str, value: Plain) -> None:
    assert exact(mapping(f"key: {text}\n").value("key")) == exact(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("key:", {"key": None}, id="a key without a value is null"),
        pytest.param("- \n- a", [None, "a"], id="an item without a value is null"),
        pytest.param("key: |\n  a\n   b\n", {"key": "a\n b\n"}, id="a literal block"),
        pytest.param("key: |-\n  1\n", {"key": "1"}, id="a literal block is a string"),
        pytest.param("key: >\n  a\n  b\n\n  c\n", {"key": "a b\nc\n"}, id="a folded block"),
        pytest.param("key: a\n  b\n", {"key": "a b"}, id="a plain value over two lines"),
        pytest.param("{a: 1, b: [x, {c: }]}", {"a": 1, "b": ["x", {"c": None}]}, id="flow"),
        pytest.param('{"a":1}', {"a": 1}, id="JSON"),
        pytest.param("? a\n: 1\n", {"a": 1}, id="an explicit key"),
        pytest.param("1: a\ntrue: b\n", {"1": "a", "true": "b"}, id="keys are their text"),
        pytest.param("a: &x 1\nb: *x\n", {"a": 1, "b": 1}, id="an alias"),
        pytest.param("a: &x [1]\nb: *x\n", {"a": [1], "b": [1]}, id="an alias of a list"),
        pytest.param("&k a: 1\nb: *k\n", {"a": 1, "b": "a"}, id="an alias of a key"),
        pytest.param("- &k a\n- {*k : 1}\n", ["a", {"a": 1}], id="an alias as a key"),
        pytest.param("{at: 12:30:00, t: 1:2}", {"at": "12:30:00", "t": "1:2"}, id="a colon inside a flow value"),
        pytest.param("[http://x:1/y]", ["http://x:1/y"], id="an address inside a flow list"),
        pytest.param("\ufeffa: 1", {"a": 1}, id="a byte order mark"),
        pytest.param("%YAML 1.2\n---\na: no\n", {"a": "no"}, id="a directive for YAML 1.2"),
        pytest.param("a: 1\r\nb: |\r\n  x\r\n", {"a": 1, "b": "x\n"}, id="line ends of Windows"),
    ],
)
def test_a_document(text: str, value: object) -> None:
    assert data(root(text)) == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("", [], id="an empty file has none"),
        pytest.param("# only a comment\n", [], id="a comment is none"),
        pytest.param("---\n", [None], id="a start alone is an empty one"),
        pytest.param("a: 1\n---\nb: 2\n...\n---\nc: 3\n", [{"a": 1}, {"b": 2}, {"c": 3}], id="three"),
        pytest.param("--- a\n--- b\n", ["a", "b"], id="on the line of their start"),
        pytest.param("a: &x 1\n---\nb: &x 2\nc: *x\n", [{"a": 1}, {"b": 2, "c": 2}], id="each has anchors of its own"),
    ],
)
def test_documents_of_a_file(text: str, values: list[object]) -> None:
    parsed = read(text)
    assert parsed.findings == ()
    assert [document.number for document in parsed.documents] == list(range(len(values)))
    assert [data(document.root) for document in parsed.documents] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("<<: {a: 1}\nb: 2\n", {"b": 2, "a": 1}, id="adds what is missing"),
        pytest.param("<<: {a: 1}\na: 2\n", {"a": 2}, id="the mapping's own key wins behind it"),
        pytest.param("a: 2\n<<: {a: 1}\n", {"a": 2}, id="the mapping's own key wins before it"),
        pytest.param("<<: [{a: 1}, {a: 2, b: 3}]\n", {"a": 1, "b": 3}, id="of a list the first wins"),
        pytest.param("<<: []\na: 1\n", {"a": 1}, id="of an empty list"),
        pytest.param("<<: nothing\n", {"<<": "nothing"}, id="a word is no mapping to merge"),
    ],
)
def test_merge_keys(text: str, value: object) -> None:
    assert data(root(text)) == value


def test_merge_keys_chain_through_anchors() -> None:
    text = "- &a {x: 1, y: 1}\n- &b {<<: *a, y: 2}\n- {<<: *b, z: 3}\n"
    assert data(root(text)) == [{"x": 1, "y": 1}, {"y": 2, "x": 1}, {"z": 3, "y": 2, "x": 1}]


def test_a_merged_key_stands_where_it_is_written() -> None:
    text = "base: &base\n  a: 1\nuse:\n  <<: *base\n"
    found = mapping(text).get("use", "a")
    assert found is not None
    assert found.span.line == 2


def test_a_number_keeps_its_text() -> None:
    found = scalar("0x1F\n")
    assert (found.text, found.value) == ("0x1F", 31)
