"""The URL of a database: which engine is meant, and where it is. It holds no secret."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from slo_gate.core import node
from slo_gate.core.address import TO_METADATA, is_metadata
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Violation, by_checking, wrong_type
from slo_gate.core.node import Node

DUCKDB, SQLITE, BIGQUERY = "duckdb", "sqlite", "bigquery"
_HOST = r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)"
_PATTERN = (
    r"^(duckdb://(/[^?#]+)?|sqlite:///[^?#]+"
    rf"|(?!duckdb|sqlite)[a-z][a-z0-9]*(\+[a-z0-9_]+)?://([^@:/?#\s\\]+@)?{_HOST}(:[0-9]{{1,5}})?(/[^@?#\s\\]*)?)$"
)
MEANING = (
    "`duckdb://` with `tables`, `duckdb:///file.duckdb`, `sqlite:///file.db`, or a server such as "
    "`postgresql://user@host:5432/database`"
)


class Server(NamedTuple):
    """A server as its URL names it. `driver` is empty and `port` None where the URL leaves them open."""

    dialect: str
    driver: str
    user: str
    host: str
    port: int | None
    database: str


class DatabaseUrl:
    """A URL without password and options. What it says is never quoted: somebody may have written a password in it."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Scalar) or not isinstance(value.value, str):
            yield wrong_type(value, place, MEANING)
        elif problem := _problem(value.text):
            yield Violation(WRONG_VALUE, value.span, f"`{place}` {problem[0]}", problem[1])

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {"type": "string", "pattern": _PATTERN}


def file_of(url: str) -> str:
    """The path that the URL of an embedded database names; empty where it names none."""
    return url.partition("://")[2].removeprefix("/")


def engine_of(url: str) -> str:
    """`duckdb`, `sqlite`, or the name of a server's dialect."""
    return url.partition("://")[0].partition("+")[0]


def server_of(url: str) -> Server:
    """Takes URLs that `DatabaseUrl` takes, and that name a server."""
    parts = urlsplit(url)
    dialect, _, driver = parts.scheme.partition("+")
    database = unquote(parts.path.removeprefix("/"))
    return Server(dialect, driver, unquote(parts.username or ""), parts.hostname or "", parts.port, database)


def _problem(url: str) -> tuple[str, str] | None:
    """What is wrong with a URL, and what to do."""
    scheme, found, rest = url.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    user, at, _ = rest.rpartition("@") if "@" not in authority else authority.rpartition("@")
    if found and at and ":" in user and engine_of(url) not in {DUCKDB, SQLITE}:
        return "holds a password", "write the user alone in it, and beside it `password: {env: NAME_OF_A_VARIABLE}`"
    if found and "?" in rest and scheme not in {DUCKDB, SQLITE}:
        return "has options", "remove them: what a connection needs is set by slo-gate, and `ca_file` names authorities"
    if not re.fullmatch(_PATTERN, url):
        return "names no database", f"it must be {MEANING}"
    if engine_of(url) in {DUCKDB, SQLITE}:
        return None
    return _unreachable(url)


def _unreachable(url: str) -> tuple[str, str] | None:
    try:
        server = server_of(url)
    except ValueError:
        return "is no address", f"it must be {MEANING}"
    if server.port == 0:
        return "has a port that cannot be", "remove it, or write the server's"
    return (TO_METADATA, "name the database's own host") if is_metadata(server.host) else None
