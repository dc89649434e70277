"""The `sql` source: DuckDB over files, SQLite, PostgreSQL, and servers that SQLAlchemy has a dialect for.

The URL tells which is meant. Queries only read; docs/sources/sql.md states their contract.
"""

from datetime import timedelta
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.duration import MEANING, PATTERN, Duration
from slo_gate.core.errors import ConfigError
from slo_gate.core.ports import Source, SourceContext
from slo_gate.core.scalar_shapes import Choice, Number, Text
from slo_gate.core.secret import SECRET, read_secret
from slo_gate.core.shape import Field, MapOf, Record
from slo_gate.sources.sql_database import Database
from slo_gate.sources.sql_dialects import Access, dialect_of
from slo_gate.sources.sql_files import files_of, one_file
from slo_gate.sources.sql_url import BIGQUERY, DUCKDB, SQLITE, DatabaseUrl, engine_of, file_of, server_of

NAME = ANSWERS = "sql"
BY_NAME = False
HAS_CLOCK = False
DEFAULT_TIMEOUT = 30
EMBEDDED = frozenset({DUCKDB, SQLITE})

SETTINGS = Record(
    {
        "type": Field(Choice((NAME,)), required=True),
        "url": Field(
            DatabaseUrl(),
            required=True,
            doc="`duckdb://` with `tables`, `duckdb:///file.duckdb`, `sqlite:///file.db`, or a server such as "
            "`postgresql://user@host:5432/database`. Files are opened read-only.",
        ),
        "password": Field(SECRET, doc="The password of the server's user."),
        "ca_file": Field(
            Text(min_length=1), doc="A PEM file of certificates to trust, from the configuration's folder."
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
    doc="A database: DuckDB and SQLite, embedded; PostgreSQL, and what SQLAlchemy has a dialect for.",
)


def connect(name: str, settings: node.Mapping, context: SourceContext) -> Source:
    """Opens a file, and connects to no server yet.

    Raises ConfigError where a driver is not installed or a file cannot be used, MissingCredentialsError where the
    password is not there.
    """
    from slo_gate.sources.sql_source import SqlSource  # noqa: PLC0415 - validating needs no source

    timeout = settings.value("timeout_seconds") or DEFAULT_TIMEOUT
    assert isinstance(timeout, int | Decimal)
    stale_after = settings.text("stale_after")
    return SqlSource(
        _database(name, settings, context, timedelta(seconds=float(timeout))),
        Duration.parse(stale_after).nominal if stale_after else None,
    )


def _database(name: str, settings: node.Mapping, context: SourceContext, timeout: timedelta) -> Database:
    engine = engine_of(settings.text("url"))
    foreign = {"ca_file"} if engine in EMBEDDED else set()
    foreign |= {"password"} if engine in {*EMBEDDED, BIGQUERY} else set()
    foreign |= {"tables"} if engine != DUCKDB else set()
    if wrong := sorted(foreign & set(settings.entries)):
        raise ConfigError(f"sources.{name}.{wrong[0]} has no meaning with a `{engine}` URL", "remove it")
    if engine == DUCKDB:
        return _duckdb(name, settings, context, timeout)
    if engine == SQLITE:
        from slo_gate.sources.sql_sqlite import open_sqlite  # noqa: PLC0415 - as above

        setting = f"sources.{name}.url"
        return open_sqlite(setting, one_file(context.folder, file_of(settings.text("url")), setting), timeout)
    return _server(name, settings, context, timeout)


def _duckdb(name: str, settings: node.Mapping, context: SourceContext, timeout: timedelta) -> Database:
    files = files_of(name, settings, context.folder)
    try:
        # DuckDB is an extra, and slow to import: only a gate that uses it pays.
        from slo_gate.sources.sql_duckdb import open_database  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"sources.{name} is of type `sql`, which needs DuckDB, and DuckDB is not installed",
            'install it: pip install "slo-gate[sql]"',
        ) from error
    return open_database(files, timeout)


def _server(name: str, settings: node.Mapping, context: SourceContext, timeout: timedelta) -> Database:
    setting = f"sources.{name}"
    server = server_of(settings.text("url"))
    dialect = dialect_of(server)
    if server.driver and dialect.extra and dialect.url != f"{server.dialect}+{server.driver}":
        raise ConfigError(f"{setting}.url names a driver that is not used", f"write {server.dialect}://")
    access = _access(setting, settings, context, timeout)
    if access.password and not (access.local or dialect.encrypts):
        raise ConfigError(
            f"{setting}: slo-gate cannot tell whether the driver of `{server.dialect}` encrypts, so it sends no password",
            "reach the server through a tunnel that ends on this machine",
        )
    try:
        from slo_gate.sources.sql_server import open_server  # noqa: PLC0415 - SQLAlchemy is an extra, and slow to import
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"{setting}.url needs SQLAlchemy, which is not installed",
            f'install it: pip install "slo-gate[{dialect.extra or "sql"}]"',
        ) from error
    return open_server(setting, access, dialect)


def _access(setting: str, settings: node.Mapping, context: SourceContext, timeout: timedelta) -> Access:
    variable, ca_file = settings.text("password", "env"), settings.text("ca_file")
    return Access(
        server_of(settings.text("url")),
        read_secret(f"{setting}.password", variable, context.environ) if variable else "",
        str(one_file(context.folder, ca_file, f"{setting}.ca_file")) if ca_file else "",
        timeout,
    )
