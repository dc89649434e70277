"""What signs a `prometheus` source in: secrets of the environment, and files of the configuration's folder."""

import re
import ssl
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.errors import ConfigError
from slo_gate.core.ports import SourceContext
from slo_gate.core.secret import read_secret
from slo_gate.sources.inside import inside
from slo_gate.sources.prometheus_settings import AWS_VARIABLES, DEFAULT_SERVICE
from slo_gate.sources.prometheus_sigv4 import Keys, Scope, signer


class SignIn(NamedTuple):
    """Headers that are no secret, headers that are, and what signs each request, where one does."""

    headers: Mapping[str, str]
    secrets: Mapping[str, str]
    sign: Callable[[str, str, bytes], Mapping[str, str]] | None


def sign_in(name: str, settings: node.Mapping, environ: Mapping[str, str]) -> SignIn:
    """Raises ConfigError, and MissingCredentialsError where a secret is not there."""
    tenant = settings.text("tenant")
    headers = {"X-Scope-OrgID": tenant} if tenant else {}
    secrets = dict(_authorization(settings, _Secrets(f"sources.{name}.auth", environ)))
    given = settings.get("headers")
    others = list(given.entries) if isinstance(given, node.Mapping) else []
    _refuse_doubles(name, [*headers, *secrets, *others])
    for header in others:
        if settings.get("headers", header, "env"):
            secret = _Secrets(f"sources.{name}.headers.{header}", environ)
            secrets[header] = secret.read(settings.text("headers", header, "env"))
        else:
            headers[header] = settings.text("headers", header)
    return SignIn(headers, secrets, _signer(name, settings, environ))


def _refuse_doubles(name: str, headers: Sequence[str]) -> None:
    """Case tells no header from another, and which of two would be sent is nobody's guess."""
    often = Counter(map(str.lower, headers))
    for header, times in often.items():
        if times > 1:
            raise ConfigError(f"sources.{name} gives the header {header} twice", "give it once")


def _authorization(settings: node.Mapping, secret: "_Secrets") -> Iterator[tuple[str, str]]:
    """The header that holds the credential, if one does."""
    if settings.get("auth", "bearer"):
        yield "Authorization", f"Bearer {secret.read(settings.text('auth', 'bearer', 'env'))}"
    elif settings.get("auth", "basic"):
        password = secret.read(settings.text("auth", "basic", "password", "env"))
        pair = f"{settings.text('auth', 'basic', 'username')}:{password}"
        yield "Authorization", f"Basic {b64encode(pair.encode()).decode()}"
    elif settings.get("auth", "header"):
        value = secret.read(settings.text("auth", "header", "value", "env"))
        yield settings.text("auth", "header", "name"), value


def _signer(
    name: str, settings: node.Mapping, environ: Mapping[str, str]
) -> Callable[[str, str, bytes], Mapping[str, str]] | None:
    sigv4 = settings.get("auth", "sigv4")
    if not isinstance(sigv4, node.Mapping):
        return None
    secret = _Secrets(f"sources.{name}.auth.sigv4", environ)
    access, key, session = (sigv4.text(part, "env", default=variable) for part, variable in AWS_VARIABLES.items())
    # The usual token belongs to the usual key alone, and a lasting key has none.
    usual = sigv4.get("access_key_id") is None and bool(environ.get(session))
    token = secret.read(session) if usual or sigv4.get("session_token") else ""
    scope = Scope(sigv4.text("region"), sigv4.text("service", default=DEFAULT_SERVICE))
    return signer(Keys(secret.read(access), secret.read(key), token), scope)


class _Secrets:
    def __init__(self, setting: str, environ: Mapping[str, str]) -> None:
        self._setting = setting
        self._environ = environ

    def read(self, variable: str) -> str:
        """The secret, where a header may hold it. Its value is in no error."""
        value = read_secret(self._setting, variable, self._environ)
        if not re.fullmatch(r"[\x20-\x7e]+", value):
            raise ConfigError(f"{self._setting}: the variable {variable} holds characters that no header may have")
        return value


def authorities(name: str, settings: node.Mapping, context: SourceContext) -> str | bool:
    """A file of certificates to trust, or True for those of the system. Raises ConfigError."""
    if "ca_file" not in settings.entries:
        return True
    return str(_pem(f"sources.{name}.ca_file", settings.text("ca_file"), context.folder, "CERTIFICATE"))


def client_certificate(name: str, settings: node.Mapping, context: SourceContext) -> tuple[str, str] | None:
    """The files of the certificate to show and of its key, which fit each other. Raises ConfigError."""
    given = settings.get("client_certificate")
    if not isinstance(given, node.Mapping):
        return None
    setting = f"sources.{name}.client_certificate"
    if not settings.text("url").startswith("https:"):
        raise ConfigError(f"{setting} is never shown over plain HTTP", "use an https:// address")
    certificate = _pem(f"{setting}.cert_file", given.text("cert_file"), context.folder, "CERTIFICATE")
    key = _pem(f"{setting}.key_file", given.text("key_file"), context.folder, "PRIVATE KEY")
    if "ENCRYPTED" in key.read_text("ascii"):
        raise ConfigError(f"{setting}.key_file is encrypted", "write the key as it is, for this run alone")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(certificate, key)
    except ssl.SSLError:
        raise ConfigError(f"{setting}: the key does not belong to the certificate", "give the two that do") from None
    return str(certificate), str(key)


def _pem(setting: str, relative: str, folder: Path, what: str) -> Path:
    try:
        path = inside(folder, relative, setting)
        found = re.search(rf"BEGIN [A-Z ]*{what}", path.read_text("ascii"))
    except (OSError, RuntimeError, ValueError):
        found = None
    if not found:
        raise ConfigError(f"{setting} is no PEM file in the configuration's folder", "check the path")
    return path
