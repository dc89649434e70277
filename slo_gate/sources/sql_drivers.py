"""The one door to the drivers that speak HTTP: they are made to follow no redirect, and to take no secret from files."""

import logging
import warnings
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from slo_gate.core.address import is_private
from slo_gate.core.measurement import Reason
from slo_gate.sources.sql_answer import UnansweredError

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

    return _strict(TrinoRequest.http.Session(), authorities)


class NoCredentialsError(Exception):
    """Google's client finds none."""


_SCOPES = ("https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/drive.readonly")
"""The second one for tables that are sheets."""


def bigquery_client(project: str, dataset: str, authorities: str, timeout: timedelta) -> Any:
    """A client of BigQuery's, with the credentials that Google finds. Raises ImportError, NoCredentialsError.

    `timeout` is for one query: BigQuery itself ends the job then. Where asking again may help, the client would do so for
    ten minutes; it has half of the time, so that the other half is left for the reason to be told.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # advice on credentials, which would be printed
        import google.auth  # noqa: PLC0415 - as above
        from google.auth.exceptions import DefaultCredentialsError  # noqa: PLC0415 - as above
        from google.auth.transport.requests import AuthorizedSession, Request  # noqa: PLC0415 - as above
        from google.cloud import bigquery  # noqa: PLC0415 - as above

        try:
            credentials, _ = google.auth.default(scopes=_SCOPES)
        except DefaultCredentialsError:
            raise NoCredentialsError from None
    seconds, tokens = timeout.total_seconds(), Request()
    _strict(tokens.session, authorities)
    session = AuthorizedSession(credentials, auth_request=tokens, refresh_timeout=seconds / 2)
    job = bigquery.QueryJobConfig(job_timeout_ms=round(seconds * 1000))
    if dataset:
        job.default_dataset = f"{project}.{dataset}"
    _strict(session, authorities).auth = _encrypted
    client: Any = bigquery.Client(project, credentials, session, default_query_job_config=job)
    again = bigquery.DEFAULT_RETRY.with_timeout(seconds / 2)
    limits = {"retry": again, "job_retry": None, "api_timeout": seconds / 2, "wait_timeout": seconds}
    client.query_and_wait = partial(client.query_and_wait, **limits)
    return client


def _encrypted(request: Any) -> Any:
    """The client takes BIGQUERY_EMULATOR_HOST for BigQuery's address, and would send its token there as it is."""
    address = urlsplit(request.url)
    if not is_private(address.scheme, address.hostname or ""):
        detail = "a token would be sent in the clear: see the variable BIGQUERY_EMULATOR_HOST"
        raise UnansweredError(Reason.SOURCE_MISCONFIGURED, detail)
    return _no_sign_in(request)


def _strict(session: Any, authorities: str) -> Any:
    """A session of requests that trusts these authorities alone, and goes nowhere else."""
    session.verify = authorities
    # Named with each request, too: else a variable such as REQUESTS_CA_BUNDLE would count more.
    session.request = partial(session.request, verify=authorities)
    session.max_redirects = 0
    session.auth = _no_sign_in
    return session


def _no_sign_in(request: Any) -> Any:
    """Without one, requests would look for a password in `.netrc`. A configured one takes its place, as a token does."""
    return request
