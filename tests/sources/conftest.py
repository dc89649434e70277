"""One PostgreSQL, one ClickHouse, one BigQuery, and one Prometheus with records, for all tests of a worker."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support import bigquery_calls
from tests.support.bigquery import running_bigquery
from tests.support.clickhouse import ClickHouse, running_clickhouse
from tests.support.clickhouse_calls import fill
from tests.support.postgres import Postgres, running_postgres
from tests.support.recording import recording_prometheus
from tests.support.recording_team import Team

if TYPE_CHECKING:
    from tests.support.bigquery_server import BigQuery


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def clickhouse() -> Iterator[ClickHouse]:
    """With the tables of calls. Tests that use it are of the group `clickhouse`."""
    with running_clickhouse() as server:
        fill(server)
        yield server


@pytest.fixture(scope="session")
def bigquery() -> Iterator["BigQuery"]:
    """With the table of calls. Tests that use it are of the group `bigquery`."""
    with running_bigquery() as server:
        bigquery_calls.fill(server)
        yield server


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address. Tests that use it are of the group `recording`."""
    with recording_prometheus(tmp_path_factory.mktemp("recording")) as url:
        yield url


@pytest.fixture
def team(tmp_path: Path, recording: str) -> Team:
    return Team(tmp_path, recording)
