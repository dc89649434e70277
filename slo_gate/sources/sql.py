"""The `sql` source: DuckDB embedded, over a read-only database file or over CSV, Parquet and JSON files.

Queries read the tables that the configuration names and nothing else; docs/sources/sql.md states their contract.
"""

from datetime import timedelta
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.duration import MEANING, PATTERN, Duration
from slo_gate.core.errors import ConfigError
from slo_gate.core.ports import Source, SourceContext
from slo_gate.core.scalar_shapes import Choice, Number, Text
from slo_gate.core.shape import Field, MapOf, Record
from slo_gate.sources.sql_files import files_of

NAME = ANSWERS = "sql"
DEFAULT_TIMEOUT = 30

SETTINGS = Record(
    {
        "type": Field(Choice((NAME,)), required=True),
        "url": Field(
            Text(
                pattern=r"^duckdb://(/[^?#]+)?$",
                meaning="`duckdb://`, for tables read from files, or `duckdb:///file.duckdb`, from the config's folder",
            ),
            required=True,
            doc="`duckdb://` with `tables`, or `duckdb:///file.duckdb` for a database file, opened read-only.",
        ),
        "tables": Field(
            MapOf(
                Text(min_length=1, meaning="the path of a file"),
                key=Text(
                    pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,62}$", meaning="a letter or `_`, then letters, digits, `_`"
                ),
                minimum=1,
            ),
            doc="Table name to CSV, Parquet or JSON file, relative to the configuration's folder and inside it.",
        ),
        "stale_after": Field(
            Text(pattern=PATTERN, meaning=MEANING),
            doc="How old the newest record may be; not limited where it is not given.",
        ),
        "timeout_seconds": Field(
            Number(meaning="above 0 and at most 3600", above=Decimal(0), maximum=Decimal(3600)),
            doc="How long one query, or reading one file, may take.",
            default=DEFAULT_TIMEOUT,
        ),
    },
    doc="DuckDB, embedded: needs no server.",
)


def connect(name: str, settings: node.Mapping, context: SourceContext) -> Source:
    """Opens the database. Raises ConfigError where DuckDB is not installed, or a file cannot be used."""
    files = files_of(name, settings, context.folder)
    try:
        # DuckDB is an extra, and slow to import: only a gate that uses it pays.
        from slo_gate.sources import sql_database, sql_source  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"sources.{name} is of type `sql`, which needs DuckDB, and DuckDB is not installed",
            'install it: pip install "slo-gate[sql]"',
        ) from error
    timeout = settings.value("timeout_seconds") or DEFAULT_TIMEOUT
    assert isinstance(timeout, int | Decimal)
    stale_after = settings.text("stale_after")
    return sql_source.SqlSource(
        sql_database.open_database(files, timedelta(seconds=float(timeout))),
        Duration.parse(stale_after).nominal if stale_after else None,
    )
