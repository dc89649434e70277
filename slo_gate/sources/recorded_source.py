"""Reads what rules have recorded, asked as the `prometheus` source asks: planned, and side by side."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache

from slo_gate.core.measurement import Reading, Request
from slo_gate.sources.prometheus_api import Api
from slo_gate.sources.prometheus_source import PrometheusSource
from slo_gate.sources.recorded_measuring import RecordedMeasurer
from slo_gate.sources.recorded_settings import Settings


class RecordedSource(PrometheusSource):
    by_name = True

    def __init__(self, api: Api, stale_after: timedelta, settings: Settings) -> None:
        super().__init__(api, stale_after)
        self._settings = settings

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        rules = cache(self._api.recording_rules)  # asked once, and only where somebody must know them
        return self._measured(requests, lambda request: RecordedMeasurer(request, self._settings, rules))
