"""What a database answers: rows of text, read into times, numbers and labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from slo_gate.core.measurement import Labels, NoData, Reason

BUCKET, NEWEST = "bucket", "newest"
NO_LABELS = frozenset({BUCKET, NEWEST, "good", "bad", "total", "value"})
"""Columns with a meaning. One query may serve as two, so those that the other one is about are no labels either."""

LARGEST = Decimal("1e30")


class UnansweredError(Exception):
    """A query without a usable answer. `detail` is our own words."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail

    def no_data(self, queries: Sequence[str]) -> NoData:
        return NoData(self.reason, self.detail, tuple(queries))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as the database prints them; None stands for NULL."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Row:
    """`value` is None for NULL. `newest` is the time of the newest record behind the row, where the query tells it."""

    at: datetime
    value: Decimal | None
    newest: datetime | None
    labels: Labels


def read(table: Table, value: str) -> Iterator[Row]:
    """The rows of a query that returns `bucket`, a column named `value`, perhaps `newest`, and labels.

    A row of NULLs, which an aggregate over no rows returns, is left out. Raises UnansweredError.
    """
    columns = [column.lower() for column in table.columns]
    if BUCKET not in columns or value not in columns:
        detail = f"the query must return the columns `{BUCKET}` and `{value}`; it returns {', '.join(columns)[:200]}"
        raise UnansweredError(Reason.WRONG_RESULT_TYPE, detail)
    labels = sorted((name, index) for index, name in enumerate(columns) if name not in NO_LABELS)
    for cells in table.rows:
        row = dict(zip(columns, cells, strict=True))
        if row[BUCKET] is None and row[value] is None:
            continue
        yield Row(
            at=_required_instant(row[BUCKET]),
            value=_number(row[value], value),
            newest=_instant(row.get(NEWEST), NEWEST),
            labels=tuple((name, cells[index] or "") for name, index in labels),
        )


def _required_instant(text: str | None) -> datetime:
    instant = _instant(text, BUCKET)
    if instant is None:
        raise UnansweredError(Reason.WRONG_RESULT_TYPE, f"a row has no `{BUCKET}`: it must hold a time")
    return instant


def _instant(text: str | None, column: str) -> datetime | None:
    """A time in UTC, which is what one without a zone is meant in."""
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        detail = f"the column `{column}` must hold times, and does not"
        raise UnansweredError(Reason.WRONG_RESULT_TYPE, detail) from None


def _number(text: str | None, column: str) -> Decimal | None:
    if text is None:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        detail = f"the column `{column}` must hold numbers, and does not"
        raise UnansweredError(Reason.WRONG_RESULT_TYPE, detail) from None
    if not number.is_finite() or number.adjusted() > LARGEST.adjusted():
        detail = f"the column `{column}` holds {text[:20]}, which is no usable number"
        raise UnansweredError(Reason.INCONSISTENT_DATA, detail)
    return number
