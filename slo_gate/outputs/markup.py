"""Markdown in which foreign text can do nothing: it stands in code spans and fences that it cannot leave.

GitHub makes mentions, references and links out of text after Markdown is done, even out of escaped text, but never
inside code. So words of our own messages stay words, and everything in them that is not a plain word becomes code.
"""

import re
from itertools import groupby

from slo_gate.core.printable import printable

_SPAN_LIMIT, _PROSE_LIMIT, _LINE_LIMIT, _FENCE_LINES = 120, 600, 500, 60
_PLAIN_WORD = re.compile(
    r"""["'(]*[^\W\d_]+(?:['’-][^\W\d_]+)*["')]*[.,;:!?]?|\d+(?:[.,]\d+)?%?[,;:]?|\d{1,5}(?:ms|[smhdwMQY])[.,;:]?|%[,;.:]?|[–—·(]"""
)
_CLOSING = re.compile(r"[.,;:!?)]+(?=\s|$)")
_BACKTICKS = re.compile(r"`+")


class Markdown(str):
    """Markdown that we made. Any other string is foreign."""

    __slots__ = ()


def code_span(text: str, limit: int = _SPAN_LIMIT) -> Markdown:
    one_line = "⏎".join(text.splitlines())
    shown = printable(one_line, limit)
    if not shown.strip():
        return Markdown("`(empty)`")
    fence = "`" * (_longest_run(shown) + 1)
    padding = " " if shown.startswith("`") or shown.endswith("`") else ""
    return Markdown(f"{fence}{padding}{shown}{padding}{fence}")


def prose(text: str) -> Markdown:
    """A message of ours with foreign parts: parts in backticks and all that is no plain word become code."""
    shown = ""
    for index, part in enumerate(text[:_PROSE_LIMIT].split("`")):
        closing = "" if index % 2 else _closing(part)
        shown += closing
        piece = code_span(part) if index % 2 else _words(part[len(closing) :])
        # Two code spans must never touch: their backticks would run together.
        glued = not shown or shown.endswith("(") or not piece
        shown += piece if glued else f" {piece}"
    return Markdown(shown)


def _closing(part: str) -> str:
    match = _CLOSING.match(part)
    return match[0] if match else ""


def _words(text: str) -> str:
    groups = groupby(text.split(), key=lambda word: bool(_PLAIN_WORD.fullmatch(word)))
    return " ".join(" ".join(words) if is_plain else code_span(" ".join(words)) for is_plain, words in groups)


def fence(text: str) -> Markdown:
    """A fenced block. Its lines are indented, so that none begins with a command to some bot."""
    lines = text.splitlines()
    shown = [f"  {printable(line, _LINE_LIMIT)}" for line in lines[:_FENCE_LINES]]
    if len(lines) > _FENCE_LINES:
        shown.append(f"  … {len(lines) - _FENCE_LINES} more lines")
    ticks = "`" * max(_longest_run("\n".join(shown)) + 1, 3)
    return Markdown("\n".join((ticks, *shown, ticks)))


def cell(text: Markdown) -> Markdown:
    """Markdown for a table's cell. A backslash before the pipe would unescape it for one parser or another."""
    return Markdown(re.sub(r"\\(?=\|)", r"\\ ", text).replace("|", r"\|"))


def link(text: Markdown, address: str | None) -> Markdown:
    return Markdown(f"[{text}]({address})") if address else text


def to_markdown(value: object) -> str:
    """What a template shows: our own Markdown as it is, everything else as code."""
    return value if isinstance(value, Markdown) else code_span(str(value))


def _longest_run(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)
