"""The one door to the drivers that speak HTTP: they are made to follow no redirect, and to take no secret from files."""

import logging
from typing import Any

LOGGERS = ("sqlalchemy", "psycopg", "clickhouse_connect", "trino", "google")


def silence() -> None:
    """What drivers log would else be printed as it is, with addresses and whatever servers say."""
    for name in LOGGERS:
        logging.getLogger(name).addHandler(logging.NullHandler())


def clickhouse_pool(host: str, port: int, authorities: str) -> Any:
    """Connections for clickhouse-connect, which would follow redirects. Raises ImportError."""
    from clickhouse_connect.driver.httputil import check_env_proxy, get_pool_manager  # noqa: PLC0415 - an extra

    proxy = check_env_proxy("https", host, port)
    pool: Any = get_pool_manager(ca_cert=authorities, verify=True, https_proxy=proxy)
    follow = pool.urlopen

    def stay(method: str, url: str, **settings: Any) -> Any:
        return follow(method, url, **(settings | {"redirect": False}))

    pool.urlopen = stay
    return pool


def trino_session(authorities: str) -> Any:
    """A session of requests for Trino's client. Raises ImportError."""
    from trino.client import TrinoRequest  # noqa: PLC0415 - as above

    session: Any = TrinoRequest.http.Session()
    session.verify = authorities
    session.max_redirects = 0
    session.auth = _no_sign_in
    return session


def _no_sign_in(request: Any) -> Any:
    """Without one, requests would look for a password in `.netrc`. A configured password takes its place."""
    return request
