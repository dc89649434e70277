"""The `prometheus` source: any server that speaks Prometheus' query API. docs/sources/prometheus.md states its forms."""

import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from slo_gate.core import node
from slo_gate.core.constraints import ExactlyOne
from slo_gate.core.duration import MEANING, PATTERN, Duration
from slo_gate.core.errors import ConfigError, MissingCredentialsError
from slo_gate.core.ports import Source, SourceContext
from slo_gate.core.scalar_shapes import Choice, Number, Text
from slo_gate.core.shape import Field, Record
from slo_gate.sources.prometheus_url import Url

if TYPE_CHECKING:
    from slo_gate.sources import prometheus_api

NAME = ANSWERS = "prometheus"
DEFAULT_STALE_AFTER = "15m"
DEFAULT_DEADLINE = 120
_SECRET = Record(
    {"env": Field(Text(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", meaning="the name of a variable"), required=True)},
    doc="A secret: the environment variable that holds it.",
)
_NAME_OF_HEADER = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_HEADER = Text(pattern=rf"^{_NAME_OF_HEADER}$", meaning="the name of a header")

SETTINGS = Record(
    {
        "type": Field(Choice((NAME,)), required=True),
        "url": Field(
            Url(),
            required=True,
            doc="Such as https://prometheus.example.com; a path before /api/v1 belongs to it.",
        ),
        "auth": Field(
            Record(
                {
                    "bearer": Field(_SECRET),
                    "basic": Field(
                        Record(
                            {
                                "username": Field(Text(min_length=1), required=True),
                                "password": Field(_SECRET, required=True),
                            }
                        )
                    ),
                    "header": Field(
                        Record({"name": Field(_HEADER, required=True), "value": Field(_SECRET, required=True)})
                    ),
                },
                (ExactlyOne(("bearer", "basic", "header")),),
            ),
            doc="How to sign in.",
        ),
        "tenant": Field(
            Text(pattern=r"^[!-~]{1,150}$", meaning="a name"), doc="The X-Scope-OrgID of Mimir and its like."
        ),
        "ca_file": Field(
            Text(min_length=1), doc="A PEM file of certificates to trust, from the configuration's folder."
        ),
        "stale_after": Field(
            Text(pattern=PATTERN, meaning=MEANING), default=DEFAULT_STALE_AFTER, doc="How old the newest sample may be."
        ),
        "timeout_seconds": Field(
            Number(meaning="above 0 and at most 3600", above=Decimal(0), maximum=Decimal(3600)),
            default=DEFAULT_DEADLINE,
            doc="How long all questions of a run may take together.",
        ),
    },
    doc="Prometheus, and what speaks its query API.",
)


def connect(name: str, settings: node.Mapping, context: SourceContext) -> Source:
    """Opens no connection yet. Raises ConfigError, and MissingCredentialsError where a secret is not there."""
    from slo_gate.sources.prometheus_source import PrometheusSource  # noqa: PLC0415 - as below

    return PrometheusSource(api_of(name, settings, context), stale_after(settings))


def api_of(name: str, settings: node.Mapping, context: SourceContext) -> "prometheus_api.Api":
    """The server that the settings describe. Raises as `connect` does."""
    # requests is slow to import: only a gate that asks such a server pays.
    from slo_gate.sources import prometheus_api  # noqa: PLC0415
    from slo_gate.transport import Client, Deadline  # noqa: PLC0415

    timeout = settings.value("timeout_seconds") or DEFAULT_DEADLINE
    assert isinstance(timeout, int | Decimal)
    url = urlsplit(settings.text("url"))
    authorities = _authorities(name, settings, context)
    secrets = _sign_in(name, settings, context.environ)
    tenant = settings.text("tenant")
    try:
        client = Client(
            f"{url.scheme}://{url.netloc}",
            headers={"X-Scope-OrgID": tenant} if tenant else None,
            secrets=secrets,
            verify=authorities,
        )
    except ConfigError as error:
        raise ConfigError(f"sources.{name}: {error.message}", error.hint) from None
    return prometheus_api.Api(client, url.path.rstrip("/"), Deadline(float(timeout)))


def stale_after(settings: node.Mapping) -> timedelta:
    return Duration.parse(settings.text("stale_after", default=DEFAULT_STALE_AFTER)).nominal


def _sign_in(name: str, settings: node.Mapping, environ: Mapping[str, str]) -> dict[str, str]:
    """The header that holds the credential; none without `auth`."""
    headers = {}
    secret = _Secrets(f"sources.{name}.auth", environ)
    if settings.get("auth", "bearer"):
        headers["Authorization"] = f"Bearer {secret.read(settings.text('auth', 'bearer', 'env'))}"
    elif settings.get("auth", "basic"):
        password = secret.read(settings.text("auth", "basic", "password", "env"))
        pair = f"{settings.text('auth', 'basic', 'username')}:{password}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    elif settings.get("auth", "header"):
        value = secret.read(settings.text("auth", "header", "value", "env"))
        headers[settings.text("auth", "header", "name")] = value
    return headers


class _Secrets:
    def __init__(self, setting: str, environ: Mapping[str, str]) -> None:
        self._setting = setting
        self._environ = environ

    def read(self, variable: str) -> str:
        """The secret, without the line end that a paste leaves. Its value is in no error."""
        value = self._environ.get(variable, "").rstrip("\r\n")
        if not value:
            hint = f"give the step the variable {variable}, from a secret"
            raise MissingCredentialsError(
                f"{self._setting} needs the variable {variable}, which is empty or not set", hint
            )
        if not re.fullmatch(r"[\x20-\x7e]+", value):
            raise ConfigError(f"{self._setting}: the variable {variable} holds characters that no header may have")
        return value


def _authorities(name: str, settings: node.Mapping, context: SourceContext) -> str | bool:
    if "ca_file" not in settings.entries:
        return True
    path = (context.folder / settings.text("ca_file")).resolve()
    try:
        pem = path.read_text("ascii")
    except (OSError, ValueError):
        pem = ""
    if not path.is_relative_to(context.folder.resolve()) or "BEGIN CERTIFICATE" not in pem:
        raise ConfigError(f"sources.{name}.ca_file is no PEM file in the configuration's folder", "check the path")
    return str(path)
