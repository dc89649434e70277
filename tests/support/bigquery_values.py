"""Values as BigQuery's REST interface writes them, and as the engine has them.

Sources: BigQuery's reference of `QueryParameter`, `TableFieldSchema` and of the rows of `jobs.query`; ZetaSQL's `value.proto`.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from zetasql.wasi._pb2.zetasql.public import type_pb2
from zetasql.wasi._pb2.zetasql.public.value_pb2 import ValueProto

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TYPES = {"INT64": "INTEGER", "DOUBLE": "FLOAT", "BOOL": "BOOLEAN", "STRUCT": "RECORD"}
"""What a schema calls a type otherwise than the engine does."""

OF_WIRE = {name: f"TYPE_{kind}" for kind, name in TYPES.items()} | {"FLOAT64": "TYPE_DOUBLE"}


def kind_of(wire: str) -> str:
    """The engine's kind of what a schema or a parameter calls a type: `TYPE_INT64` for `INTEGER` and `INT64`."""
    return OF_WIRE.get(wire, f"TYPE_{wire}")


def value_of(wire: str, given: Any) -> Any:
    """The engine's value of a parameter or of a cell that is inserted."""
    kind = kind_of(wire)
    if given is None:
        return ValueProto()
    if kind == "TYPE_TIMESTAMP":
        at = datetime.fromisoformat(given)
        value = ValueProto()
        value.timestamp_value.FromDatetime((at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC))
        return value
    if kind == "TYPE_DATETIME":
        return datetime_of(datetime.fromisoformat(given))
    name, read = _READ[kind]
    return ValueProto(**{name: read(given)})


_READ: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "TYPE_INT64": ("int64_value", int),
    "TYPE_STRING": ("string_value", str),
    "TYPE_DOUBLE": ("double_value", float),
    "TYPE_DATE": ("date_value", lambda text: (date.fromisoformat(text) - EPOCH.date()).days),
}


def datetime_of(at: datetime) -> Any:
    packed = 0
    for part, bits in ((at.year, 0), (at.month, 4), (at.day, 5), (at.hour, 5), (at.minute, 6), (at.second, 6)):
        packed = packed << bits | part
    value = ValueProto()
    value.datetime_value.bit_field_datetime_seconds = packed
    value.datetime_value.nanos = at.microsecond * 1000
    return value


def field(name: str, kind: Any, mode: str = "NULLABLE") -> dict[str, Any]:
    """A column's schema; `kind` is the engine's `TypeProto`."""
    if kind.type_kind == type_pb2.TYPE_ARRAY:
        return field(name, kind.array_type.element_type, "REPEATED")
    wire = type_pb2.TypeKind.Name(kind.type_kind).removeprefix("TYPE_")
    described: dict[str, Any] = {"name": name, "type": TYPES.get(wire, wire), "mode": mode}
    if kind.type_kind == type_pb2.TYPE_STRUCT:
        described["fields"] = [field(one.field_name, one.field_type) for one in kind.struct_type.field]
    return described


def row(cells: Sequence[Any], kinds: Sequence[Any]) -> dict[str, Any]:
    return {"f": [{"v": cell(value, kind)} for value, kind in zip(cells, kinds, strict=True)]}


def cell(value: Any, kind: Any) -> Any:
    """What stands under `v`: texts, None, and lists and rows of those."""
    held = value.WhichOneof("value")
    if kind.type_kind == type_pb2.TYPE_ARRAY:
        return [{"v": cell(one, kind.array_type.element_type)} for one in value.array_value.element]
    if held is None:
        return None
    if kind.type_kind == type_pb2.TYPE_STRUCT:
        return row(value.struct_value.field, [one.field_type for one in kind.struct_type.field])
    return _text(held, getattr(value, held))


def _text(held: str, value: Any) -> str:
    return _TEXTS.get(held, str)(value)


def _scaled(value: bytes, places: int) -> str:
    number = int.from_bytes(value, "little", signed=True)
    return format(Decimal((int(number < 0), tuple(map(int, str(abs(number)))), -places)), "f")


def _time(value: int) -> str:
    seconds = value >> 30
    return f"{seconds >> 12:02}:{seconds >> 6 & 63:02}:{seconds & 63:02}"


def _datetime(value: Any) -> str:
    packed = value.bit_field_datetime_seconds
    day, clock = packed >> 17, packed & (1 << 17) - 1
    date_of = (day >> 9, day >> 5 & 15, day & 31)
    at = datetime(*date_of, clock >> 12, clock >> 6 & 63, clock & 63, value.nanos // 1000)  # noqa: DTZ001 - it has no zone
    return at.isoformat()


_TEXTS: Mapping[str, Callable[[Any], str]] = {
    "timestamp_value": lambda value: str(value.seconds * 1_000_000 + value.nanos // 1000),
    "numeric_value": lambda value: _scaled(value, 9),
    "bignumeric_value": lambda value: _scaled(value, 38),
    "date_value": lambda value: (EPOCH.date() + timedelta(days=value)).isoformat(),
    "datetime_value": _datetime,
    "time_value": _time,
    "bool_value": lambda value: "true" if value else "false",
    "bytes_value": lambda value: base64.b64encode(value).decode(),
    "double_value": lambda value: {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(repr(value), repr(value)),
}
