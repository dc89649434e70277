"""What is refused, where, and what to do instead; and what is only skipped."""

import tracemalloc

import pytest

from slo_gate.documents import DUPLICATE_KEY, NOT_YAML, REFUSED, TOO_BIG
from tests.documents.reading import data, finding, read, root

Place = tuple[int, int, int, int]


@pytest.mark.parametrize(
    ("text", "rule", "place", "message", "hint"),
    [
        pytest.param("a: b: c\n", NOT_YAML, (1, 5, 1, 6), "mapping values are not allowed", "", id="two colons"),
        pytest.param("\ta: 1\n", NOT_YAML, (1, 1, 1, 2), "cannot start any token", "with blanks, not with tabs", id="a tab as indentation"),
        pytest.param("a:\n\tb: 1\n", NOT_YAML, (2, 1, 2, 2), "cannot start any token", "with blanks, not with tabs", id="a tab further down"),
        pytest.param("ü:\n  - '😀': [1, 2\n  - x", NOT_YAML, (3, 6, 3, 7), "did not find expected", "", id="an open bracket"),
        pytest.param("a: [b, c", NOT_YAML, (1, 9, 1, 10), "did not find expected", "", id="an open bracket at the end"),
        pytest.param("a: [b, c\n", NOT_YAML, (2, 1, 2, 2), "did not find expected", "", id="an open bracket before the last line end"),
        pytest.param('a: "x', NOT_YAML, (1, 6, 1, 7), "unexpected end of stream", "", id="an open quote"),
        pytest.param("a: @x\n", NOT_YAML, (1, 4, 1, 5), "cannot start any token", "", id="a reserved character"),
        pytest.param("a: 1\n b: 2\n", NOT_YAML, (2, 3, 2, 4), "mapping values are not allowed", "", id="a wrong indentation"),
        pytest.param("a: *x\n", NOT_YAML, (1, 4, 1, 6), "alias *x has no anchor", "", id="an alias of nothing"),
        pytest.param("a: &x 1\n---\nb: *x\n", NOT_YAML, (3, 4, 3, 6), "alias *x has no anchor", "", id="an alias into another document"),
        pytest.param("a: b\0c\n", NOT_YAML, (1, 5, 1, 6), "U+0000 is not allowed", "remove it", id="a null character"),
        pytest.param("ä: é\x07\n", NOT_YAML, (1, 5, 1, 6), "U+0007 is not allowed", "remove it", id="a control character behind wide ones"),
        pytest.param("a: 1 # x\u2028target: 0.5\n", REFUSED, (1, 9, 1, 10), "U+2028 is a line break to some", "line feed", id="a hidden line separator"),
        pytest.param("a: 1 # x\u2029target: 0.5\n", REFUSED, (1, 9, 1, 10), "U+2029 is a line break to some", "line feed", id="a hidden paragraph separator"),
        pytest.param("a: 1\nb: ü # x\x85target: 0.5\n", REFUSED, (2, 9, 2, 10), "U+0085 is a line break to some", "line feed", id="a hidden next line"),
        pytest.param("%YAML 1.1\n---\na: no\n", REFUSED, (1, 1, 2, 4), "asks for YAML 1.1", "remove the %YAML directive", id="YAML 1.1"),
        pytest.param("%YAML 2.0\n---\na: no\n", NOT_YAML, (1, 1, 1, 2), "incompatible", "", id="YAML 2"),
        pytest.param("a: !foo 1\n", REFUSED, (1, 4, 1, 10), "the tag '!foo' is not allowed", "remove it", id="a tag of its own"),
        pytest.param("!foo\na: 1\n", REFUSED, (1, 1, 2, 1), "the tag '!foo' is not allowed", "remove it", id="a tag on a mapping"),
        pytest.param("a: !!python/object/apply:os.system [x]\n", REFUSED, (1, 4, 1, 37), "python/object/apply", "remove it", id="a tag that would run code"),
        pytest.param("a: !!set {x}\n", REFUSED, (1, 4, 1, 11), "2002:set' is not allowed", "remove it", id="a type outside the core schema"),
        pytest.param("a: !!timestamp 2026-01-01\n", REFUSED, (1, 4, 1, 26), "2002:timestamp' is not allowed", "remove it", id="a date"),
        pytest.param("%TAG ! tag:evil,2026:\n---\na: !b 1\n", REFUSED, (3, 4, 3, 8), "tag:evil,2026:b", "remove it", id="a tag behind a directive"),
        pytest.param("? [a]\n: 1\n", REFUSED, (1, 3, 1, 6), "used as a key", "use a string", id="a list as a key"),
        pytest.param("a: &x {b: 1}\n*x : 2\n", REFUSED, (2, 1, 2, 3), "used as a key", "use a string", id="an alias of a mapping as a key"),
        pytest.param("a: &x [*x]\n", REFUSED, (1, 8, 1, 10), "contains itself", "write the value out", id="a list that contains itself"),
        pytest.param("&x a: &y {b: {c: *y}}\n", REFUSED, (1, 18, 1, 20), "contains itself", "write the value out", id="a mapping that contains itself"),
        pytest.param("&x {<<: *x}\n", REFUSED, (1, 9, 1, 11), "contains itself", "write the value out", id="a mapping merged into itself"),
        pytest.param("a: &x 1\nb: &x 2\n", REFUSED, (2, 4, 2, 8), "the anchor &x is defined twice", "its own name", id="an anchor twice"),
        pytest.param("a: &x 1\nb: &x [2]\n", REFUSED, (2, 4, 2, 8), "the anchor &x is defined twice", "its own name", id="an anchor again, on a list"),
        pytest.param("a: &x {}\nb: &x {}\n", REFUSED, (2, 4, 2, 8), "the anchor &x is defined twice", "its own name", id="an anchor on two mappings"),
        pytest.param("&x [&x 1]\n", REFUSED, (1, 5, 1, 9), "the anchor &x is defined twice", "its own name", id="an anchor inside its own"),
        pytest.param("<<: [1]\n", REFUSED, (1, 1, 1, 3), "merges something that is no mapping", "merge mappings only", id="a merge of a number in a list"),
        pytest.param("<<: [[{a: 1}]]\n", REFUSED, (1, 1, 1, 3), "merges something that is no mapping", "merge mappings only", id="a merge of a list in a list"),
    ],
)  # fmt: skip
def test_a_file(text: str, rule: str, place: Place, message: str, hint: str) -> None:
    found = finding(text)
    assert (found.rule, tuple(found.location.span)) == (rule, place)
    assert message in found.message
    assert hint in found.help
    assert bool(found.help) is bool(hint)


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        pytest.param(b"a: \xff\n", (1, 4, 1, 5), "byte 3 (0xff) is not UTF-8", id="a byte of Latin 1"),
        pytest.param(
            "ä😀: ".encode() + b"\xe4\n", (1, 5, 1, 6), "byte 8 (0xe4) is not UTF-8", id="behind wide characters"
        ),
        pytest.param(b"\xef\xbb\xbfa: \xff", (1, 4, 1, 5), "byte 6 (0xff) is not UTF-8", id="behind a byte order mark"),
        pytest.param(b"a: 1\r\nb: \xff", (2, 4, 2, 5), "byte 9 (0xff) is not UTF-8", id="on a later line"),
        pytest.param(b"a: \xed\xa0\x80", (1, 4, 1, 5), "byte 3 (0xed) is not UTF-8", id="half of a surrogate pair"),
        pytest.param(b"a: \xc0\xaf", (1, 4, 1, 5), "byte 3 (0xc0) is not UTF-8", id="an overlong form"),
        pytest.param(b"a: \xe2\x82", (1, 4, 1, 5), "byte 3 (0xe2) is not UTF-8", id="a character cut off"),
        pytest.param("a: 1".encode("utf-16"), (1, 1, 1, 1), "the file is UTF-16 or UTF-32", id="UTF-16"),
        pytest.param("a: 1".encode("utf-32"), (1, 1, 1, 1), "the file is UTF-16 or UTF-32", id="UTF-32"),
    ],
)
def test_bytes(content: bytes, place: Place, message: str) -> None:
    found = finding(content)
    assert (found.rule, tuple(found.location.span), found.message) == (NOT_YAML, place, message)
    assert "UTF-8" in found.help


