"""An authority that lives for a test, and certificates of its making."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.require import require

_CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]


@dataclass(frozen=True, slots=True)
class Pair:
    """PEM files of a certificate and of its key."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Authority:
    folder: Path

    @property
    def pair(self) -> Pair:
        return _pair(self.folder, "authority")

    def issue(self, name: str) -> Pair:
        """A certificate for 127.0.0.1, to serve or to be shown."""
        made = _pair(self.folder, name)
        signed_by = ["-CA", str(self.pair.certificate), "-CAkey", str(self.pair.key)]
        _openssl(*_request(name, made), *signed_by, "-addext", "subjectAltName=IP:127.0.0.1")
        return made

    def server(self) -> ssl.SSLContext:
        """What a server needs that lets in whoever shows a certificate of this authority."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        served = self.issue("server")
        context.load_cert_chain(served.certificate, served.key)
        context.load_verify_locations(self.pair.certificate)
        context.verify_mode = ssl.CERT_REQUIRED
        return context


def authority(folder: Path) -> Authority:
    """A new one, whose files lie in the folder."""
    require(shutil.which("openssl") is not None, "openssl is not installed")
    made = Authority(folder)
    _openssl(*_request("authority", made.pair))
    return made


def _pair(folder: Path, name: str) -> Pair:
    return Pair(folder / f"{name}.pem", folder / f"{name}-key.pem")


def _request(name: str, pair: Pair) -> list[str]:
    files = ["-out", str(pair.certificate), "-keyout", str(pair.key)]
    return ["req", "-x509", *_CURVE, "-subj", f"/CN={name}", *files]


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
