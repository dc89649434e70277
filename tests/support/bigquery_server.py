"""A listener on this machine that BigQuery's client takes for Google's: the interface of BigQuery, and the one of its tokens.

A service account is real as far as it goes: a key is made for it, and the token that BigQuery's client asks for with it is
given out for a signature that the key made, and is needed for every other request.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Event
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

from tests.support.bigquery_service import PROJECT, ApiError, Asked, Service

TOKEN = "bigquery-canary-token"
UNAUTHORIZED = ApiError(401, "authError", "Request had invalid authentication credentials.")
_PEM = serialization.Encoding.PEM
SILENT = 0
"""The status of an answer that does not come."""


class BigQuery(ThreadingHTTPServer):
    """`elsewhere` is where everybody is sent, if anywhere. With a `context` it encrypts."""

    daemon_threads = True

    def __init__(self, service: Service, context: SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Listener)
        self.scheme = "https" if context else "http"
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.service = service
        self.fault: ApiError | None = None
        self.elsewhere = ""
        self.released = Event()
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def account(self, key: rsa.RSAPrivateKey | None = None) -> dict[str, str]:
        """The file of a service account; of one that the server does not know, where it has another key."""
        text = (key or self._key).private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": "1",
            "private_key": text.decode(),
            "client_email": f"slo-gate@{PROJECT}.example.com",
            "token_uri": f"{self.address}/token",
        }

    @contextmanager
    def failing(self, status: int, reason: str = "", message: str = "") -> Iterator[None]:
        """Meanwhile BigQuery says this to everything; with `SILENT`, nothing."""
        self.fault = ApiError(status, reason, message)
        self.released.clear()
        try:
            yield
        finally:
            self.fault = None
            self.released.set()

    def token(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Raises ApiError where another key signed."""
        public = self._key.public_key().public_bytes(_PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        try:
            jwt.decode(given["assertion"], certs=public)
        except Exception as error:
            raise ApiError(400, "invalid_grant", "Invalid JWT Signature.") from error
        return {"access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer"}


class Listener(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are sent apart: the body would wait 40 ms for the client's nod
    server: BigQuery

    def do_POST(self) -> None:
        given = self._given()
        if self.server.elsewhere:
            self.reply(307, {}, {"Location": self.server.elsewhere})
            return
        try:
            self.reply(200, self.answer(given))
        except ApiError as error:
            if error.status == SILENT:
                self.server.released.wait(60)
                self.close_connection = True
                return
            oauth = {"error": error.reason, "error_description": str(error)}
            self.reply(error.status, oauth if self.path == "/token" else error.body() if error.reason else {})

    do_GET = do_DELETE = do_POST  # noqa: N815 - the names are http.server's

    def answer(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Raises ApiError."""
        if self.path == "/token":
            return self.server.token(given)
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise UNAUTHORIZED
        if self.server.fault:
            raise self.server.fault
        return self.server.service.answered(Asked(self.command, urlsplit(self.path).path, given))

    def _given(self) -> Mapping[str, Any]:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.headers.get("Content-Type") == "application/json" and body:
            return dict(json.loads(body))
        return dict(parse_qsl(body or urlsplit(self.path).query))

    def reply(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(text)), **(headers or {})}.items():  # fmt: skip
            self.send_header(name, value)
        with suppress(
            BrokenPipeError, ConnectionResetError
        ):  # who asked has gone, as the client does when its time is up
            self.end_headers()
            self.wfile.write(text)

    def log_message(self, *_args: object) -> None:
        """Nothing is printed."""