class TestDuplicateKeys:
    @pytest.mark.parametrize(
        ("text", "place", "line"),
        [
            pytest.param("a: 1\nb: 2\na: 3\n", (3, 1, 3, 2), 1, id="in a block"),
            pytest.param("{a: 1, a: 2}\n", (1, 8, 1, 9), 1, id="in flow"),
            pytest.param("a: 1\n'a': 2\n", (2, 1, 2, 4), 1, id="in other quotes"),
            pytest.param("x:\n  - {}\n  - a: 1\n    a: 2\n", (4, 5, 4, 6), 3, id="deep inside"),
            pytest.param("&k a: 1\n*k : 2\n", (1, 1, 1, 5), 1, id="by an alias"),
        ],
    )
    def test_are_found_at_the_second(self, text: str, place: Place, line: int) -> None:
        (found,) = read(text).findings
        assert (found.rule, tuple(found.location.span)) == (DUPLICATE_KEY, place)
        assert f"stands twice in one mapping (first in line {line})" in found.message

    def test_are_all_found_and_leave_the_rest_readable(self) -> None:
        parsed = read("a: 1\na: 2\nb: {c: 1, c: 2}\n")
        assert [found.location.line for found in parsed.findings] == [2, 3]
        assert [data(document.root) for document in parsed.documents] == [{"a": 2, "b": {"c": 2}}]

    def test_are_none_across_mappings_documents_and_merges(self) -> None:
        assert read("- {a: 1}\n- {a: 2}\n").findings == ()
        assert read("a: 1\n---\na: 2\n").findings == ()
        assert read("<<: {a: 1}\na: 2\n").findings == ()


