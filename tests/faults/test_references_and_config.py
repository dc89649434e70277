"""Faults between files, and in the configuration."""

import errno
import os
from pathlib import Path

import pytest

from tests.faults.running import CANARY, CONFIG, Ran, put, ran, slo

SECURE = "https://prometheus.example"
BEARER = "auth: {bearer: {env: PROM_TOKEN}}"
SERVICE = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: checkout}\nspec: {}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PROM_TOKEN", raising=False)
    put(tmp_path, {".slo-gate.yaml": CONFIG, "slo/web.yaml": slo()})
    return tmp_path


def source(settings: str) -> str:
    return CONFIG.replace('url: "http://127.0.0.1:1", timeout_seconds: 1', settings)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param({"slo/service.yaml": SERVICE}, "no Service is named `shop`", id="C1 a missing service"),
        pytest.param(
            {"slo/web.yaml": slo().replace("Ref: metrics", "Ref: metric")}, "did you mean `metrics`?", id="C1 a source"
        ),
        pytest.param({"slo/copy.yaml": slo()}, "first at slo/copy.yaml:4:9", id="C2 an SLO that stands twice"),
    ],
)
def test_a_reference_that_is_wrong(
    files: dict[str, str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, files)
    validated = ran(capsys, "validate")
    assert validated.code == 1
    assert said in validated.out
    assert ran(capsys, "gate").code == 2


def test_c6_a_glob_that_matches_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, {".slo-gate.yaml": CONFIG.replace("slo/**", "slos/**")})
    assert ran(capsys, "gate").code == ran(capsys, "validate").code == 2


@pytest.mark.parametrize(
    ("config", "said"),
    [
        pytest.param(CONFIG + "shadows: true\n", "did you mean `shadow`?", id="D2 an unknown option"),
        pytest.param(CONFIG + "version: 1\n", "stands twice", id="D2 an option that stands twice"),
        pytest.param(
            source('url: "http://ana:x@h"'), "an http(s) address without user", id="D7 an address with a user"
        ),
        pytest.param(source('url: "file:///etc/passwd"'), "an http(s) address", id="D7 a file"),
        pytest.param(source('url: "http://h:99999"'), "is no address", id="D7 a port that cannot be"),
        pytest.param(
            source('url: "http://169.254.169.254"'), "credentials of its machines", id="D7 the cloud's metadata"
        ),
        pytest.param(source('url: "http://[fe80::1]"'), "credentials of its machines", id="D7 a link-local address"),
        pytest.param(source(f'url: "{SECURE}", timeout_seconds: -1'), "above 0", id="D10 time that is negative"),
        pytest.param(source(f'url: "{SECURE}", timeout_seconds: .nan'), "above 0", id="D10 time that is no number"),
        pytest.param(source(f'url: "{SECURE}", timeout_seconds: 0'), "above 0", id="D10 no time"),
    ],
)
def test_a_configuration_that_is_wrong(
    config: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, {".slo-gate.yaml": config})
    done = ran(capsys, "gate")
    assert done.code == 2
    assert said in done.out
    assert ".slo-gate.yaml:" in done.out


def gated(folder: Path, capsys: pytest.CaptureFixture[str], settings: str) -> Ran:
    put(folder, {".slo-gate.yaml": source(settings)})
    return ran(capsys, "gate")


@pytest.mark.parametrize(
    "token", ["", "\n", f"{CANARY}\nx", f"{CANARY}é"], ids=["D6 empty", "D6 a line end", "D6 two lines", "D6 not ASCII"]
)
def test_a_token_that_cannot_be(
    token: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PROM_TOKEN", token)
    done = gated(folder, capsys, f'url: "{SECURE}", {BEARER}')
    assert done.code == 2
    assert "PROM_TOKEN" in done.out + done.err


def test_d8_a_credential_over_plain_http(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PROM_TOKEN", CANARY)
    done = gated(folder, capsys, f'url: "http://prometheus.example", {BEARER}')
    assert done.code == 2
    assert "over plain HTTP" in done.err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("missing.pem", "is no PEM file", id="D9 missing"),
        pytest.param(".slo-gate.yaml", "is no PEM file", id="D9 no PEM"),
        pytest.param("../ca.pem", "leads out of the configuration's folder", id="D9 outside"),
    ],
)
def test_a_file_of_authorities_that_is_wrong(
    name: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = gated(folder, capsys, f'url: "{SECURE}", ca_file: "{name}"')
    assert done.code == 2
    assert f"ca_file {said}" in done.err


def test_d1_no_configuration_is_said_and_one_that_is_named_must_be_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".slo-gate.yaml").unlink()
    assert ran(capsys, "gate", "--config", "nowhere.yaml").code == 2
    assert ran(capsys, "validate").code == 0
    assert "no configuration was found: built-in rules" in ran(capsys, "gate").out


def test_h1_a_link_is_not_followed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "slo/passwd.yaml").symlink_to("/etc/passwd")
    done = ran(capsys, "validate", "slo/passwd.yaml")
    assert done.code == 1
    assert "a symbolic link" in done.out
    assert "root:" not in done.out + done.err
    assert ran(capsys, "gate", "slo/passwd.yaml").code == 2


@pytest.mark.parametrize("target", ["/", ".."], ids=["H2 to everything", "H2 upwards"])
def test_a_folder_that_is_a_link_is_not_followed(target: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "slo/loop").symlink_to(target)
    done = ran(capsys, "validate", "--format", "json")
    assert done.code == 0
    assert '"files": 1' in done.out


def test_h3_a_pipe_is_no_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(folder / "slo/pipe.yaml")
    (folder / "slo/folder.yaml").mkdir()
    done = ran(capsys, "validate")
    assert done.code == 1
    assert "it is no regular file" in done.out
    assert ran(capsys, "gate").code == 2


def test_h4_a_file_that_may_not_be_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The system's refusal is played, since root may read everything."""
    opened = os.open

    def refusing(path: str | Path, flags: int) -> int:
        if str(path).endswith("slo/web.yaml"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, flags)

    monkeypatch.setattr(os, "open", refusing)
    done = ran(capsys, "gate")
    assert done.code == 2
    assert "it cannot be opened (Permission denied)" in done.out


@pytest.mark.parametrize(
    "name", ["a\n::error::b.yaml", "b\udcff.yaml", "-c.yaml"], ids=["H5 a line break", "H5 bytes", "H5 a dash"]
)
def test_a_name_that_is_odd(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, {f"slo/{name}": slo(target="99.9").replace("name: web", "name: other")})
    done = ran(capsys, "validate")
    assert done.code == 1
    assert not any(line.lstrip().startswith("::") for line in done.out.splitlines())


@pytest.mark.parametrize(
    "pattern", ["../x.yaml", "/etc/*.yaml", "slo/../../*.yaml"], ids=["H6 above", "H6 absolute", "H6 around"]
)
def test_a_glob_that_leaves_the_folder(pattern: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, {".slo-gate.yaml": CONFIG.replace("slo/**", pattern)})
    assert ran(capsys, "gate").code == 2


def test_h10_too_many_files(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("slo_gate.files.MAX_FILES", 3)
    put(folder, {f"slo/{number}.yaml": SERVICE for number in range(5)})
    done = ran(capsys, "gate")
    assert done.code == 2
    assert "more than 3 files" in done.err
