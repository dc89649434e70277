"""`gate --record` and `gate --replay`: the same answer again, from the file alone, with no secret in it."""

import json
import shutil
from base64 import b64encode
from pathlib import Path

import pytest

from tests.support.faults import Deed, json_reply, reply, serving
from tests.support.program import Finished, called
from tests.support.repository import ROOT

SECRETS = {"PROM_TOKEN": "canary-token-0451", "SURVEY_TOKEN": "canary-survey-0451"}
SLO = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: checkout}
spec:
  service: shop
  description: One request in a hundred may fail.
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  indicator:
    metadata: {name: requests}
    spec:
      ratioMetric:
        counter: true
        bad: {metricSource: {metricSourceRef: metrics, type: prometheus, spec: {query: 'sum(http_requests_total{code="500"})'}}}
        total: {metricSource: {metricSourceRef: metrics, type: prometheus, spec: {query: sum(http_requests_total)}}}
  objectives: [{displayName: main, target: 0.99}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path, dirs_exist_ok=True)
    return tmp_path


def gate(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> Finished:
    return called("gate", "--format", "json", *arguments, cwd=folder, env=env)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((), id="the examples"),
        pytest.param(("--at", "2026-11-10T09:30:00Z"), id="at an instant that is given"),
        pytest.param(("--service", "checkout"), id="one service"),
        pytest.param(("--at", "2020-01-01T00:00:00Z"), id="before there is any data"),
        pytest.param(("--shadow",), id="a shadow run"),
    ],
)
def test_a_replay_says_the_same_byte_for_byte_without_the_data(folder: Path, arguments: tuple[str, ...]) -> None:
    first = gate(folder, *arguments, "--record", "recording.json")
    for data in folder.glob("*/data"):
        shutil.rmtree(data)
    again = gate(folder, *arguments, "--replay", "recording.json", "--record", "again.json")
    assert (again.code, again.out) == (first.code, first.out)
    assert (folder / "again.json").read_bytes() == (folder / "recording.json").read_bytes()


def test_the_instant_and_its_note_are_those_of_the_recording(folder: Path) -> None:
    config = folder / ".slo-gate.yaml"
    config.write_text(config.read_text().replace("at: 2026-11-18T12:00:00Z", ""))
    (folder / "web-shop/slo/bad.yaml").write_text("kind: {{ .Values.kind }}\n")
    first = gate(folder, "--at", "2026-11-18T12:00:00Z", "--record", "recording.json")
    again = gate(folder, "--replay", "recording.json")
    assert (again.code, again.out) == (first.code, first.out)
    assert "judged at a fixed instant, 2026-11-18 12:00:00 UTC" in again.out


def test_another_instant_is_answered_as_far_as_the_snapshot_goes(folder: Path) -> None:
    gate(folder, "--record", "recording.json")
    later = gate(folder, "--replay", "recording.json", "--at", "2026-11-18T13:00:00Z")
    assert later.code == 3
    details = [one["no_data"]["detail"] for one in json.loads(later.out)["objectives"]]
    assert all("the snapshot answers for" in detail for detail in details), details


def test_a_query_that_changed_since_is_unknown(folder: Path) -> None:
    gate(folder, "--record", "recording.json")
    file = folder / "web-shop/slo/checkout-availability.yaml"
    file.write_text(file.read_text().replace("SUM(requests)", "SUM(requests * 2)"))
    changed = gate(folder, str(file), "--replay", "recording.json")
    assert changed.code == 3
    assert "when the query of `checkout-availability` was another" in changed.out


@pytest.mark.parametrize("snapshot", ["", "{", '{"version": 1, "slos": [{}]}'])
def test_what_is_no_snapshot_is_invalid_with_findings(folder: Path, snapshot: str) -> None:
    (folder / "recording.json").write_text(snapshot)
    done = gate(folder, "--replay", "recording.json")
    assert (done.code, json.loads(done.out)["outcome"]) == (2, "invalid")
    assert {finding["file"] for finding in json.loads(done.out)["findings"]} == {"recording.json"}


def test_a_snapshot_that_is_not_there_is_invalid(folder: Path) -> None:
    done = gate(folder, "--replay", "none.json")
    assert done.code == 2
    assert "the snapshot none.json is not read: it cannot be opened" in done.err


def test_a_recording_that_cannot_be_written_changes_no_verdict(folder: Path) -> None:
    done = gate(folder, "--service", "checkout", "--record", "nowhere/recording.json")
    assert done.code == 1
    assert "nowhere/recording.json was not written: No such file or directory" in done.err


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(reply(401), id="a source that rejects them"),
        pytest.param(reply(500, b"canary-token-0451"), id="a source that breaks, and tells them"),
        pytest.param(json_reply({"status": "error", "errorType": "x", "error": "Bearer canary-token-0451"}, 400), id="a source that tells them in its error"),
        pytest.param(json_reply({"status": "success", "data": {"resultType": "vector", "result": []}}), id="a source without data"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "auth", ["{bearer: {env: PROM_TOKEN}}", "{basic: {username: canary-user-0451, password: {env: PROM_TOKEN}}}"]
)
def test_secrets_are_in_no_recording_and_a_replay_needs_none(
    tmp_path: Path, deed: Deed, auth: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slo_gate.transport._PAUSE", 0)
    (tmp_path / "slo.yaml").write_text(SLO)
    with serving(deed) as server:
        settings = f'{{type: prometheus, url: "{server.url}", auth: {auth}}}'
        (tmp_path / ".slo-gate.yaml").write_text(f"version: 1\nslos: [slo.yaml]\nsources: {{metrics: {settings}}}\n")
        first = gate(tmp_path, "--at", "2026-11-18T12:00:00Z", "--record", "recording.json", env=SECRETS)
    assert first.code in {2, 3}
    recording = (tmp_path / "recording.json").read_text()
    encoded = b64encode(b"canary-user-0451:canary-token-0451").decode()
    assert not any(secret in recording for secret in ("canary", encoded, "127.0.0.1"))
    again = gate(tmp_path, "--replay", "recording.json")
    assert (again.code, again.out) == (first.code, first.out)


def test_a_secret_that_was_missing_is_missing_in_the_replay(tmp_path: Path) -> None:
    (tmp_path / "slo.yaml").write_text(SLO)
    settings = '{type: prometheus, url: "https://127.0.0.1:9", auth: {bearer: {env: PROM_TOKEN}}}'
    (tmp_path / ".slo-gate.yaml").write_text(f"version: 1\nslos: [slo.yaml]\nsources: {{metrics: {settings}}}\n")
    first = gate(tmp_path, "--record", "recording.json")
    again = gate(tmp_path, "--replay", "recording.json", env=SECRETS)
    assert first.code == 2
    assert "missing-credentials" in first.out
    assert (again.code, again.out) == (first.code, first.out)


def test_a_command_keeps_its_secrets_too(tmp_path: Path) -> None:
    (tmp_path / "slo.yaml").write_text(SLO)
    script = 'echo "$SURVEY_TOKEN" >&2; exit 1'
    settings = f"{{type: file, command: [sh, -c, '{script}'], environment: [SURVEY_TOKEN]}}"
    (tmp_path / ".slo-gate.yaml").write_text(f"version: 1\nslos: [slo.yaml]\nsources: {{metrics: {settings}}}\n")
    done = gate(tmp_path, "--record", "recording.json", env=SECRETS)
    assert done.code == 3
    assert "canary" not in done.out + done.err + (tmp_path / "recording.json").read_text()
