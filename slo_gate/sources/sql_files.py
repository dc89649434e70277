"""Which files a `sql` source may read: those its settings name, inside the folder of the configuration."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from slo_gate.core import node
from slo_gate.core.errors import ConfigError
from slo_gate.sources.inside import inside
from slo_gate.sources.sql_url import file_of

READERS: Mapping[str, str] = {
    ".csv": "read_csv",
    ".parquet": "read_parquet",
    ".json": "read_json",
    ".jsonl": "read_json",
    ".ndjson": "read_json",
}
"""DuckDB's table function for each file extension."""

_GLOB = "*?[]{}"


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table and the file it is read from. `setting` is where the configuration names it."""

    table: str
    path: Path
    setting: str

    @property
    def reader(self) -> str:
        return READERS[self.path.suffix.lower()]


@dataclass(frozen=True, slots=True)
class Files:
    """Either one database file or some tables. `setting` is the source's place in the configuration."""

    setting: str
    database: Path | None
    tables: tuple[TableFile, ...]


def files_of(name: str, settings: node.Mapping, folder: Path) -> Files:
    """Raises ConfigError where a file is missing, outside `folder`, or none that DuckDB can be given."""
    setting = f"sources.{name}"
    path = file_of(settings.text("url"))
    tables = settings.get("tables")
    if bool(path) == isinstance(tables, node.Mapping):
        raise ConfigError(
            f"{setting} must have either a database file in `url` or `tables`, and has {'both' if path else 'neither'}",
            "write `url: duckdb://` with `tables`, or `url: duckdb:///file.duckdb` without",
        )
    if path:
        return Files(setting, one_file(folder, path, f"{setting}.url"), ())
    assert isinstance(tables, node.Mapping)
    return Files(setting, None, tuple(_table(setting, entry, folder) for entry in tables.entries.values()))


def _table(setting: str, entry: node.Entry, folder: Path) -> TableFile:
    table = entry.key.text
    setting = f"{setting}.tables.{table}"
    assert isinstance(entry.value, node.Scalar)
    path = one_file(folder, entry.value.text, setting)
    if path.suffix.lower() not in READERS:
        raise ConfigError(
            f"{setting} is a file of unknown kind",
            f"it must end in one of {', '.join(READERS)}; a SQLite file is a source of its own: url: sqlite:///file.db",
        )
    return TableFile(table, path, setting)


def one_file(folder: Path, text: str, setting: str) -> Path:
    """The real path of a file that is there, in the folder."""
    try:
        path = inside(folder, text, setting).resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise ConfigError(f"{setting} names a file that is not there", "paths start in the config's folder") from error
    if not path.is_file() or any(char in str(path) for char in _GLOB):
        raise ConfigError(f"{setting} must be one file", f"no folder, and none of {' '.join(_GLOB)} in its path")
    return path
