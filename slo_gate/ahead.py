"""A source that is asked for the time while other work goes on: a round trip that nobody waits for."""

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from slo_gate.core.measurement import Reading, Request
from slo_gate.core.plan import Planned
from slo_gate.core.ports import Source

_TURN = 0.5
"""Seconds: a signal that comes right before a wait begins is only heard when that wait ends."""


class Ahead(Source):
    """Asks at once, in a thread that ends with the process, and says what it was told when it is asked."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._clock: datetime | None = None
        self._error: Exception | None = None
        self.stale_after: timedelta | None = source.stale_after
        self._asking = threading.Thread(target=self._ask, daemon=True)
        self._asking.start()

    def _ask(self) -> None:
        try:
            self._clock = self._source.now()
        except Exception as error:  # noqa: BLE001 - raised again by who waits
            self._error = error

    def now(self) -> datetime | None:
        while self._asking.is_alive():
            self._asking.join(_TURN)
        if self._error:
            raise self._error
        return self._clock

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        return self._source.measure(requests)

    def plan(self, requests: Sequence[Request]) -> Sequence[Planned]:
        return self._source.plan(requests)
