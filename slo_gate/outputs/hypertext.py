"""HTML in which foreign text can do nothing: it is escaped, and nothing but our own addresses is linked."""

import re
from collections.abc import Mapping
from functools import cache
from html import escape

from slo_gate.core.language import Language
from slo_gate.core.printable import printable
from slo_gate.outputs.languages import CATALOGUES

_SPAN_LIMIT, _PROSE_LIMIT, _LINE_LIMIT, _BLOCK_LINES = 240, 1_000, 1_000, 200
_IN_BACKTICKS = re.compile("`([^`]+)`")


class Html(str):
    """HTML that we made. Any other string is foreign."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def code(text: str) -> Html:
    return Html(f"<code>{escape(printable('⏎'.join(text.splitlines()), _SPAN_LIMIT)) or '(empty)'}</code>")


def retold(text: str) -> Html:
    """A message of ours with foreign parts, those in backticks as code."""
    return Html(_IN_BACKTICKS.sub(r"<code>\1</code>", escape(printable(text, _PROSE_LIMIT))))


def strong(text: str) -> Html:
    return Html(f"<strong>{text}</strong>")


def link(text: str, address: str | None) -> Html:
    return Html(f'<a href="{escape(address)}">{text}</a>' if address else text)


def block(text: str) -> Html:
    lines = text.splitlines()
    shown = [escape(printable(line, _LINE_LIMIT)) for line in lines[:_BLOCK_LINES]]
    if len(lines) > _BLOCK_LINES:
        shown.append(f"… {len(lines) - _BLOCK_LINES}")
    return Html(f"<pre><code>{chr(10).join(shown)}</code></pre>")


@cache
def sentences(language: Language) -> Mapping[str, str]:
    """The catalogue of a language as HTML."""
    return {
        key: _IN_BACKTICKS.sub(r"<code>\1</code>", escape(text, quote=False))
        for key, text in CATALOGUES[language].items()
    }
