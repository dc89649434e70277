"""Scalars that have neither tag nor anchor, as most have."""

from typing import Any

from slo_gate.core.node import Scalar
from slo_gate.documents.blocks import indent_of
from slo_gate.documents.plain import NUMERIC, WORDS, number

BLOCKS = frozenset("|>")


def scalar_of(written: Any, source: str, flow: bool) -> Scalar:  # noqa: FBT001 - runs for every scalar
    """Of a parser's event or node. Raises Refusal for a number that is too long.

    `source` is the text of the file; `flow` tells that the scalar stands within brackets.
    """
    text, style = written.value, written.style
    position = written.start_mark, written.end_mark
    if style:
        if style in BLOCKS:
            return Scalar(text, text, position, indent_of(written, source), None, flow)
        return Scalar(text, text, position, -1, style, flow)
    value = WORDS.get(text, text)
    if value is text and text[0] in NUMERIC:
        value = number(text, position)
    return Scalar(text, value, position, -1, "", flow)
