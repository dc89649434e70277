"""Texts of a corpus with slips in them that have one reading: what a hand does to keys, choices and numbers."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

from slo_gate import documents
from slo_gate.core import node
from slo_gate.core.node import Node, Scalar

_CHOICES = ("Occurrences", "Timeslices", "RatioTimeslices", "SLO", "SLI", "Service", "DataSource", "AlertPolicy")
_BREAK = re.compile(r"\r\n|\r|\n")


class Slip(NamedTuple):
    """Where [start, end) of the sound text was, and what stands there now."""

    start: int
    end: int
    text: str


class Slipped(NamedTuple):
    sound: str
    slips: tuple[Slip, ...]

    @property
    def text(self) -> str:
        return "".join(self._pieces())

    def _pieces(self) -> Iterator[str]:
        at = 0
        for slip in self.slips:
            yield from (self.sound[at : slip.start], slip.text)
            at = slip.end
        yield self.sound[at:]

    def mended_somewhere(self, text: str) -> bool:
        """Whether a text is the sound one, but for slips that are still there: no other character is another."""
        at, expression = 0, ""
        for slip in self.slips:
            choice = f"(?:{re.escape(self.sound[slip.start : slip.end])}|{re.escape(slip.text)})"
            expression += re.escape(self.sound[at : slip.start]) + choice
            at = slip.end
        return re.fullmatch(expression + re.escape(self.sound[at:]), text) is not None


@st.composite
def slipped(draw: st.DrawFn, sound_texts: Sequence[str]) -> Slipped:
    """One of the texts, its ends of lines and its comments changed too, with one slip to five."""
    sound = draw(st.sampled_from(sound_texts)).rstrip("\n") + draw(
        st.sampled_from(["\n", "", "  # the\tend", "\n\n# ü\n"])
    )
    sound = sound.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    possible = list(_possible(sound))
    assume(possible)
    chosen = draw(st.lists(st.sampled_from(possible), min_size=1, max_size=5, unique_by=lambda slip: slip.start))
    return Slipped(sound, tuple(sorted(chosen)))


def _possible(text: str) -> Iterator[Slip]:
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    for document in documents.parse(text.encode(), "slo.yaml").documents:
        for scalar, is_key in _scalars(document.root):
            if scalar.style is not None:
                span = scalar.span
                start, end = starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1
                yield from (Slip(start, end, wrong) for wrong in _wrong(text[start:end], scalar, is_key=is_key))


def _wrong(written: str, scalar: Scalar, *, is_key: bool) -> Sequence[str]:
    if is_key and len(scalar.text) > 5:
        half = len(written) // 2
        return (
            written[:half] + written[half + 1 :],
            written[:half] + written[half] + written[half:],
            written[: half - 1] + written[half] + written[half - 1] + written[half + 1 :],
            written.upper(),
        )
    if not is_key and scalar.text in _CHOICES:
        return written.lower(), written.upper()
    if not scalar.style and isinstance(scalar.value, int) and not isinstance(scalar.value, bool):
        return (f'"{written}"', f"'{written}'")
    if not scalar.style and re.fullmatch(r"0\.[5-9][0-9]*[1-9]", written):
        percent = f"{written[2:4]}.{written[4:]}".removesuffix(".")
        return percent, f"{percent}%", f'"{percent} %"', f"'{written}'"
    return ()


def _scalars(value: Node) -> Iterator[tuple[Scalar, bool]]:
    if isinstance(value, Scalar):
        yield value, False
    elif isinstance(value, node.Sequence):
        for item in value.items:
            yield from _scalars(item)
    else:
        for entry in value.entries.values():
            yield entry.key, True
            yield from _scalars(entry.value)
