"""Values of a snapshot's tree, which fits its shape."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.instant import parse_instant
from slo_gate.core.measurement import Bucket
from slo_gate.core.window import DAY


def quantity(mapping: node.Mapping, key: str) -> Decimal:
    number = known(mapping.get(key))
    assert number is not None
    return number


def known(value: node.Node | None) -> Decimal | None:
    """A number; None for null."""
    assert isinstance(value, node.Scalar)
    if value.value is None:
        return None
    return Decimal(value.text if isinstance(value.value, str) else value.value)


def seconds(mapping: node.Mapping, key: str) -> timedelta:
    return timedelta(seconds=float(quantity(mapping, key)))


def instant(mapping: node.Mapping, key: str) -> datetime:
    found = parse_instant(mapping.text(key))
    assert found
    return found


def texts(mapping: node.Mapping, key: str) -> tuple[str, ...]:
    return tuple(item.text for item in mapping.items(key) if isinstance(item, node.Scalar))


def texts_by_key(mapping: node.Mapping, key: str) -> dict[str, str]:
    inner = mapping.get(key)
    entries = inner.entries if isinstance(inner, node.Mapping) else {}
    return {name: entry.value.text for name, entry in entries.items() if isinstance(entry.value, node.Scalar)}


def bucket(mapping: node.Mapping) -> Bucket:
    day = midnight(mapping.text("day"))
    start, end = (day, day + DAY) if day else (instant(mapping, "start"), instant(mapping, "end"))
    return Bucket(start, end, quantity(mapping, "good"), quantity(mapping, "total"))


def midnight(text: str) -> datetime | None:
    """When a day begins in UTC; None for a day that does not exist, or has none after it."""
    try:
        day = datetime.fromisoformat(text).replace(tzinfo=UTC)
        return day if day + DAY else None
    except (ValueError, OverflowError):
        return None
