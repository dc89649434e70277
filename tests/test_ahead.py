"""The server is asked for the time while the files are read; and for nothing, where its time is not needed."""

import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from slo_gate import gating, shell, sourcing
from slo_gate.config import Config
from slo_gate.engine.validation import Reading
from slo_gate.request import Request
from slo_gate.transport import Client, Deadline
from tests.faults.running import SLO, put, ran
from tests.support import faults
from tests.support.faults import answering
from tests.support.playing import playing

CONFIG = 'version: 1\nslos: ["slo/**"]\nsources:\n  metrics: {{type: prometheus, url: "{url}", timeout_seconds: 5}}\n'
AT = "2026-10-18T12:00:00Z"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, {"slo/web.yaml": SLO})
    return tmp_path


def asked(server: faults.Faulty) -> list[str]:
    """What was asked: the time, or anything else."""
    return ["time" if request.body.startswith("query=time%28%29") else "more" for request in server.requests]


def test_the_time_is_told_before_the_files_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = threading.Event()
    now = time.time()
    play = playing(newest=now - 60, clock=now)

    def script(request: faults.Request) -> faults.Deed:
        told.set()
        return play(request)

    def read_set(request: Request, config: Config) -> Reading:
        assert told.wait(10)
        return reading_of(request, config)

    reading_of = shell.read_set
    monkeypatch.setattr(gating, "read_set", read_set)
    with answering(script) as server:
        put(folder, {".slo-gate.yaml": CONFIG.format(url=server.url)})
        assert ran(capsys, "gate").code == 0
    assert asked(server) == ["time", *["more"] * (len(server.requests) - 1)]


@pytest.mark.parametrize(
    ("arguments", "more", "code"),
    [
        pytest.param(("gate", "--change", "rollback"), "", 0, id="a repair"),
        pytest.param(("gate", "--explain-plan"), "", 0, id="a plan"),
        pytest.param(("gate", "--at", AT), "", 0, id="an instant that is given"),
        pytest.param(("gate",), f"at: {AT}\n", 0, id="an instant that is configured"),
        pytest.param(("gate", "--replay", "nowhere.json"), "", 2, id="a replay"),
        pytest.param(("gate",), "  other: {type: prometheus, url: 'http://127.0.0.1:1'}\n", 0, id="one of several sources"),
        pytest.param(("validate",), "", 0, id="validate"),
    ],
)  # fmt: skip
def test_a_time_that_is_not_needed_is_not_asked_for_ahead(
    arguments: tuple[str, ...],
    more: str,
    code: int,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def no_thread(_source: object) -> None:
        raise AssertionError("a source was opened")

    monkeypatch.setattr(sourcing, "Ahead", no_thread)
    now = time.time()
    with answering(playing(newest=now - 60, clock=now)) as server:
        put(folder, {".slo-gate.yaml": CONFIG.format(url=server.url) + more})
        assert ran(capsys, *arguments).code == code


@pytest.mark.parametrize(
    ("files", "settings", "said"),
    [
        pytest.param({"slo/web.yaml": SLO + "    - target: 2\n"}, "", "target", id="a broken file"),
        pytest.param({"slo/web.yaml": SLO + "    - target: 2\n"}, ", auth: {bearer: {env: GONE}}", "target", id="a broken file, and no credential"),
        pytest.param({}, ", auth: {bearer: {env: GONE}}", "GONE", id="no credential"),
    ],
)  # fmt: skip
def test_a_run_that_stops_has_asked_for_the_time_at_most(
    files: Mapping[str, str], settings: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, files)
    with answering(playing()) as server:
        put(folder, {".slo-gate.yaml": CONFIG.format(url=server.url).replace("}\n", settings + "}\n")})
        done = ran(capsys, "gate")
    assert done.code == 2
    assert said in done.out + done.err
    assert asked(server) in ([], ["time"])


def test_a_deadline_that_is_held_passes_from_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    deadline = Deadline(10)
    now[0] = 200.0
    assert deadline.remaining == 10
    now[0] = 204.0
    assert deadline.remaining == 6
    deadline.hold()
    now[0] = 300.0
    assert deadline.remaining == 6
    now[0] = 309.0
    assert deadline.remaining == 0


def test_what_goes_wrong_ahead_is_a_bug_as_ever(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise LookupError

    monkeypatch.setattr(Client, "send", broken)
    put(folder, {".slo-gate.yaml": CONFIG.format(url="http://127.0.0.1:1")})
    assert ran(capsys, "gate").code == 4
