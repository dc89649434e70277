"""Foreign text stays text: no output lets a name, a message or a query become a command, a link or a mention."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from slo_gate.core.printable import printable
from slo_gate.core.report import GateReport
from slo_gate.core.validation_report import ValidationReport
from slo_gate.outputs import GATE_OUTPUTS, VALIDATION_OUTPUTS
from slo_gate.outputs.action_outputs import action_outputs
from slo_gate.outputs.links import DOCS, Links
from slo_gate.outputs.markdown import render_comment
from slo_gate.outputs.markup import code_span, prose
from slo_gate.outputs.style import Style
from tests.outputs.hostile import HOSTILE, hostile_gate, hostile_validation
from tests.support.properties import tried
from tests.support.runner import Log

LINKS = Links("https://github.com", "acme/shop", "9d1c0fe2", "https://github.com/acme/shop/actions/runs/812")
ALLOWED = (f"{DOCS}/rules/", "https://github.com/acme/shop/")
GFM = MarkdownIt("commonmark", {"linkify": False}).enable("table").enable("strikethrough")
INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]")

PIECES = st.sampled_from([*HOSTILE, "`", "``", "|", "\\", "\n", "@me", "::", "##[", " ", "word", "[", "](", "<b>", ")"])
nasty = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=60))


def commands(log: str) -> list[str]:
    """The lines that the runner would take as commands, by both of its grammars and its idea of a line's end."""
    return [line for line in re.split(r"\r\n|\r|\n", log) if re.match(r"\s*::", line) or "##[" in line]


def tokens(markdown: str) -> Iterator[Token]:
    for token in GFM.parse(markdown):
        yield token
        yield from token.children or ()


def prose_of(markdown: str) -> str:
    """All text outside code, as GitHub's own search for mentions and references sees it."""
    return "\n".join(token.content for token in tokens(markdown) if token.type in {"text", "html_inline", "html_block"})


def shown(comment: str) -> str:
    """The comment without the one line that only the next run reads."""
    state, _, rest = comment.partition("\n")
    assert re.fullmatch(r"<!-- state [A-Za-z0-9_-]{1,1000} -->", state)
    return rest


def assert_harmless(markdown: str) -> None:
    found = list(tokens(markdown))
    assert not [token for token in found if token.type == "image"]
    addresses = [str(token.attrs["href"]) for token in found if token.type == "link_open"]
    assert not [address for address in addresses if not address.startswith(ALLOWED)]
    assert [token.tag for token in found if token.type == "heading_open"] == ["h3"]
    outside = prose_of(markdown)
    assert "@" not in outside
    assert "evil" not in outside
    assert not re.search(r"https?:|www\.|<!--|#\d|<img", outside)
    tags = re.findall(r"<[^>]*>", outside)
    assert set(tags) <= {"<details>", "</details>", "<summary>", "</summary>", "<sub>", "</sub>"}
    assert not [line for line in markdown.splitlines() if line.startswith(("/", "@"))]
    assert not INVISIBLE.search(markdown)


def assert_tables_are_whole(markdown: str) -> None:
    rows = [len([t for t in group if t.type in {"td_open", "th_open"}]) for group in _rows(markdown)]
    assert rows
    lines = [line for line in markdown.splitlines() if line.startswith("| ")]
    assert len(rows) == len(lines)


def _rows(markdown: str) -> Iterator[list[Token]]:
    row: list[Token] = []
    for token in GFM.parse(markdown):
        row.append(token)
        if token.type == "tr_close":
            yield row
            row = []


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_markdown_of_hostile_names_is_harmless(text: str) -> None:
    style = Style(links=LINKS)
    for markdown in (
        shown(render_comment(hostile_gate(text), style)),
        GATE_OUTPUTS["markdown"].render(hostile_gate(text), style),
    ):
        assert_harmless(markdown)
        assert_tables_are_whole(markdown)


@tried(80)
@given(nasty)
def test_markdown_of_any_name_is_harmless(text: str) -> None:
    assert_harmless(shown(render_comment(hostile_gate(text.replace("evil", "")), Style(links=LINKS))))


@tried(800)
@given(nasty)
def test_code_span_holds_all_of_its_text(text: str) -> None:
    inline = GFM.parseInline(f"before {code_span(text)} after")[0].children or []
    assert [token.type for token in inline] == ["text", "code_inline", "text"]


@tried(800)
@given(nasty)
def test_prose_shows_nothing_but_plain_words_outside_code(text: str) -> None:
    inline = GFM.parseInline(f"before {prose(text)}")[0].children or []
    assert {token.type for token in inline} <= {"text", "code_inline"}
    outside = " ".join(token.content for token in inline if token.type == "text")
    assert not re.search(r"[@#<>\[\]/\\`*_|~]", outside)


