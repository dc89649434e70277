"""A connection to the stand-in for GitHub, as the action makes one."""

from collections.abc import Callable

from slo_gate.github.api import BETWEEN_WRITES, Api
from slo_gate.transport import Client
from tests.support.github_state import TOKEN


def _briefly(seconds: float) -> None:
    """The pause between two writes is not waited for; nothing else of the API waits."""
    assert seconds <= BETWEEN_WRITES, seconds


def _at_once(_seconds: float) -> None:
    """What another attempt waits is by chance, and tests of the transport watch it."""


def connected(url: str, sleep: Callable[[float], None] = _briefly) -> Api:
    return Api(Client(url, secrets={"Authorization": f"Bearer {TOKEN}"}, sleep=_at_once), sleep)
