"""What the errors of drivers tell, in one form: each dialect has a function that makes it of its own driver's."""

import re
from collections.abc import Callable
from typing import NamedTuple

CANNOT_CONNECT = "08001"
_NAME = re.compile(r"[A-Z][A-Z0-9_]{2,60}")


class Told(NamedTuple):
    """Texts are empty where nothing is known of them.

    `cause` is the driver's error, without others around it. `state` is the code that standard SQL and PostgreSQL have for
    it, `name` the server's own name of it. `said` is what the server says, without what its driver adds of addresses and
    versions: it is shown where the state says that it is of the query's text.
    """

    cause: BaseException
    state: str = ""
    name: str = ""
    said: str = ""


Tell = Callable[[BaseException], Told]


def told_by_state(error: BaseException) -> Told:
    """By drivers that give an SQLSTATE, as PostgreSQL's does; nothing by others."""
    state = getattr(error, "sqlstate", None)
    if not (isinstance(state, str) and state.isalnum() and len(state) == 5):
        return Told(error)
    return Told(error, state, said=getattr(getattr(error, "diag", None), "message_primary", None) or "")


def name_in(given: object) -> str:
    """A server's name of an error; empty where what the driver gives is none."""
    return given if isinstance(given, str) and _NAME.fullmatch(given) else ""
