"""A connection to the stand-in for GitHub, as the action makes one."""

from collections.abc import Callable

from slo_gate.github.api import BETWEEN_WRITES, Api
from slo_gate.transport import Client
from tests.support.github_state import TOKEN


def _briefly(seconds: float) -> None:
    """The pause between two writes is not waited for; nothing else waits."""
    assert seconds <= BETWEEN_WRITES, seconds


def connected(url: str, sleep: Callable[[float], None] = _briefly) -> Api:
    return Api(Client(url, secrets={"Authorization": f"Bearer {TOKEN}"}), sleep)
