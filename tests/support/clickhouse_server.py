"""A program that answers as ClickHouse's HTTP interface does, with ClickHouse's own engine behind it.

The engine is real: ClickHouse embedded in Python (chDB), so SQL, types, settings, limits and errors are ClickHouse's. So is the
Native format of its answers. What listens stands in: this program speaks HTTP, checks the one password, and puts each request
into a session of its own with the settings that its URL names, as ClickHouse's listener does. It answers with neither
compression nor progress, and knows no users' rights: the engine has none.

    python clickhouse_server.py ENGINE FOLDER USER PASSWORD

ENGINE is the path of the engine's library, FOLDER where its tables are kept. The port is the first line that is printed.
"""

import base64
import importlib.util
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.machinery import ExtensionFileLoader
from typing import Any
from urllib.parse import parse_qsl, urlsplit

OF_THE_REQUEST = frozenset({"database", "query", "query_id", "wait_end_of_query", "client_protocol_version"})
"""Parameters of a URL that are no settings. Those of sessions, which slo-gate has none of, are refused, as unknown settings."""

VERSION = "(version 26.5.1.1)\n"
REFUSED = (
    "Code: 516. DB::Exception: slo_gate: Authentication failed: password is incorrect, or there is no user with such name. "
    f"(AUTHENTICATION_FAILED) {VERSION}"
)
BACK_SLASHED = str.maketrans({"\\": "\\\\", "'": "\\'"})


class EngineError(Exception):
    """An error of ClickHouse, as its listener says it."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def loaded(path: str) -> Any:
    """The engine without the package around it, which would need pandas and pyarrow."""
    spec = importlib.util.spec_from_file_location("_chdb", path, loader=ExtensionFileLoader("_chdb", path))
    assert spec is not None
    assert spec.loader is not None
    engine = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(engine)
    return engine


def answered(connection: Any, query: str, settings: dict[str, str], database: str) -> bytes:
    """One request is one session. Raises EngineError."""
    try:
        if database:
            connection.query(f"USE `{database}`", "TSV")
        if settings:
            given = ", ".join(f"{name} = '{value.translate(BACK_SLASHED)}'" for name, value in settings.items())
            connection.query(f"SET {given}", "TSV")
        return bytes(connection.query(query, "TSV").bytes())
    except RuntimeError as error:
        code = str(error).partition("Code: ")[2].partition(".")[0]
        raise EngineError(code, f"{error} {VERSION}") from error


class Listener(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are sent apart: the body would wait 40 ms for the client's nod
    engine: Any
    folder: str
    authorization: str

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        zone = given.get("session_timezone")
        try:
            self.reply(200, self.answer(body, given), {"X-ClickHouse-Timezone": zone} if zone else {})
        except EngineError as error:
            self.reply(500, str(error).encode(), {"X-ClickHouse-Exception-Code": error.code})

    def answer(self, query: str, given: dict[str, str]) -> bytes:
        """Raises EngineError."""
        if self.headers.get("Authorization") != self.authorization:
            raise EngineError("516", REFUSED)
        settings = {name: value for name, value in given.items() if name not in OF_THE_REQUEST}
        connection = self.engine.connect(self.folder)
        try:
            return answered(connection, query, settings, given.get("database", ""))
        finally:
            connection.close()

    def reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        with suppress(BrokenPipeError):  # who asked has gone, as the driver does when its time is up
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Nothing is printed."""


def main() -> None:
    library, folder, user, password = sys.argv[1:]
    Listener.engine = loaded(library)
    Listener.folder = folder
    Listener.authorization = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    kept = Listener.engine.connect(folder)  # the engine lives as long as a connection does
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        print(server.server_port, flush=True)
        server.serve_forever()
    kept.close()


if __name__ == "__main__":
    main()
