"""Where the configuration is looked for, and where its paths start."""

import os
from pathlib import Path

import pytest

from slo_gate.config import NAMES, InvalidConfigError
from slo_gate.core.errors import ConfigError, UsageError
from slo_gate.request import CONFIG_VARIABLE, Request
from slo_gate.shell import load_config


def write(path: Path, window: str = "7d") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"version: 1\ndefaults: {{window: {window}}}\n")


def found(folder: Path, config: str = "", variable: str | None = None) -> tuple[str | None, str, Path]:
    """The file, its default window as a mark, and the folder its paths start in."""
    environ = {} if variable is None else {CONFIG_VARIABLE: variable}
    loaded = load_config(Request(folder=folder, config=config, environ=environ))
    return loaded.file, str(loaded.default_window), loaded.folder


def test_the_first_of_its_names_is_taken(tmp_path: Path) -> None:
    for name, window in reversed(list(zip(NAMES, ["1d", "2d", "3d"], strict=True))):
        write(tmp_path / name, window)
        assert found(tmp_path) == (name, window, tmp_path)


def test_what_is_named_wins_over_the_variable_and_the_variable_over_the_names(tmp_path: Path) -> None:
    write(tmp_path / ".slo-gate.yaml", "1d")
    write(tmp_path / "from/variable.yaml", "2d")
    write(tmp_path / "from/option.yaml", "3d")
    by_variable = found(tmp_path, variable="from/variable.yaml")
    assert by_variable == ("from/variable.yaml", "2d", tmp_path / "from")
    by_option = found(tmp_path, "from/option.yaml", "from/variable.yaml")
    assert by_option == ("from/option.yaml", "3d", tmp_path / "from")


def test_an_empty_variable_names_nothing(tmp_path: Path) -> None:
    write(tmp_path / ".slo-gate.yml", "1d")
    assert found(tmp_path, variable="") == (".slo-gate.yml", "1d", tmp_path)


def test_without_any_file_the_defaults_hold(tmp_path: Path) -> None:
    assert found(tmp_path) == (None, "30d", tmp_path)


def test_below_github_paths_start_at_the_repository(tmp_path: Path) -> None:
    write(tmp_path / ".github/slo-gate.yaml")
    assert found(tmp_path)[2] == tmp_path
    assert found(tmp_path, ".github/slo-gate.yaml")[2] == tmp_path


def test_paths_of_the_configuration_start_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "conf/gate.yaml")
    monkeypatch.chdir(tmp_path)
    assert found(Path(), "conf/gate.yaml")[2] == Path("conf")
    assert found(Path("conf"), "gate.yaml")[2] == Path("conf")
    assert found(Path("conf"), str(tmp_path / "conf/gate.yaml"))[2] == tmp_path / "conf"


class TestUnusable:
    def test_a_named_file_that_is_not_there(self, tmp_path: Path) -> None:
        write(tmp_path / ".slo-gate.yaml")
        with pytest.raises(ConfigError, match=r"the configuration gone\.yaml is not read: .*No such file"):
            found(tmp_path, "gone.yaml")
        with pytest.raises(ConfigError, match=r"gone\.yaml"):
            found(tmp_path, variable="gone.yaml")

    def test_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / ".slo-gate.yaml").mkdir()
        with pytest.raises(ConfigError, match="no regular file"):
            found(tmp_path)

    def test_a_link(self, tmp_path: Path) -> None:
        write(tmp_path / "elsewhere.yaml")
        (tmp_path / ".slo-gate.yaml").symlink_to("elsewhere.yaml")
        with pytest.raises(ConfigError, match="symbolic link"):
            found(tmp_path)

    def test_a_link_to_nowhere_is_no_reason_to_look_on(self, tmp_path: Path) -> None:
        (tmp_path / ".slo-gate.yaml").symlink_to("gone")
        write(tmp_path / ".slo-gate.yml")
        with pytest.raises(ConfigError, match="symbolic link"):
            found(tmp_path)

    def test_a_pipe_does_not_hang(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / ".slo-gate.yaml")
        with pytest.raises(ConfigError, match="no regular file"):
            found(tmp_path)

    def test_a_name_that_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="NUL"):
            found(tmp_path, "a\0b")

    def test_a_wrong_one_says_what_is_wrong(self, tmp_path: Path) -> None:
        (tmp_path / ".slo-gate.yaml").write_text("version: 1\nslos: [..]\n")
        with pytest.raises(InvalidConfigError) as caught:
            found(tmp_path)
        assert [str(finding.location) for finding in caught.value.findings] == [".slo-gate.yaml:2:8"]
        assert caught.value.file == ".slo-gate.yaml"
