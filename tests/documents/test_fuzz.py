"""Whatever a file holds, it is answered: with trees or findings whose places lie within it."""

from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from slo_gate.core.node import Mapping, Node, Sequence, Span
from slo_gate.core.ports import Parsed
from tests.documents.corpus import ANCHORS, BLOCKS, FLOW, RIGHT, SLO
from tests.documents.reading import lines_of, read
from tests.support.properties import tried

INDICATORS = "-?:,[]{}#&*!|>'\"%@`\\ \n\r\t~<=.+0123456789abn\0\x85\u2028\ufeff\xe9\U0001f600"
SEEDS = (SLO, FLOW, BLOCKS, ANCHORS)
PIECES = (
    *("- ", ": ", "? ", "{", "}", "[", "]", ", ", "&a ", "*a", "!x ", "<<: ", "|\n", ">\n", "\n", "  ", "\t", "'", '"', "#"),
    *("---\n", "...\n", "%YAML 1.1\n", "{{ x }}", "\r\n", "\r", "\0", "\x85", "\u2028", "\ufeff", "é", "😀", "0x", "1e9", "12:30"),
)  # fmt: skip


def places(node: Node) -> Iterator[Span]:
    yield node.span
    if isinstance(node, Sequence):
        for item in node.items:
            yield from places(item)
    if isinstance(node, Mapping):
        for entry in node.entries.values():
            yield entry.key.span
            yield from places(entry.value)


def lies_within(span: Span, lines: list[str]) -> bool:
    """Behind the last character of a line stands its end, which a finding about a missing character may point at."""
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    return (
        (1, 1) <= start <= end
        and span.line <= len(lines)
        and span.end_line <= len(lines)
        and span.column <= len(lines[span.line - 1]) + 1
        and span.end_column <= len(lines[span.end_line - 1]) + 2
    )


def check(parsed: Parsed, content: bytes) -> None:
    lines = lines_of(content.decode("utf-8-sig", errors="replace"))
    spans = [span for document in parsed.documents for span in places(document.root)]
    spans += [finding.location.span for finding in parsed.findings]
    assert [span for span in spans if not lies_within(span, lines)] == []
    assert all(finding.message for finding in parsed.findings)
    assert not (parsed.skipped and (parsed.documents or parsed.findings))


@tried(400)
@given(st.binary(max_size=2048))
@example(b"\xef\xbb\xbf\xff")
@example(b"\xff\xfe\0\0")
@example(b"a: \xe2\x82")
def test_any_bytes(content: bytes) -> None:
    check(read(content), content)


@tried(500)
@given(st.text(st.sampled_from(INDICATORS), max_size=200))
def test_any_text_of_indicators(text: str) -> None:
    check(read(text), text.encode())


@tried(500)
@given(st.lists(st.sampled_from((*PIECES, "a", "b: 1", "- c")), max_size=40).map("".join))
def test_any_text_of_pieces(text: str) -> None:
    check(read(text), text.encode())


@tried(500)
@given(st.sampled_from(SEEDS), st.data())
def test_any_mutation_of_a_right_file(text: str, data: st.DataObject) -> None:
    """Cuts, repeats and foreign pieces, up to four of them."""
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 30, len(text))))
        text = text[:start] + data.draw(st.sampled_from((*PIECES, "", text[start:end] * 2))) + text[end:]
    check(read(text), text.encode())


def test_every_beginning_of_a_right_file() -> None:
    for text in RIGHT.values():
        for end in range(len(text)):
            check(read(text[:end]), text[:end].encode())
