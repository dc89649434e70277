"""How much a database may answer: what is more is refused while it arrives, and never kept."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from slo_gate.core.measurement import Reason
from slo_gate.sources.sql_answer import Table, UnansweredError

MAX_ROWS = 100_000
MAX_COLUMNS = 50
MAX_CELL = 1000
"""Characters: a time, a number and a label are shorter."""

MAX_CHARACTERS = 20_000_000
"""Of all cells together."""

AT_ONCE = 1000
"""Rows that are fetched at once."""

Cell = object


def gathered(columns: Sequence[str], batches: Iterable[Sequence[Sequence[Cell]]]) -> Table:
    """Rows that come in batches, their cells as text. Raises UnansweredError where they are too many or too long."""
    refuse_columns(columns)
    rows: list[list[str | None]] = []
    characters = 0
    for batch in batches:
        texts = [[_text(cell) for cell in row] for row in batch]
        lengths = [len(cell) for row in texts for cell in row if cell]
        characters += sum(lengths)
        rows += texts
        _refuse_excess(len(rows), max(lengths, default=0), characters)
    return Table(tuple(columns), rows)


def refuse_columns(columns: Sequence[str]) -> None:
    if len(columns) > MAX_COLUMNS:
        raise _too_much(f"more than {MAX_COLUMNS} columns: name those that are wanted, and no `*`")


def _refuse_excess(rows: int, longest: int, characters: int) -> None:
    if longest > MAX_CELL:
        raise _too_much(f"a value of more than {MAX_CELL:,} characters: it is neither a time nor a number nor a label")
    if rows > MAX_ROWS or characters > MAX_CHARACTERS:
        excess = f"{MAX_ROWS:,} rows" if rows > MAX_ROWS else f"{MAX_CHARACTERS:,} characters"
        raise _too_much(f"more than {excess}: let the query sum the events of each bucket")


def _too_much(detail: str) -> UnansweredError:
    return UnansweredError(Reason.QUERY_TOO_EXPENSIVE, detail)


def _text(cell: Cell) -> str | None:
    """A cell as a database would print it; what is neither a text nor a number nor a time says what it is."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int | float | Decimal) else f"({type(cell).__name__})"