@pytest.mark.parametrize(
    ("message", "markdown"),
    [
        ("unknown key `a.b` in `spec`; did you mean `c`?", "unknown key `a.b` in `spec`; did you mean `c`?"),
        ("ask @acme/oncall at once", "ask `@acme/oncall` at once"),
        ("at most 99.9 % (see `x`)", "at most 99.9 % (see `x`)"),
        ("a `b``c` d", "a `b` `c` d"),
    ],
)
def test_prose_keeps_our_own_messages_readable(message: str, markdown: str) -> None:
    assert prose(message) == markdown


@pytest.mark.parametrize("colour", [False, True], ids=["plain", "coloured"])
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_text_of_hostile_names_holds_no_command(text: str, *, colour: bool) -> None:
    for width in (40, 200):
        style = Style(width, colour=colour, source_line=lambda _file, _line: text)
        logs = (
            GATE_OUTPUTS["text"].render(hostile_gate(text), style),
            VALIDATION_OUTPUTS["text"].render(hostile_validation(text), style),
        )
        for log in logs:
            assert not commands(log)
            assert not INVISIBLE.search(re.sub("\x1b\\[\\d+m", "", log))


@tried(80)
@given(nasty, st.integers(20, 120))
def test_text_of_any_name_holds_no_command(text: str, width: int) -> None:
    style = Style(width, source_line=lambda _file, _line: text)
    assert not commands(GATE_OUTPUTS["text"].render(hostile_gate(text), style))
    assert not commands(VALIDATION_OUTPUTS["text"].render(hostile_validation(text), style))


@pytest.mark.parametrize("name", GATE_OUTPUTS)
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_runner_obeys_nothing_but_annotations_of_a_printed_report(text: str, name: str) -> None:
    printed = GATE_OUTPUTS[name].render(hostile_gate(text), Style(links=LINKS))
    log = Log().read(printed)
    assert {command.name for command in log.obeyed} <= ({"error", "warning", "notice"} if name == "github" else set())
    assert not log.stopped


@tried(60)
@given(nasty)
def test_runner_obeys_no_name_of_a_printed_report(text: str) -> None:
    for name in GATE_OUTPUTS:
        obeyed = Log().read(GATE_OUTPUTS[name].render(hostile_gate(text), Style())).obeyed
        assert {command.name for command in obeyed} <= ({"error", "warning", "notice"} if name == "github" else set())


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_annotations_are_the_only_commands(text: str) -> None:
    for log in (
        GATE_OUTPUTS["github"].render(hostile_gate(text), Style()),
        VALIDATION_OUTPUTS["github"].render(hostile_validation(text), Style()),
    ):
        lines = re.split(r"\r\n|\r|\n", log.removesuffix("\n"))
        assert all(re.match(r"::(error|warning|notice) [^:]*::", line) for line in lines)
        assert not any("##[" in line for line in lines)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_action_outputs_are_one_line_each_without_names_outside_json(text: str) -> None:
    outputs = action_outputs(hostile_gate(text))
    said = [outputs.pop("override-by"), outputs.pop("override-reason")]
    assert all(re.fullmatch(r"[\w .,:;#/@+\[\]-]{0,200}", value) and value.isprintable() for value in said)
    assert all(value.isprintable() and value.isascii() for value in outputs.values())
    assert outputs["summary"] == "1 of 2 error budgets is spent (1 fail, 1 unknown)"


@tried(800)
@given(nasty)
def test_printable_is_one_visible_line_without_commands(text: str) -> None:
    shown = printable(text)
    assert len(shown) <= 500
    assert not commands(shown)
    assert not INVISIBLE.search(shown)
    shown.encode()


@pytest.mark.parametrize("text", ["checkout", "Kaffee für 日本", "99.9 %", "a:b::c", "smile 🙂"])
def test_printable_leaves_ordinary_text_alone(text: str) -> None:
    assert printable(text) == text


def _json(report: GateReport | ValidationReport) -> str:
    if isinstance(report, GateReport):
        return GATE_OUTPUTS["json"].render(report, Style())
    return VALIDATION_OUTPUTS["json"].render(report, Style())


@pytest.mark.parametrize("name", ["sarif", "junit"])
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_files_for_other_programs_are_ascii_lines_without_commands(name: str, text: str) -> None:
    style = Style(source_line=lambda _file, _line: text)
    log = VALIDATION_OUTPUTS[name].render(hostile_validation(text), style)
    assert log.isascii()
    assert not commands(log)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_json_of_hostile_names_is_ascii_lines_without_commands(text: str) -> None:
    for report in (hostile_gate(text), hostile_validation(text)):
        log = _json(report)
        assert log.isascii()
        assert not commands(log)