def laughs(levels: int, width: int = 9, merge: str = "") -> str:
    """The billion laughs: each level holds the one before it `width` times."""
    first = "a0: &a0 " + ("{k: v}" if merge else "[ha]") + "\n"
    repeated = [", ".join([f"*a{level}"] * width) for level in range(levels)]
    lines = [
        f"a{level + 1}: &a{level + 1} " + (f"{{{merge}: [{some}]}}" if merge else f"[{some}]")
        for level, some in enumerate(repeated)
    ]
    return first + "\n".join(lines) + "\n"


def nested(levels: int, leaf: str = "") -> str:
    return "[" * levels + leaf + "]" * levels


class TestLimits:
    @pytest.mark.parametrize(
        ("text", "line", "message"),
        [
            pytest.param(laughs(9), 6, "more than 50,000 values in one document", id="a billion laughs"),
            pytest.param(laughs(9, merge="<<"), 6, "more than 50,000 values in one document", id="a billion laughs merged"),
            pytest.param("a: &a [" + "x," * 40_000 + "]\nb: [*a, *a]\n", 2, "more than 50,000 values", id="two aliases of a long list"),
            pytest.param("[" + "x," * 50_000 + "]", 1, "more than 50,000 values in one document", id="a long list"),
            pytest.param("".join(f"k{index}: v\n" for index in range(25_000)), 25_000, "more than 50,000 values", id="a long mapping"),
            pytest.param("[" + "x," * 40_000 + "]\n---\n[" + "x," * 40_000 + "]\n---\n[" + "x," * 40_000 + "]\n", 5, "more than 100,000 values in one file", id="many documents"),
            pytest.param(nested(41), 1, "nested deeper than 40 levels", id="brackets"),
            pytest.param(nested(40, "x"), 1, "nested deeper than 40 levels", id="brackets around a word"),
            pytest.param("- " * 50 + "x", 1, "nested deeper than 40 levels", id="dashes"),
            pytest.param("a: &a " + nested(25, "x") + "\nb: " + nested(20, "*a") + "\n", 2, "nested deeper than 40 levels", id="depth through an alias"),
            pytest.param("a: &a 1\nb: [" + "*a," * 101 + "]\n", 2, "more than 100 aliases", id="aliases"),
            pytest.param("x" * 65_537, 1, "a value of 65,537 characters", id="a long value"),
            pytest.param("1" * 65, 1, "a number of 65 characters", id="a long number"),
            pytest.param("0x" + "f" * 63, 1, "a number of 65 characters", id="a long hexadecimal number"),
            pytest.param("---\n" * 1001, 1001, "more than 1,000 documents", id="documents"),
            pytest.param("#" * (1024 * 1024 + 1), 1, "the file has 1,048,577 bytes; at most 1,048,576 are read", id="bytes"),
        ],
    )  # fmt: skip
    def test_beyond(self, text: str, line: int, message: str) -> None:
        found = finding(text)
        assert (found.rule, found.location.line) == (TOO_BIG, line)
        assert message in found.message
        assert found.help

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("[" + "x," * 49_998 + "x]", id="50,000 values, the list included"),
            pytest.param(nested(40), id="40 brackets"),
            pytest.param(nested(39, "x"), id="39 brackets around a word"),
            pytest.param("a: &a 1\nb: [" + "*a," * 100 + "]\n", id="100 aliases"),
            pytest.param("x" * 65_536, id="a value of 65,536 characters"),
            pytest.param("1" * 64, id="a number of 64 characters"),
            pytest.param("'" + "1" * 65 + "'", id="a longer one in quotes"),
            pytest.param("#" * 1024 * 1024, id="1,048,576 bytes"),
            pytest.param("---\n" * 1000, id="1,000 documents"),
            pytest.param("\n---\n".join(["[" + "x," * 49_998 + "x]"] * 2), id="100,000 values in two documents"),
        ],
    )
    def test_within(self, text: str) -> None:
        assert read(text).findings == ()

    @pytest.mark.parametrize("merge", ["", "<<"], ids=["in lists", "in merged mappings"])
    def test_a_bomb_is_refused_before_it_is_expanded(self, merge: str) -> None:
        """Of 10^9 laughs, the memory never holds more than the file writes down."""
        tracemalloc.start()
        try:
            assert finding(laughs(9, merge=merge)).rule == TOO_BIG
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < 1024 * 1024


