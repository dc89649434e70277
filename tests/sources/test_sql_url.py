"""Which URLs of databases the sql source takes, and what it says of others."""

import sys
from pathlib import Path
from typing import Any

import pytest

from slo_gate.core import node
from slo_gate.core.checking import Place
from slo_gate.core.errors import ConfigError
from slo_gate.sources.sql_url import DatabaseUrl, Server, server_of
from tests.support.sql import connect, scalar


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("postgresql://db.example.com/desk", Server("postgresql", "", "", "db.example.com", None, "desk")),
        ("postgresql+psycopg://gate@db:5433/desk", Server("postgresql", "psycopg", "gate", "db", 5433, "desk")),
        ("postgresql://me%40corp@[::1]:5432/a%20b", Server("postgresql", "", "me@corp", "::1", 5432, "a b")),
        ("trino://gate@10.0.0.7:443/hive/web", Server("trino", "", "gate", "10.0.0.7", 443, "hive/web")),
        ("bigquery://project-1/dataset", Server("bigquery", "", "", "project-1", None, "dataset")),
    ],
)
def test_a_url_names_a_server(url: str, server: Server) -> None:
    assert DatabaseUrl().takes(scalar(url))
    assert server_of(url) == server


@pytest.mark.parametrize(
    ("url", "message", "help_"),
    [
        pytest.param("postgresql://u:canary@db/x", "holds a password", "password: {env", id="a password"),
        pytest.param("postgresql://:canary@db/x", "holds a password", "password: {env", id="a password alone"),
        pytest.param("postgresql://u:can@ary@db/x", "holds a password", "password: {env", id="one with an @"),
        pytest.param("postgresql://u:ca/nary@db/x", "holds a password", "password: {env", id="one with a slash"),
        pytest.param("postgresql://u:ca?nary@db/x", "holds a password", "password: {env", id="one with a question mark"),
        pytest.param("postgresql://db/x?password=canary", "has options", "remove", id="a password as an option"),
        pytest.param("postgresql://db/x?sslmode=disable", "has options", "remove", id="options"),
        pytest.param("postgresql://a,b/x", "names no database", "it must be", id="two hosts"),
        pytest.param("postgresql:///x", "names no database", "it must be", id="no host"),
        pytest.param("postgresql://db:0/x", "port", "remove", id="a port that cannot be"),
        pytest.param("postgresql://db:99999/x", "is no address", "it must be", id="a port that is none"),
        pytest.param("postgresql://169.254.169.254/x", "credentials of its machines", "own host", id="metadata"),
        pytest.param("clickhouse://[fe80::1]:8443/x", "credentials of its machines", "own host", id="link-local"),
        pytest.param("trino://metadata.google.internal/x", "credentials of its", "own host", id="a name of metadata"),
        pytest.param("duckdb://host/x", "names no database", "it must be", id="DuckDB at a host"),
        pytest.param("sqlite://", "names no database", "it must be", id="SQLite without a file"),
        pytest.param("sqlite:///x.db?mode=rwc", "names no database", "it must be", id="SQLite with options"),
        pytest.param("sqlite+pysqlcipher:///canary", "names no database", "it must be", id="another SQLite"),
        pytest.param("canary", "names no database", "it must be", id="no URL"),
        pytest.param("https://db\\@evil/x", "names no database", "it must be", id="a backslash"),
    ],
)  # fmt: skip
def test_a_url_is_refused_without_being_shown(url: str, message: str, help_: str) -> None:
    (violation,) = DatabaseUrl().check(scalar(url), Place("sources.desk.url", node.START))
    assert message in violation.message
    assert help_ in violation.help
    assert "canary" not in violation.message + violation.help
    assert not DatabaseUrl().takes(scalar(url))


@pytest.mark.parametrize("value", [7, None])
def test_a_url_is_a_text(value: Any) -> None:
    wrong = node.Scalar(str(value), value, node.START)
    assert [violation.message for violation in DatabaseUrl().check(wrong, Place("url", node.START))]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        pytest.param({"url": "postgresql+asyncpg://db/x"}, "driver that is not used", id="another driver"),
        pytest.param({"url": "postgresql://db/x", "tables": {"t": "a.csv"}}, "tables has no meaning", id="tables"),
        pytest.param({"url": "duckdb://", "password": {"env": "CANARY"}}, "password has no meaning", id="no server"),
        pytest.param({"url": "postgresql://db/x", "ca_file": "../a.pem"}, "ca_file leads out", id="an authority outside"),
        pytest.param({"url": "postgresql://db/x", "ca_file": "b.pem"}, "not there", id="an authority that is not there"),
        pytest.param({"url": "nosuch://db/x"}, "needs a driver that is not installed", id="an unknown dialect"),
        pytest.param({"url": "mysql+pymysql://db/x"}, "needs a driver that is not installed", id="a missing driver"),
        pytest.param(
            {"url": "mysql+pymysql://u@db/x", "password": {"env": "CANARY"}}, "sends no password", id="an unknown way"
        ),
        pytest.param({"url": "postgresql://u@db/x", "password": {"env": "NONE"}}, "variable NONE", id="no secret"),
    ],
)  # fmt: skip
def test_connect_refuses(tmp_path: Path, settings: dict[str, Any], words: str) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "a.pem").write_text("")
    with pytest.raises(ConfigError, match=words) as caught:
        connect(tmp_path / "project", environ={"CANARY": "canary-secret"}, **settings)
    assert caught.value.hint
    assert "canary-secret" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    ("url", "extra"),
    [
        ("postgresql://db/x", "postgres"),
        ("clickhouse://db/x", "clickhouse"),
        ("trino://u@db/x", "trino"),
        ("bigquery://project/x", "bigquery"),
    ],
)
def test_a_missing_driver_says_which_extra_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, extra: str
) -> None:
    for name in ("psycopg", "clickhouse_connect", "clickhouse_connect.cc_sqlalchemy.dialect"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("trino", "trino.sqlalchemy.dialect", "sqlalchemy_bigquery", "google.auth"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ConfigError) as caught:
        connect(tmp_path, url=url)
    assert caught.value.hint == f'install it: pip install "slo-gate[{extra}]"'
