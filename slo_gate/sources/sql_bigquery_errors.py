"""What BigQuery and its client call their errors, by the code that standard SQL and PostgreSQL have for them.

Source: BigQuery's documentation, "Error messages".
"""

import re
from collections.abc import Mapping

from slo_gate.sources.sql_told import CANNOT_CONNECT, Told

SQLSTATES: Mapping[str, str] = {
    "accessDenied": "42501",
    "authError": "28000",
    "backendError": "08006",
    "badGateway": "08006",
    "billingNotEnabled": "28000",
    "billingTierLimitExceeded": "54000",
    "bytesBilledLimitExceeded": "54000",
    "internalError": "08006",
    "invalidQuery": "42601",
    "jobBackendError": "08006",
    "jobInternalError": "08006",
    "jobRateLimitExceeded": "53300",
    "notFound": "42P01",
    "quotaExceeded": "53300",
    "rateLimitExceeded": "53300",
    "required": "28000",
    "resourcesExceeded": "54000",
    "responseTooLarge": "54000",
    "stopped": "57014",
    "timeout": "57014",
}
_OF_PROJECTS = {"accessDenied": ("Access Denied: Project", "28000"), "notFound": ("Not found: Project", "3D000")}
"""What is said so is not said of the query."""

_STATUSES = {401: "28000", 429: "53300", 500: "08006", 502: "08006", 503: "08006", 504: "08006"}
"""Of answers that are not BigQuery's own."""

_KINDS = {
    "google.auth.exceptions.RefreshError": "28000",
    "google.auth.exceptions.TransportError": CANNOT_CONNECT,
    "requests.exceptions.ConnectionError": CANNOT_CONNECT,
}
_AT = re.compile(r" at \[\d+:\d+\]$")
"""Counted in the SELECT around the query. What goes wrong with the data has no place in the query, and is not shown."""

_WITHOUT_PLACE = ("Cannot query over table", "Duplicate column names")


def told_by_bigquery(error: BaseException) -> Told:
    cause = _cause_of(error)
    return Told(cause, _code_of(cause), _reason_of(cause), _words_of(cause))


def _cause_of(error: BaseException) -> BaseException:
    """The client's error in what its driver makes of it, and in what is raised when asking again did not help."""
    name = _names(error)[0]
    inner = error.args[0] if name.startswith("google.cloud.bigquery.dbapi.") and error.args else None
    inner = getattr(error, "cause", None) if name == "google.api_core.exceptions.RetryError" else inner
    return _cause_of(inner) if isinstance(inner, BaseException) else error


def _reason_of(error: BaseException) -> str:
    """BigQuery's own name of an error; empty where it is none of those that are known."""
    reason = _first(error).get("reason")
    return reason if isinstance(reason, str) and reason in SQLSTATES else ""


def _code_of(error: BaseException) -> str:
    """An SQLSTATE; empty where nothing is known of the error, and where it is one of the data."""
    reason, message = _reason_of(error), _message(error)
    start, code = _OF_PROJECTS.get(reason, ("", ""))
    if code and message.startswith(start):
        return code
    if reason:
        return "" if reason == "invalidQuery" and not _words_of(error) else SQLSTATES[reason]
    status = getattr(error, "code", None)
    if _first(error) or not isinstance(status, int):
        return next((_KINDS[kind] for kind in _names(error) if kind in _KINDS), "")
    return _STATUSES.get(status, "")


def _words_of(error: BaseException) -> str:
    """What BigQuery says of a query's text; empty where it may say something of the data."""
    message = _message(error)
    shown = _AT.search(message) or message.startswith(_WITHOUT_PLACE) or _reason_of(error) == "notFound"
    return _AT.sub("", message) if shown else ""


def _names(error: BaseException) -> list[str]:
    return [f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__]


def _message(error: BaseException) -> str:
    """As BigQuery sent it: the client adds addresses and the names of jobs to its own."""
    return str(_first(error).get("message", ""))


def _first(error: BaseException) -> Mapping[str, object]:
    errors = getattr(error, "errors", None)
    first = errors[0] if isinstance(errors, list | tuple) and errors else None
    return first if isinstance(first, dict) else {}
