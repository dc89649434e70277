"""BigQuery's client, and GoogleSQL's engine behind a listener of ours, within this process.

tests/support/bigquery_service.py says what of it is real. Client and engine are 150 MB on disk, so they are no dependencies of
development: pip fetches them, by their hashes, once, and then the engine is compiled, for 15 seconds of a processor.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from ssl import SSLContext
from threading import Thread
from typing import TYPE_CHECKING, Any
from unittest import mock

from slo_gate.core.ports import Source
from tests.support.fetched import fetched
from tests.support.repository import ROOT
from tests.support.sql import connect

if TYPE_CHECKING:
    from tests.support.bigquery_server import BigQuery
    from tests.support.bigquery_service import Service

PROJECT, DATASET = "gate-project", "desk"
URL = f"bigquery://{PROJECT}/{DATASET}"
_COMPILE = "import sys; sys.path[:0] = sys.argv[1:]; from tests.support import bigquery_engine as e; e.compiled(e.Path(sys.argv[1]))"


@contextmanager
def running_bigquery() -> Iterator["BigQuery"]:
    """Skips the test where pip cannot fetch what it takes."""
    folder = fetched("bigquery", "BigQuery's client and engine", _compile)
    with mock.patch.object(sys, "path", [*sys.path, str(folder)]):
        from tests.support.bigquery_engine import GoogleSql  # noqa: PLC0415 - they are in that folder
        from tests.support.bigquery_service import Service  # noqa: PLC0415 - as above

        with serving(Service(GoogleSql(folder))) as server:
            yield server


@contextmanager
def serving(service: "Service", context: SSLContext | None = None) -> Iterator["BigQuery"]:
    from tests.support.bigquery_server import BigQuery  # noqa: PLC0415 - as above

    with BigQuery(service, context) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _compile(folder: Path) -> None:
    """In a process of its own, which gives its memory back."""
    subprocess.run([sys.executable, "-c", _COMPILE, str(folder), str(ROOT)], check=True)


def environ(server: "BigQuery", folder: Path, account: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables by which Google's client finds this server, and a service account, whose file is written."""
    path = folder / "account.json"
    path.write_text(json.dumps(account or server.account()))
    # The client looks for a machine of Google's, whose network is not here.
    return {
        "BIGQUERY_EMULATOR_HOST": server.address,
        "GOOGLE_APPLICATION_CREDENTIALS": str(path),
        "NO_GCE_CHECK": "true",
    }


def asked(server: "BigQuery", folder: Path, account: Mapping[str, str] | None = None, **settings: Any) -> Source:
    with mock.patch.dict(os.environ, environ(server, folder, account)):
        return connect(folder, **{"url": URL} | settings)
