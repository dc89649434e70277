"""A real PostgreSQL for the tests, with the role that docs/sources/sql.md tells to create."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from pwd import getpwnam
from socket import gethostname, socket
from typing import NamedTuple

import psycopg

from tests.support.repository import fences
from tests.support.require import require

PASSWORD = "postgres-canary-secret"
ROLE = "slo_gate"
_OPTIONS = {"fsync": "off", "unix_socket_directories": "", "listen_addresses": "*", "log_min_messages": "panic"}


@dataclass(frozen=True, slots=True)
class Postgres:
    """`folder` holds `authority.pem`, which vouches for this machine's name."""

    port: int
    folder: Path

    def url(self, host: str = "127.0.0.1", user: str = ROLE, database: str = "postgres") -> str:
        return f"postgresql://{user}@{host}:{self.port}/{database}"

    def run(self, *statements: str) -> None:
        """As the superuser."""
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", password=PASSWORD, dbname="postgres", autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def value(self, query: str) -> object:
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", password=PASSWORD, dbname="postgres"
        ) as connection:
            row = connection.execute(query.encode()).fetchone()
            return row[0] if row else None


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="slo-gate-postgres-"))
    account = _account()
    try:
        _initialise(folder, programs, account)
        with socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = [part for name, value in _OPTIONS.items() for part in ("-c", f"{name}={value}")]
        command = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), *options]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=account.user, group=account.group
        ) as server:
            try:
                found = Postgres(port, folder)
                _wait_until_ready(found, server)
                found.run(*role_statements())
                found.run(f"ALTER ROLE {ROLE} CONNECTION LIMIT 100")  # tests leave sources open that a gate would not
                yield found
            finally:
                server.send_signal(signal.SIGINT)
    finally:
        shutil.rmtree(folder)


def role_statements() -> list[str]:
    """Those of docs/sources/sql.md, with the tests' password."""
    text = next(fence.text for fence in fences("docs/sources/sql.md") if "CREATE ROLE" in fence.text)
    assert "'…'" in text
    lines = re.sub(r"--[^\n]*", "", text).replace("'…'", f"'{PASSWORD}'")
    return [statement for statement in lines.split(";") if statement.strip()]


def _programs() -> Path:
    """Debian does not put the server's programs on the path."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    require(bool(folders), "Debian's package postgresql is not installed")
    return folders[-1]


class _Account(NamedTuple):
    """None where it is the tests' own."""

    user: int | None = None
    group: int | None = None


def _account() -> _Account:
    """The server refuses to run as root."""
    if os.geteuid():
        return _Account()
    account = getpwnam("postgres")
    return _Account(account.pw_uid, account.pw_gid)


def _initialise(folder: Path, programs: Path, account: _Account) -> None:
    (folder / "password").write_text(PASSWORD)
    _make_certificate(folder)
    if account.user is not None and account.group is not None:
        for path in (folder, *folder.iterdir()):
            os.chown(path, account.user, account.group)
    folder.chmod(0o755)
    options = ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "--no-sync", "--locale=C", "--encoding=UTF8"]
    command = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "postgres", *options]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, user=account.user, group=account.group)
    with (folder / "data" / "pg_hba.conf").open("a") as file:
        file.write("hostssl all all all scram-sha-256\n")
    with (folder / "data" / "postgresql.conf").open("a") as file:
        file.write(f"ssl = on\nssl_cert_file = '{folder}/authority.pem'\nssl_key_file = '{folder}/key.pem'\n")


def _make_certificate(folder: Path) -> None:
    require(bool(shutil.which("openssl")), "openssl is not installed")
    subject = ["-subj", "/CN=slo-gate", "-addext", f"subjectAltName=DNS:{gethostname()}"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "authority.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *files]
    subprocess.run(command, check=True, capture_output=True)
    (folder / "key.pem").chmod(0o600)


def _wait_until_ready(server: Postgres, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            if time.monotonic() > deadline or process.poll() is not None:
                raise
        else:
            return
