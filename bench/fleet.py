"""A fleet's promises, four SLOs a service, and the counters behind them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

SERVICES = 250
ROUTES = ("read", "write")
REQUESTS = 300.0
"""Of a route, each minute."""
FAILING = 10
"""Every so many services, one whose budgets for `write` and for latency are spent."""


class Slo(NamedTuple):
    """`good` and `total` are selectors of counters."""

    name: str
    service: str
    target: str
    good: str
    total: str


def slos(count: int) -> list[Slo]:
    """The first so many of the fleet's promises."""
    return [slo for number in range(-(-count // 4)) for slo in _promises(f"service-{number:03}")][:count]


def traffic() -> Mapping[str, float]:
    """What each series counts in a minute, about."""
    return {series: rate for number in range(SERVICES) for series, rate in _series(number)}


def _series(number: int) -> Iterator[tuple[str, float]]:
    service, spent = f"service-{number:03}", number % FAILING == FAILING - 1
    for route in ROUTES:
        errors = 0.008 if spent and route == "write" else 0.0004
        labels = f'service="{service}",route="{route}"'
        yield f'http_requests_total{{{labels},code="200"}}', REQUESTS * (1 - errors)
        yield f'http_requests_total{{{labels},code="500"}}', REQUESTS * errors
    within = 0.9 if spent else 0.98
    bucket = f'http_request_duration_seconds_bucket{{service="{service}",le='
    yield f'{bucket}"0.3"}}', REQUESTS * within
    yield f'{bucket}"+Inf"}}', REQUESTS


def _promises(service: str) -> Iterator[Slo]:
    selector = f'service="{service}"'
    yield _availability(f"{service}-availability", service, selector)
    bucket = f"http_request_duration_seconds_bucket{{{selector}"
    yield Slo(f"{service}-latency", service, "0.95", f'{bucket},le="0.3"}}', f'{bucket},le="+Inf"}}')
    for route in ROUTES:
        yield _availability(f"{service}-{route}", service, f'{selector},route="{route}"')


def _availability(name: str, service: str, selector: str) -> Slo:
    total = f"http_requests_total{{{selector}}}"
    return Slo(name, service, "0.999", f'http_requests_total{{{selector},code!~"5.."}}', total)
