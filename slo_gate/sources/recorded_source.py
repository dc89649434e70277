"""Reads what rules have recorded, asked as the `prometheus` source asks: planned, and side by side."""

from datetime import timedelta
from functools import cache

from slo_gate.core.measurement import Request
from slo_gate.sources.prometheus_api import Api
from slo_gate.sources.prometheus_asking import Asking
from slo_gate.sources.prometheus_source import PrometheusSource
from slo_gate.sources.recorded_measuring import RecordedMeasurer
from slo_gate.sources.recorded_settings import Settings


class RecordedSource(PrometheusSource):
    def __init__(self, api: Api, stale_after: timedelta, most_samples: int, settings: Settings) -> None:
        super().__init__(api, stale_after, most_samples)
        self._settings = settings
        self._rules = cache(api.recording_rules)
        """Asked once, and only where somebody must know them."""

    def _asking(self, request: Request) -> Asking:
        return RecordedMeasurer(request, self._most, self._settings, self._rules)
