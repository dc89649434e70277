"""Rules explained on a terminal: one with its page, or all of them in a table."""

import textwrap
from collections.abc import Iterator, Mapping

from slo_gate.core.page import Page
from slo_gate.outputs.cells import GAP, Column, table
from slo_gate.outputs.ending import finish
from slo_gate.outputs.links import rule_url
from slo_gate.outputs.paint import BOLD, DIM, paint_for
from slo_gate.outputs.rule_page import Section, heading, indented, sections, standing
from slo_gate.outputs.style import Style

_WIDEST = 100
"""Lines of prose that are longer are hard to read."""


def explain(rule: str, page: Page, style: Style) -> str:
    """The page of a rule, its prose wrapped to the width."""
    return finish(_blocks(rule, page, style), style)


def _blocks(rule: str, page: Page, style: Style) -> Iterator[str]:
    paint = paint_for(style.colour)
    width = max(min(style.width, _WIDEST), 40)
    title = "\n".join(paint(line, BOLD) for line in _wrapped(heading(rule, page), width))
    yield f"{title}\n{paint(standing(page), page.severities[0])}"
    for section in sections(rule, page):
        yield _section(section, width)
    yield paint(f"docs: {rule_url(rule)}", DIM)


def _section(section: Section, width: int) -> str:
    text = "\n".join(_wrapped(section.text, width))
    return f"{text}\n\n{indented(section.yaml)}" if section.yaml else text


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def listing(rules: Mapping[str, Page], style: Style) -> str:
    """Every rule in a line: its id, how grave it is, whether it is on by default, and what it holds."""
    paint = paint_for(style.colour)
    header, *rows = table(_columns(rules), style.width)
    lines = [paint(GAP.join(header).rstrip(), BOLD)]
    for (rule, severity, *cells), page in zip(rows, rules.values(), strict=True):
        lines.append(GAP.join((rule, paint(severity, page.severities[0]), *cells)))
    return finish(iter(("\n".join(lines),)), style)


def _columns(rules: Mapping[str, Page]) -> list[Column]:
    pages = rules.values()
    return [
        Column("rule", list(rules)),
        Column("severity", [" or ".join(page.severities) for page in pages]),
        Column("default", ["on" if page.on else "off" for page in pages]),
        Column("what it holds", [page.title for page in pages], flexible=True),
    ]
