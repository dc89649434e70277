"""Pages as they are shown: Markdown through a real renderer of GitHub's dialect, and HTML as a browser takes it apart.

Whatever the names hold, nothing pings, links elsewhere, loads, runs, or breaks a table.
"""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.language import Language
from slo_gate.outputs import GATE_OUTPUTS
from slo_gate.outputs.last_run import remembered
from slo_gate.outputs.links import DOCS
from slo_gate.outputs.markdown import render_comment
from slo_gate.outputs.style import Style
from tests.outputs.hostile import HOSTILE, hostile_gate
from tests.outputs.reports import GATE_REPORTS, MANY, spoken
from tests.outputs.test_golden import LINKS
from tests.outputs.test_injection import INVISIBLE, nasty
from tests.support.gfm import rendered
from tests.support.properties import tried

STYLE = Style(links=LINKS)
ALLOWED = (f"{DOCS}/rules/", "https://github.com/acme/shop/")
MARKDOWN_TAGS = {
    "h3",
    "p",
    "a",
    "code",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "ul",
    "li",
    "strong",
    "details",
    "summary",
    "sub",
}
PAGE_TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "h1",
    "h2",
    "h3",
    "p",
    "a",
    "code",
    "pre",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "ul",
    "li",
    "strong",
    "details",
    "summary",
    "dl",
    "dt",
    "dd",
    "figure",
    "svg",
    "line",
    "polygon",
    "polyline",
    "text",
    "footer",
}
ATTRIBUTES = {"href", "class", "open", "scope", "align", "lang", "charset", "content", "name", "http-equiv"}
DRAWN = {"viewbox", "role", "points", "x", "y", "x1", "x2", "y1", "y2"}


class Seen(HTMLParser):
    """The tags of a page with their attributes, in order, and how many cells each row has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[int]] = []
        self.comments: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "table":
            self.rows.append([])
        elif tag == "tr":
            self.rows[-1].append(0)
        elif tag in {"td", "th"}:
            self.rows[-1][-1] += 1

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def names(self) -> list[str]:
        return [tag for tag, _ in self.tags]


def assert_harmless(page: str, tags: set[str], headings: Sequence[str]) -> None:
    seen = Seen(page)
    assert set(seen.names()) <= tags
    assert [tag for tag in seen.names() if tag in {"h1", "h3"}][: len(headings)] == list(headings)
    assert not seen.comments
    addresses = [str(attributes["href"]) for tag, attributes in seen.tags if tag == "a" and "href" in attributes]
    assert not [address for address in addresses if not address.startswith(ALLOWED)]
    assert not [attributes for _, attributes in seen.tags if set(attributes) - ATTRIBUTES - DRAWN]
    assert all(len(set(table)) == 1 for table in seen.rows), "a row has another number of cells"


def assert_harmless_markdown(page: str) -> None:
    assert_harmless(page, MARKDOWN_TAGS, ["h3"])
    assert Seen(page).names().count("h3") == 1
    assert 'class="made"' not in page, "GitHub would make a mention or a reference of it"


def comments_and_summaries(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        report = hostile_gate(text)
        yield render_comment(report, STYLE, previous=remembered(report, "a" * 40))
        yield GATE_OUTPUTS["markdown"].render(spoken(report, Language.INDONESIAN), STYLE)


def test_markdown_of_hostile_names_is_harmless_where_it_is_shown() -> None:
    for page in rendered(list(comments_and_summaries(HOSTILE))):
        assert_harmless_markdown(page)


@tried(10)
@given(st.lists(nasty, min_size=4, max_size=8))
def test_markdown_of_any_names_is_harmless_where_it_is_shown(texts: list[str]) -> None:
    for page in rendered(list(comments_and_summaries(texts))):
        assert_harmless_markdown(page)


def test_renderer_would_show_harm() -> None:
    harm = ["@acme", "![x](https://e.example/x.png)", "[x](https://e.example)", "### a\n### b", "|a|\n|-|\n<b>"]
    for page in rendered([f"### fine\n\n{text}" for text in harm]):
        with pytest.raises(AssertionError):
            assert_harmless_markdown(page)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_html_of_hostile_names_is_harmless(text: str) -> None:
    page = GATE_OUTPUTS["html"].render(hostile_gate(text), STYLE)
    assert_harmless(page, PAGE_TAGS, ["h1", "h3"])
    assert not INVISIBLE.search(page)


@tried(120)
@given(nasty)
def test_html_of_any_name_has_the_tags_that_a_plain_name_gives(text: str) -> None:
    """Where nothing is linked, names change words alone; our messages that hold some may set parts of them as code."""
    pages = (GATE_OUTPUTS["html"].render(hostile_gate(one), Style()) for one in (text, "plain"))
    found, plain = ([tag for tag in Seen(page).names() if tag != "code"] for page in pages)
    assert found == plain


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("report", [*GATE_REPORTS.values(), MANY], ids=[*GATE_REPORTS, "many"])
def test_html_report_is_whole_in_itself(report: object, language: Language) -> None:
    page = GATE_OUTPUTS["html"].render(spoken(report, language), STYLE)  # type: ignore[arg-type]
    seen = Seen(page)
    assert not re.search(r"\b(src|style|on\w+)=|@import|url\(|<script|<link", page)
    assert "default-src 'none'; style-src 'sha256-" in page
    assert ("html", {"lang": str(language)}) in seen.tags
    assert page.count("<details") == page.count("</details>")
    assert len(re.findall(r"<svg [^>]*role=.img.><title>[^<]+</title>", page)) == page.count("<svg")
