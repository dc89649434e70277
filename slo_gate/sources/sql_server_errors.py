"""Errors of servers and their drivers in our own words: no secret and no data is in them.

Source of the codes: PostgreSQL's documentation, "PostgreSQL Error Codes"; the first two characters are those of SQL.
"""

from collections.abc import Mapping

from slo_gate.core.measurement import Reason
from slo_gate.sources.sql_answer import UnansweredError
from slo_gate.sources.sql_told import CANNOT_CONNECT, Tell, Told

_ABOUT_THE_TEXT = frozenset(
    {
        "42601",
        "42703",
        "42P01",
        "42883",
        "42702",
        "42725",
        "42803",
        "42804",
        "42846",
        "42704",
        "42P18",
        "42712",
        "3F000",
    }
)
"""What is said of these is of the query's text: a name that is not there, or something that cannot be so written."""

_CODES: Mapping[str, tuple[Reason, str]] = {
    "25006": (Reason.QUERY_REJECTED, "the query would change something; it may only read"),
    "0A000": (Reason.QUERY_REJECTED, "the query does what the database allows in no subquery, such as a WITH that writes"),
    "42501": (Reason.QUERY_REJECTED, "the role is not allowed to do what the query does"),
    "57014": (Reason.OUT_OF_TIME, "the query took longer than `timeout_seconds` allows"),
    "55P03": (Reason.OUT_OF_TIME, "the query waited for a lock longer than `timeout_seconds` allows"),
    "53300": (Reason.THROTTLED, "the server has no connection left"),
    "25": (Reason.QUERY_REJECTED, "the query would change the transaction that it runs in"),
    "28": (Reason.CREDENTIALS_REJECTED, "the server refuses the user, or its password"),
    "3D": (Reason.SOURCE_MISCONFIGURED, "the server has no database of that name"),
    "53": (Reason.QUERY_TOO_EXPENSIVE, "the query needs more than the server has"),
    "54": (Reason.QUERY_TOO_EXPENSIVE, "the query, or its answer, is larger than is allowed"),
    "08": (Reason.SOURCE_UNREACHABLE, "the connection broke"),
    "57": (Reason.SOURCE_UNREACHABLE, "the server ended the connection"),
    "42": (Reason.QUERY_REJECTED, "the server does not take the query"),
}  # fmt: skip
_CONNECTING: tuple[tuple[str, Reason, str], ...] = (
    ("password authentication failed", *_CODES["28"]),
    ("no password supplied", *_CODES["28"]),
    ("pg_hba.conf", *_CODES["28"]),
    ("too many connections", *_CODES["53300"]),
    ("connection slots", *_CODES["53300"]),
    ("role ", *_CODES["28"]),
    ("database ", *_CODES["3D"]),
    ("certificate", Reason.SOURCE_MISCONFIGURED, "the server's certificate is not to be trusted: see `ca_file`"),
    ("does not support SSL", Reason.SOURCE_MISCONFIGURED, "the server does not encrypt its connections"),
    ("Failed to resolve", Reason.SOURCE_MISCONFIGURED, "there is no host of that name"),
    ("resolve host", Reason.SOURCE_MISCONFIGURED, "there is no host of that name"),
    ("timeout expired", Reason.SOURCE_UNREACHABLE, "the server did not answer in time"),
)
"""By what the driver says, which is not shown: it gives no code of what happens before a connection stands."""


def unconnected(error: BaseException, tell: Tell) -> UnansweredError:
    return _unconnected(tell(_original(error)))


def unanswered(error: BaseException, tell: Tell) -> UnansweredError:
    told = tell(_original(error))
    if told.state == CANNOT_CONNECT:
        return _unconnected(told)
    if told.state:
        return _by_state(told)
    if isinstance(told.cause, OSError):
        return UnansweredError(Reason.SOURCE_UNREACHABLE, f"the connection failed ({_name(told)})")
    if _name(told) == "ProgrammingError":
        return UnansweredError(Reason.QUERY_REJECTED, "the server does not take the query (ProgrammingError)")
    return UnansweredError(Reason.QUERY_FAILED, f"the server could not run the query ({_name(told)})")


def _unconnected(told: Told) -> UnansweredError:
    if told.state and told.state != CANNOT_CONNECT:
        # Before a query is asked, it is the URL that names a schema.
        return _by_state(told._replace(state="3D000") if told.state == "3F000" else told)
    text = str(told.cause)
    for words, reason, detail in _CONNECTING:
        if words in text:
            return UnansweredError(reason, detail)
    return UnansweredError(Reason.SOURCE_UNREACHABLE, f"the server cannot be connected to ({_name(told)})")


def _by_state(told: Told) -> UnansweredError:
    state = told.state
    if state in _ABOUT_THE_TEXT:
        return UnansweredError(Reason.QUERY_REJECTED, (told.said or _name(told)).partition("\n")[0][:200])
    reason, detail = _CODES.get(state) or _CODES.get(state[:2]) or (Reason.QUERY_FAILED, "the server could not run it")
    return UnansweredError(reason, f"{detail} ({told.name or f'SQLSTATE {state}'})")


def _original(error: BaseException) -> BaseException:
    """The driver's own error, which SQLAlchemy wraps."""
    wrapped = getattr(error, "orig", None)
    return wrapped if isinstance(wrapped, BaseException) else error


def _name(told: Told) -> str:
    """The server's own name of the error; that of the driver's class, where it has none."""
    return told.name or type(told.cause).__name__
