"""How the sql source signs in to BigQuery, through BigQuery's own client, and to whom it speaks."""

import ssl
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import certifi
import pytest

from slo_gate.core.errors import ConfigError, MissingCredentialsError
from slo_gate.core.measurement import Reason
from tests.support.bigquery import URL, asked, environ, serving
from tests.support.bigquery_calls import BAD, TOTAL
from tests.support.program import called
from tests.support.sql import HOURLY, connect, events, measured, ratio, refused
from tests.support.tls import authority

if TYPE_CHECKING:
    from tests.support.bigquery_server import BigQuery

pytestmark = pytest.mark.xdist_group("bigquery")


def test_another_key_is_refused(bigquery: "BigQuery", tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - of BigQuery's client

    account = bigquery.account(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    source = asked(bigquery, tmp_path, account)
    answers = [refused(source, ratio(TOTAL, bad=BAD)) for _ in range(2)]
    assert {answer.reason for answer in answers} == {Reason.CREDENTIALS_REJECTED}, answers
    shown = "".join(answer.detail for answer in answers) + "".join(capfd.readouterr())
    assert not [word for word in ("127.0.0.1", "gate-project", "PRIVATE") if word in shown], shown


def test_nobody_there(bigquery: "BigQuery", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account = bigquery.account() | {"token_uri": "http://127.0.0.1:1/token"}
    source = asked(bigquery, tmp_path, account, timeout_seconds=Decimal(1))
    assert refused(source, ratio(TOTAL, bad=BAD)).reason is Reason.SOURCE_UNREACHABLE


@pytest.mark.parametrize(
    "account", [None, "", "{}", "no json"], ids=["no file", "an empty one", "no account", "no JSON"]
)
def test_without_credentials_nothing_is_asked(bigquery: "BigQuery", tmp_path: Path, account: str | None, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    variables = environ(bigquery, tmp_path)
    path = Path(variables["GOOGLE_APPLICATION_CREDENTIALS"])
    path.unlink() if account is None else path.write_text(account)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(MissingCredentialsError, match="credentials of Google"):
        connect(tmp_path, url=URL)


def test_a_gate_without_credentials_is_invalid(tmp_path: Path, bigquery: "BigQuery") -> None:
    (tmp_path / "slo.yaml").write_text(SLO)
    (tmp_path / ".slo-gate.yaml").write_text(
        f"version: 1\nslos: [slo.yaml]\nsources: {{calls: {{type: sql, url: {URL}}}}}\n"
    )
    result = called("gate", cwd=tmp_path, env={"NO_GCE_CHECK": "true"})
    assert (result.code, "credentials of Google" in result.out + result.err) == (2, True), result


def test_a_password_has_no_meaning(bigquery: "BigQuery", tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="password has no meaning"):
        asked(bigquery, tmp_path, password={"env": "SECRET"})


def test_no_redirect_is_followed_and_no_netrc_read(bigquery: "BigQuery", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login canary password canary\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    source = asked(bigquery, tmp_path, timeout_seconds=Decimal(2))
    assert events(measured(source, ratio(TOTAL, bad=BAD))) == HOURLY
    begun = len(bigquery.service.requests)
    bigquery.elsewhere = f"{bigquery.address.replace('127.0.0.1', 'localhost')}/elsewhere"
    try:
        answer = refused(source, ratio(TOTAL, bad=BAD))
    finally:
        bigquery.elsewhere = ""
    assert answer.reason is Reason.SOURCE_UNREACHABLE, answer
    assert len(bigquery.service.requests) == begun


def test_the_authorities_of_ca_file_are_trusted_and_no_others(
    bigquery: "BigQuery", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For tokens, too, which come from the same server here."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certifi.where())
    issued = authority(tmp_path).issue("server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(issued.certificate, issued.key)
    with serving(bigquery.service, context) as server:
        trusting = asked(server, tmp_path, ca_file="authority.pem")
        assert events(measured(trusting, ratio(TOTAL, bad=BAD))) == HOURLY
        answer = refused(asked(server, tmp_path, timeout_seconds=Decimal(2)), ratio(TOTAL, bad=BAD))
    assert answer.reason is Reason.SOURCE_MISCONFIGURED, answer


def test_no_token_is_sent_in_the_clear(bigquery: "BigQuery", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environ(bigquery, tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", "http://bigquery.invalid")
    answer = refused(connect(tmp_path, url=URL), ratio(TOTAL, bad=BAD))
    assert (answer.reason, "in the clear" in answer.detail) == (Reason.SOURCE_MISCONFIGURED, True), answer


SLO = """apiVersion: openslo/v1
kind: SLO
metadata: {name: calls}
spec:
  service: desk
  indicator:
    metadata: {name: calls}
    spec:
      ratioMetric:
        counter: true
        bad: {metricSource: {metricSourceRef: calls, type: sql, spec: {query: "SELECT $start AS bucket, 1 AS bad FROM calls WHERE t < $end"}}}
        total: {metricSource: {metricSourceRef: calls, type: sql, spec: {query: "SELECT $start AS bucket, 1 AS total FROM calls WHERE t < $end"}}}
  timeWindow: [{duration: 30d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{target: 0.99}]
"""
