"""GoogleSQL's own engine: the reference implementation of BigQuery's SQL, as WebAssembly, within this process.

Names, types, functions and errors are GoogleSQL's, in the mode that Google's public products have. It is no BigQuery: it knows
neither projects, slots, partitions and rights, nor which of its features BigQuery has switched on.
"""

import ctypes
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from wasmtime import Config, Engine, Linker, Module, Store, WasiConfig
from zetasql.wasi import get_wasm_path
from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2 as service
from zetasql.wasi._pb2.zetasql.proto import options_pb2, simple_catalog_pb2
from zetasql.wasi._pb2.zetasql.public import options_pb2 as language_pb2
from zetasql.wasi._pb2.zetasql.public import type_pb2

SIZE = 4
"""Bytes of a length in its memory."""

_SAID = re.compile(r"Code: (\d+), Message: (.*)", re.DOTALL)
_AT = re.compile(r" \[at (\d+:\d+)\]$")


class GoogleSqlError(Exception):
    """`code` is the number of one of Google's canonical errors: 3 is an invalid argument, 11 a value out of range."""

    def __init__(self, said: str) -> None:
        found = _SAID.fullmatch(said)
        self.code = int(found[1]) if found else 2
        # As BigQuery writes the place.
        super().__init__(_AT.sub(r" at [\1]", found[2] if found else said))


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are the names and kinds (`TYPE_INT64`); `rows` are lists of the engine's values."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """`columns` are the names and types (`TypeProto`)."""

    columns: Sequence[tuple[str, Any]]
    rows: Sequence[Sequence[Any]]


def compiled(folder: Path) -> None:
    """Makes machine code of the engine, 15 seconds of a processor, and keeps it in a folder."""
    (folder / "engine").write_bytes(Module.from_file(Engine(_config()), str(get_wasm_path())).serialize())


def _config() -> Any:
    """What it takes the least time to compile for; queries of tests are small."""
    config = Config()
    config.shared_memory = True
    config.cranelift_opt_level = "none"
    config.cranelift_flag_set("regalloc_algorithm", "single_pass")
    return config


class GoogleSql:
    """One query at a time, over the tables that it was given last."""

    def __init__(self, folder: Path) -> None:
        """`folder` has what `compiled` kept, and the package `tzdata`."""
        engine = Engine(_config())
        self._store = Store(engine)
        wasi = WasiConfig()
        wasi.preopen_dir(str(folder / "tzdata/zoneinfo"), "/usr/share/zoneinfo")
        self._store.set_wasi(wasi)
        linker = Linker(engine)
        linker.define_wasi()
        module = Module.deserialize_file(engine, str(folder / "engine"))
        self._functions = linker.instantiate(self._store, module).exports(self._store)
        self._functions["_initialize"](self._store)
        self._lock = Lock()
        self._language = self._external()
        self._catalog = 0
        self.hold({})

    def hold(self, tables: Mapping[str, Table]) -> None:
        """Has these tables, by their names, and no others any more."""
        wanted = service.RegisterCatalogRequest(simple_catalog=self._described(tables))
        for name, table in tables.items():
            content = wanted.table_content[name].table_data
            content.SetInParent()
            for row in table.rows:
                content.row.add(cell=row)
        with self._lock:
            if self._catalog:
                self._call("UnregisterCatalog", service.UnregisterRequest(registered_id=self._catalog), None)
            self._catalog = self._call("RegisterCatalog", wanted, service.RegisterResponse).registered_id

    def query(self, sql: str, parameters: Mapping[str, tuple[str, Any]]) -> Answer:
        """`parameters` are the kind and the value of each name. Raises GoogleSqlError."""
        wanted = service.PrepareQueryRequest(sql=sql, options=self._options(parameters))
        with self._lock:
            wanted.registered_catalog_id = self._catalog
            prepared = self._call("PrepareQuery", wanted, service.PrepareQueryResponse).prepared
            asked = service.EvaluateQueryRequest(prepared_query_id=prepared.prepared_query_id)
            for name, (_, value) in parameters.items():
                asked.params.add(name=name, value=value)
            try:
                found = self._call("EvaluateQuery", asked, service.EvaluateQueryResponse)
            finally:
                done = service.UnprepareQueryRequest(prepared_query_id=prepared.prepared_query_id)
                self._call("UnprepareQuery", done, None)
        columns = [(column.name, column.type) for column in prepared.columns]
        return Answer(columns, [list(row.cell) for row in found.content.table_data.row])

    def _external(self) -> Any:
        """All that is released of the language, as products outside of Google have it, and times of microseconds."""
        wanted = service.LanguageOptionsRequest(maximum_features=True)
        language = self._call("GetLanguageOptions", wanted, options_pb2.LanguageOptionsProto)
        language.product_mode = language_pb2.PRODUCT_EXTERNAL
        for finer in (language_pb2.FEATURE_TIMESTAMP_NANOS, language_pb2.FEATURE_TIMESTAMP_PICOS):
            language.enabled_language_features.remove(finer)
        return language

    def _options(self, parameters: Mapping[str, tuple[str, Any]]) -> Any:
        options = options_pb2.AnalyzerOptionsProto(
            language_options=self._language,
            default_timezone="UTC",
            error_message_mode=language_pb2.ERROR_MESSAGE_ONE_LINE,
            prune_unused_columns=True,
        )
        for name, (kind, _) in parameters.items():
            options.query_parameters.add(name=name).type.type_kind = type_pb2.TypeKind.Value(kind)
        return options

    def _described(self, tables: Mapping[str, Table]) -> Any:
        catalog = simple_catalog_pb2.SimpleCatalogProto(name="all")
        catalog.builtin_function_options.language_options.CopyFrom(self._language)
        for name, table in tables.items():
            added = catalog.table.add(name=name)
            for column, kind in table.columns:
                added.column.add(name=column).type.type_kind = type_pb2.TypeKind.Value(kind)
        return catalog

    def _call(self, method: str, wanted: Any, answer: Any) -> Any:
        """Raises GoogleSqlError."""
        request = wanted.SerializeToString()
        with self._room(len(request)) as place, self._room(SIZE) as size:
            ctypes.memmove(self._base + place, request, len(request))
            found = self._called(f"ZetaSqlLocalService_{method}", place, len(request), size)
            if not found:
                length = self._called("wasm_get_last_error_size")
                raise GoogleSqlError(self._read(self._called("wasm_get_last_error"), length).decode())
            try:
                text = self._read(found, int.from_bytes(self._read(size, SIZE), "little"))
                return answer.FromString(text) if answer else None
            finally:
                self._called("wasm_free", found)

    def _called(self, function: str, *arguments: int) -> int:
        return int(self._functions[function](self._store, *arguments) or 0)

    @contextmanager
    def _room(self, size: int) -> Iterator[int]:
        place = self._called("wasm_malloc", max(size, 1))
        try:
            yield place
        finally:
            self._called("wasm_free", place)

    @property
    def _base(self) -> int:
        return ctypes.addressof(self._functions["memory"].data_ptr().contents)

    def _read(self, place: int, size: int) -> bytes:
        return ctypes.string_at(self._base + place, size)
