"""The `prometheus` source: any server that speaks Prometheus' query API. docs/sources/prometheus.md states its forms."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from slo_gate.core import node
from slo_gate.core.duration import Duration
from slo_gate.core.errors import ConfigError
from slo_gate.core.ports import Source, SourceContext
from slo_gate.sources import prometheus_settings
from slo_gate.sources.prometheus_settings import (
    DEFAULT_DEADLINE,
    DEFAULT_MAX_SAMPLES,
    DEFAULT_METHOD,
    DEFAULT_PARAMETERS,
)

if TYPE_CHECKING:
    from slo_gate.sources.prometheus_api import Api

NAME = ANSWERS = prometheus_settings.NAME
BY_NAME = False
HAS_CLOCK = True
SETTINGS = prometheus_settings.SETTINGS


def connect(name: str, settings: node.Mapping, context: SourceContext) -> Source:
    """Opens no connection yet. Raises ConfigError, and MissingCredentialsError where a secret is not there."""
    from slo_gate.sources.prometheus_source import PrometheusSource  # noqa: PLC0415 - as below

    return PrometheusSource(api_of(name, settings, context), stale_after(settings), most_samples(settings))


def api_of(name: str, settings: node.Mapping, context: SourceContext) -> "Api":
    """The server that the settings describe. Raises as `connect` does."""
    # requests is slow to import: only a gate that asks such a server pays.
    from slo_gate.sources import prometheus_api, prometheus_sign_in  # noqa: PLC0415
    from slo_gate.transport import Client, Deadline  # noqa: PLC0415

    timeout = _number(settings, "timeout_seconds", DEFAULT_DEADLINE)
    url = urlsplit(settings.text("url"))
    authorities = prometheus_sign_in.authorities(name, settings, context)
    certificate = prometheus_sign_in.client_certificate(name, settings, context)
    headers, secrets, sign = prometheus_sign_in.sign_in(name, settings, context.environ)
    try:
        client = Client(
            f"{url.scheme}://{url.netloc}",
            headers=headers,
            secrets=secrets,
            sign=sign,
            verify=authorities,
            certificate=certificate,
            params=_parameters(settings),
        )
    except ConfigError as error:
        raise ConfigError(f"sources.{name}: {error.message}", error.hint) from None
    method = settings.text("method", default=DEFAULT_METHOD)
    return prometheus_api.Api(client, url.path.rstrip("/"), Deadline(float(timeout)), method)


def most_samples(settings: node.Mapping) -> int:
    return int(_number(settings, "max_samples", DEFAULT_MAX_SAMPLES))


def _number(settings: node.Mapping, name: str, default: int) -> int | Decimal:
    value = settings.value(name)
    return value if isinstance(value, int | Decimal) else default


def _parameters(settings: node.Mapping) -> Mapping[str, str]:
    given = settings.get("parameters")
    if not isinstance(given, node.Mapping):
        return DEFAULT_PARAMETERS
    return {key: given.text(key) for key in given.entries}


def stale_after(settings: node.Mapping) -> timedelta:
    return Duration.parse(settings.text("stale_after", default=prometheus_settings.DEFAULT_STALE_AFTER)).nominal
