"""What servers say before a connection stands, in our own words."""

import pytest

from slo_gate.core.measurement import Reason
from slo_gate.sources.sql_server_errors import unconnected


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
    assert unconnected(OSError(said)).reason is reason
