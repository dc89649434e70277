"""An authority that lives for a test, and certificates of its making."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.require import require

_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]


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

    def issue(self, name: str, days: int = 2) -> Pair:
        """A certificate for 127.0.0.1, to serve or to be shown; it has expired where `days` are less than none."""
        made, request = _pair(self.folder, name), self.folder / "request.pem"
        wanted = ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(request), "-keyout", str(made.key)]
        _openssl("req", "-new", *_KEY, "-subj", f"/CN={name}", *wanted)
        by = ["-CA", str(self.pair.certificate), "-CAkey", str(self.pair.key), "-CAcreateserial", "-days", str(days)]
        given = ["-copy_extensions", "copy", "-out", str(made.certificate)]
        _openssl("x509", "-req", "-in", str(request), *by, *given)
        return made

    def server(self, days: int = 2) -> ssl.SSLContext:
        """What a server needs that lets in whoever shows a certificate of this authority; its own is for so many days."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        served = self.issue("server", days)
        context.load_cert_chain(served.certificate, served.key)
        context.load_verify_locations(self.pair.certificate)
        context.verify_mode = ssl.CERT_REQUIRED
        return context


def authority(folder: Path) -> Authority:
    """A new one, whose files lie in the folder."""
    require(shutil.which("openssl") is not None, "openssl is not installed")
    made = Authority(folder)
    files = ["-out", str(made.pair.certificate), "-keyout", str(made.pair.key)]
    _openssl("req", "-x509", *_KEY, "-subj", "/CN=authority", "-days", "2", *files)
    return made


def _pair(folder: Path, name: str) -> Pair:
    return Pair(folder / f"{name}.pem", folder / f"{name}-key.pem")


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
