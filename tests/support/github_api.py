"""A connection to the stand-in for GitHub, as the action makes one."""

from collections.abc import Callable

from slo_gate.github.api import Api
from slo_gate.transport import Client
from tests.support.github_state import TOKEN


def _never(seconds: float) -> None:
    raise AssertionError(seconds)


def connected(url: str, sleep: Callable[[float], None] = _never) -> Api:
    return Api(Client(url, secrets={"Authorization": f"Bearer {TOKEN}"}), sleep)
