"""Scalars that have neither tag nor anchor, as most have."""

from typing import Any

from slo_gate.core.node import Scalar
from slo_gate.documents.blocks import indent_of
from slo_gate.documents.plain import NUMERIC, WORDS, number

BLOCKS = frozenset("|>")

made_of = object.__new__
"""Makes what is made for every key and value of a file: a call of `__init__` would take as long as all that it does."""


def scalar_of(written: Any, source: str, flow: bool) -> Scalar:  # noqa: FBT001 - runs for every scalar
    """Of a parser's event or node. Raises Refusal for a number that is too long.

    `source` is the text of the file; `flow` tells that the scalar stands within brackets.
    """
    made = made_of(Scalar)
    made.text = text = written.value
    made.position = position = written.start_mark, written.end_mark
    made.flow = flow
    made.indent = -1
    made.quote = style = written.style or ""
    if style:
        made.value = text
        if style in BLOCKS:
            made.indent = indent_of(written, source)
            made.quote = None
        return made
    value = WORDS.get(text, text)
    made.value = number(text, position) if value is text and text[0] in NUMERIC else value
    return made
