"""Certificates: the server's, whose authority is named, and the one that is shown to a server that asks for it."""

import ssl
from pathlib import Path

import pytest

from slo_gate.core.errors import ConfigError
from slo_gate.core.measurement import NoData, Reason
from slo_gate.sources import prometheus
from tests.sources.test_prometheus_faults import ask
from tests.sources.test_prometheus_sign_in import AMAZON, CLOCK, SECRET, SIGV4, connect
from tests.support import faults
from tests.support.faults import serving
from tests.support.sql import mapping
from tests.support.tls import Authority, authority

URL = "https://prometheus.example"


@pytest.fixture
def trusted(tmp_path: Path) -> Authority:
    return authority(tmp_path)


def shown(name: str, key: str = "") -> dict[str, object]:
    return {"client_certificate": {"cert_file": f"{name}.pem", "key_file": key or f"{name}-key.pem"}}


def test_a_server_that_asks_for_a_certificate_is_shown_it(trusted: Authority) -> None:
    trusted.issue("gate")
    with serving(CLOCK, tls=trusted.server()) as server:
        source = connect(trusted.folder, AMAZON, url=server.url, ca_file="authority.pem", auth=SIGV4, **shown("gate"))
        assert source.now()
    assert server.requests[0].headers["authorization"].startswith("AWS4-HMAC-SHA256 ")


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({}, id="none is shown"),
        pytest.param(shown("stranger/authority"), id="one of another authority is shown"),
    ],
)
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["TLS 1.2", "TLS 1.3"])
def test_a_server_that_does_not_take_the_certificate(
    trusted: Authority, settings: dict[str, object], version: ssl.TLSVersion
) -> None:
    (trusted.folder / "stranger").mkdir()
    authority(trusted.folder / "stranger")
    context = trusted.server()
    context.maximum_version = version
    with serving(CLOCK, tls=context) as server:
        reading = ask(server.url, trusted.folder, None, ca_file="authority.pem", **settings)
    assert isinstance(reading, NoData)
    assert (reading.reason, server.requests) == (Reason.SOURCE_MISCONFIGURED, [])
    assert "wants another certificate of ours" in reading.detail


def test_a_server_that_hangs_up_on_tls_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing says that a certificate was at fault; a load balancer that restarts does the same."""
    monkeypatch.setattr("slo_gate.transport._PAUSE", 0.0)
    with serving(faults.reset) as server:
        reading = ask(server.url.replace("http:", "https:"), tmp_path)
    assert isinstance(reading, NoData)
    assert reading.reason is Reason.SOURCE_UNREACHABLE


def test_a_server_of_an_unknown_authority_is_not_asked(trusted: Authority) -> None:
    trusted.issue("gate")
    with serving(CLOCK, tls=trusted.server()) as server:
        reading = ask(server.url, trusted.folder, None, **shown("gate"))
    assert isinstance(reading, NoData)
    assert (reading.reason, server.requests) == (Reason.SOURCE_MISCONFIGURED, [])


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(shown("nowhere"), r"client_certificate\.cert_file is no PEM file", id="a certificate that is not there"),
        pytest.param(shown("gate", "gate.pem"), r"client_certificate\.key_file is no PEM file", id="a key that is none"),
        pytest.param(shown("gate", "../key.pem"), r"key_file leads out of the configuration's folder", id="a key elsewhere"),
        pytest.param(shown("gate", "authority-key.pem"), "the key does not belong to the certificate", id="a key of another"),
        pytest.param(shown("gate", "locked.pem"), r"key_file is encrypted", id="a key that needs a password"),
        pytest.param(shown("gate", "broken.pem"), "the key does not belong to the certificate", id="a key that is broken"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_shown(trusted: Authority, files: dict[str, object], said: str) -> None:
    key = trusted.issue("gate").key.read_text()
    (trusted.folder / "locked.pem").write_text(f"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{SECRET}\n")
    (trusted.folder / "broken.pem").write_text(key.replace("\n", f"\n{SECRET}", 1))
    with pytest.raises(ConfigError, match=said) as refused:
        connect(trusted.folder, {}, url=URL, **files)
    assert SECRET not in str(refused.value)


def test_a_certificate_over_plain_http_is_a_mistake(trusted: Authority) -> None:
    trusted.issue("gate")
    with pytest.raises(ConfigError, match="client_certificate is never shown over plain HTTP"):
        connect(trusted.folder, {}, url="http://127.0.0.1:9090", **shown("gate"))


def test_a_certificate_without_its_key_is_refused() -> None:
    given = mapping({"type": "prometheus", "url": URL, "client_certificate": {"cert_file": "gate.pem"}})
    assert not prometheus.SETTINGS.takes(given)
