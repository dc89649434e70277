"""What servers say before a connection stands, and what Trino says of queries, in our own words."""

import pytest

from slo_gate.core.measurement import Reason
from slo_gate.sources.sql_server_errors import unanswered, unconnected
from slo_gate.sources.sql_told import told_by_state
from slo_gate.sources.sql_trino_errors import told_by_trino


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        pytest.param('FATAL:  too many connections for role "gate"', Reason.THROTTLED, id="the role's connections are used"),
        pytest.param("FATAL:  sorry, too many clients already: remaining connection slots are reserved", Reason.THROTTLED, id="the server's are"),
        pytest.param('FATAL:  role "gate" does not exist', Reason.CREDENTIALS_REJECTED, id="no such role"),
        pytest.param('FATAL:  password authentication failed for user "gate"', Reason.CREDENTIALS_REJECTED, id="another password"),
        pytest.param('FATAL:  database "shop" does not exist', Reason.SOURCE_MISCONFIGURED, id="no such database"),
    ],
)  # fmt: skip
def test_a_connection_that_does_not_stand_has_its_reason(said: str, reason: Reason) -> None:
    assert unconnected(OSError(said), told_by_state).reason is reason


@pytest.mark.parametrize(
    ("name", "said", "reason", "words"),
    [
        pytest.param("COLUMN_NOT_FOUND", "line 2:135: Column 'bucket' cannot be resolved", Reason.QUERY_REJECTED, "Column 'bucket' cannot be resolved", id="a column"),
        pytest.param("TABLE_NOT_FOUND", "line 2:97: Table 'memory.default.cals' does not exist", Reason.QUERY_REJECTED, "Table 'memory.default.cals' does not exist", id="a table"),
        pytest.param("SYNTAX_ERROR", "line 2:151: mismatched input '1'. Expecting: 'BY'", Reason.QUERY_REJECTED, "mismatched input '1'. Expecting: 'BY'", id="a slip of the pen"),
        pytest.param("CATALOG_NOT_FOUND", "line 2:97: Catalog 'nocat' not found", Reason.QUERY_REJECTED, "Catalog 'nocat' not found", id="a catalog"),
        pytest.param("INVALID_CAST_ARGUMENT", "Cannot cast 'north' to BIGINT", Reason.QUERY_FAILED, "the server could not run the query (INVALID_CAST_ARGUMENT)", id="bad data, which is not shown"),
        pytest.param("PERMISSION_DENIED", "Access Denied: north", Reason.QUERY_REJECTED, "the role is not allowed to do what the query does (PERMISSION_DENIED)", id="a table of others"),
        pytest.param("EXCEEDED_TIME_LIMIT", "Query exceeded the maximum run time limit of 1.00s", Reason.OUT_OF_TIME, "the query took longer than `timeout_seconds` allows (EXCEEDED_TIME_LIMIT)", id="too long"),
    ],
)  # fmt: skip
def test_an_error_of_trino_has_its_reason(name: str, said: str, reason: Reason, words: str) -> None:
    """The first five as Trino 483 worded them."""
    from trino.exceptions import TrinoUserError  # noqa: PLC0415 - a driver of tests alone

    answer = unanswered(TrinoUserError({"errorName": name, "message": said}), told_by_trino)
    assert (answer.reason, answer.detail) == (reason, words)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        pytest.param("failed to execute: [Errno 111] Connection refused", Reason.SOURCE_UNREACHABLE, id="nobody there"),
        pytest.param(
            "failed to execute: Failed to resolve 'db.invalid'", Reason.SOURCE_MISCONFIGURED, id="no such host"
        ),
        pytest.param("failed to execute: certificate verify failed", Reason.SOURCE_MISCONFIGURED, id="a certificate"),
        pytest.param("error 401: b'Unauthorized'", Reason.CREDENTIALS_REJECTED, id="another password"),
    ],
)
def test_trino_that_cannot_be_connected_to_has_its_reason(said: str, reason: Reason) -> None:
    """Its driver connects when the query is asked."""
    from trino.exceptions import TrinoConnectionError  # noqa: PLC0415 - as above

    assert unanswered(TrinoConnectionError(said), told_by_trino).reason is reason
