"""Aligned columns, measured in terminal cells."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

GAP = "  "


class Column(NamedTuple):
    """Cells under a header. Where the width is short, the column of the highest `spare` goes first; 0 never goes.

    One column is `flexible`: it takes the width that the others leave, down to `least`.
    """

    header: str
    cells: Sequence[str]
    right: bool = False
    spare: int = 0
    flexible: bool = False
    least: int = 24

    @property
    def width(self) -> int:
        return max(cell_width(text) for text in (self.header, *self.cells))

    @property
    def least_width(self) -> int:
        return min(self.width, self.least) if self.flexible else self.width


@lru_cache(4096)
def cell_width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fit(text: str, width: int) -> str:
    """The text cut to `width` cells, with an ellipsis where something is missing."""
    if cell_width(text) <= width:
        return text
    kept, used = "", 1
    for character in text:
        used += _character_width(character)
        if used > width:
            break
        kept += character
    return kept + "…"


def pad(text: str, width: int, *, right: bool = False) -> str:
    blanks = " " * (width - cell_width(text))
    return blanks + text if right else text + blanks


def table(columns: Sequence[Column], width: int) -> list[list[str]]:
    """Rows of padded cells, the header first, in at most `width` cells where that can be."""
    kept = _affordable([column for column in columns if any(column.cells)], width)
    room = width - sum(column.width + len(GAP) for column in kept if not column.flexible)
    padded = [_cells(column, max(room, column.least_width)) for column in kept]
    return [list(row) for row in zip_longest(*padded, fillvalue="")]


def _affordable(columns: list[Column], width: int) -> list[Column]:
    while sum(column.least_width + len(GAP) for column in columns) - len(GAP) > width:
        spare = max(columns, key=lambda column: column.spare)
        if not spare.spare:
            break
        columns = [column for column in columns if column is not spare]
    return columns


def _cells(column: Column, room: int) -> list[str]:
    width = min(column.width, room) if column.flexible else column.width
    return [pad(fit(text, width), width, right=column.right) for text in (column.header, *column.cells)]