class TestTemplates:
    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("{{- if .Values.slo }}\na: 1\n{{- end }}\n", id="a Helm chart's condition"),
            pytest.param("name: {{ .Values.name }}\n", id="a value to be filled in"),
            pytest.param("a: 1\n{{ range . }}\n", id="a line of its own"),
            pytest.param("{{ a }}: 1\n", id="a key to be filled in"),
        ],
    )
    def test_are_skipped_with_the_reason(self, text: str) -> None:
        parsed = read(text)
        assert (parsed.documents, parsed.findings) == ((), ())
        assert parsed.skipped is not None
        assert parsed.skipped.file == "slo.yaml"
        assert "render first" in parsed.skipped.reason

    def test_that_are_yaml_are_read(self) -> None:
        text = "query: 'rate(x{job=\"{{job}}\"}[{{.window}}])'\n"
        assert data(root(text)) == {"query": 'rate(x{job="{{job}}"}[{{.window}}])'}

    @pytest.mark.parametrize("window", ["{{.window}}", "{{ .window }}", "{{- .window -}}"])
    def test_are_not_files_of_sloth_which_fills_in_the_window_itself(self, window: str) -> None:
        broken = f"query: rate(x[{window}])\n\tname: web\n"
        assert finding(broken).rule == NOT_YAML
        assert read(broken + "{{ end }}").skipped

    def test_do_not_excuse_what_is_refused(self) -> None:
        """A bomb with a pair of braces in a comment is still a bomb."""
        assert finding(laughs(9) + "# {{ x }}\n").rule == TOO_BIG
        assert finding("a: !foo 1 # {{ x }}\n").rule == REFUSED
