"""The file source: its settings, the file it reads, and the command it runs."""

import json
import os
import select
import shlex
import sys
import time
from pathlib import Path

import pytest

from slo_gate.core import node
from slo_gate.core.errors import ConfigError, InvalidFileError, MissingCredentialsError
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import NoData, Reading, Reason
from slo_gate.core.ports import Source, SourceContext
from slo_gate.documents import parse
from slo_gate.sources import file, file_source
from tests.support.snapshots import AT, DAY, HOUR, request, text

SUMS = {"slo": "checkout", "good": 9, "total": 10}
DATED = text(SUMS, at=AT.isoformat())
PYTHON = sys.executable


def settings(**given: object) -> node.Mapping:
    root = parse(json.dumps({"type": "file"} | given).encode(), "config").documents[0].root
    assert isinstance(root, node.Mapping)
    return root


def connect(folder: Path, environ: dict[str, str] | None = None, **given: object) -> Source:
    assert file.SETTINGS.takes(settings(**given))
    return file.connect("numbers", settings(**given), SourceContext(folder, environ or {}))


def reading(source: Source) -> Reading:
    asked = request()
    return source.measure([asked])[asked]


def refused(source: Source) -> NoData:
    found = reading(source)
    assert isinstance(found, NoData), found
    return found


def python(program: str) -> list[str]:
    return [PYTHON, "-c", program]


class TestSettings:
    @pytest.mark.parametrize(
        "given",
        [
            pytest.param({}, id="neither path nor command"),
            pytest.param({"path": "a.json", "command": ["a"]}, id="both"),
            pytest.param({"command": []}, id="an empty command"),
            pytest.param({"command": "echo | sh"}, id="a command line for a shell"),
            pytest.param({"command": ["a"], "environment": ["A=1"]}, id="a value for a name"),
            pytest.param({"path": "a.json", "environment": ["A"]}, id="an environment for a file"),
            pytest.param({"path": "a.json", "timeout_seconds": 3}, id="a bound for a file"),
            pytest.param({"command": ["a"], "timeout_seconds": 0}, id="no time"),
            pytest.param({"path": "a.json", "stale_after": "soon"}, id="no length"),
        ],
    )
    def test_what_does_not_fit(self, given: dict[str, object]) -> None:
        assert not file.SETTINGS.takes(settings(**given))

    def test_stale_after_is_read_and_there_is_no_clock(self, tmp_path: Path) -> None:
        source = connect(tmp_path, command=["true"], stale_after="1h")
        assert (source.stale_after, source.now()) == (HOUR, None)


class TestPath:
    def test_a_file_in_the_folder_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "numbers.json").write_text(text(SUMS))
        assert not isinstance(reading(connect(tmp_path, path="data/numbers.json")), NoData)

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            pytest.param("none.json", "is not read", id="a file that is not there"),
            pytest.param("../outside.json", "leads out of the configuration's folder", id="a path that climbs out"),
            pytest.param("/etc/hostname", "leads out of the configuration's folder", id="an absolute path"),
            pytest.param("link.json", "leads out of the configuration's folder", id="a link that leads out"),
            pytest.param("inner.json", "it is a symbolic link", id="a link that stays inside"),
            pytest.param(".", "it is no regular file", id="a folder"),
            pytest.param("a\0b", "it is no path of a file", id="a NUL character"),
        ],
    )
    def test_no_other_is(self, tmp_path: Path, path: str, words: str) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        (tmp_path / "outside.json").write_text(text(SUMS))
        (folder / "numbers.json").write_text(text(SUMS))
        (folder / "link.json").symlink_to("../outside.json")
        (folder / "inner.json").symlink_to("numbers.json")
        with pytest.raises(ConfigError, match=words) as caught:
            connect(folder, path=path)
        assert caught.value.message.startswith("sources.numbers.path ")
        assert str(tmp_path) not in caught.value.message

    def test_numbers_of_no_age_are_stale_where_age_matters(self, tmp_path: Path) -> None:
        (tmp_path / "undated.json").write_text(text(SUMS))
        (tmp_path / "dated.json").write_text(DATED)
        assert refused(connect(tmp_path, path="undated.json", stale_after="1h")).reason is Reason.STALE_DATA
        assert not isinstance(reading(connect(tmp_path, path="dated.json", stale_after="1h")), NoData)

    def test_what_is_wrong_in_it_is_told_by_line(self, tmp_path: Path) -> None:
        (tmp_path / "numbers.json").write_text('{"version": 1,\n "slos": [{}]}')
        with pytest.raises(InvalidFileError) as caught:
            connect(tmp_path, path="numbers.json")
        assert {one.location.line for one in caught.value.findings} == {2}


class TestCommand:
    def test_what_it_prints_is_the_snapshot(self, tmp_path: Path) -> None:
        assert not isinstance(reading(connect(tmp_path, command=python(f"print({DATED!r})"))), NoData)

    def test_it_runs_in_the_folder_of_the_configuration(self, tmp_path: Path) -> None:
        (tmp_path / "print.sh").write_text(f"#!/bin/sh\necho {shlex.quote(DATED)}\n")
        (tmp_path / "print.sh").chmod(0o755)
        assert not isinstance(reading(connect(tmp_path, command=["./print.sh"])), NoData)

    def test_no_shell_reads_its_words(self, tmp_path: Path) -> None:
        program = "import sys, json; open('words', 'w').write(json.dumps(sys.argv[1:]))"
        refused(connect(tmp_path, command=[*python(program), "$HOME; `id`", "*"]))
        assert json.loads((tmp_path / "words").read_text()) == ["$HOME; `id`", "*"]

    def test_it_gets_the_variables_that_are_listed_and_no_others(self, tmp_path: Path) -> None:
        program = "import json, os; open('seen', 'w').write(json.dumps(dict(os.environ)))"
        environ = {"PATH": os.environ["PATH"], "SURVEY_TOKEN": "abc", "OTHER_TOKEN": "def"}
        refused(connect(tmp_path, environ, command=python(program), environment=["SURVEY_TOKEN"]))
        seen = json.loads((tmp_path / "seen").read_text())
        assert {"PATH", "SURVEY_TOKEN"} <= seen.keys()
        assert "OTHER_TOKEN" not in seen

    def test_a_listed_variable_that_is_not_set_is_a_missing_secret(self, tmp_path: Path) -> None:
        with pytest.raises(MissingCredentialsError, match="needs the variable SURVEY_TOKEN"):
            connect(tmp_path, command=["true"], environment=["SURVEY_TOKEN"])

    @pytest.mark.parametrize(
        ("command", "reason", "words"),
        [
            pytest.param(python("raise SystemExit(3)"), Reason.SOURCE_ERROR, "ended with status 3", id="a status"),
            pytest.param(python(f"print({text(SUMS)!r}); raise SystemExit(1)"), Reason.SOURCE_ERROR, "status 1", id="numbers and a status"),
            pytest.param(python("import os; os.kill(os.getpid(), 15)"), Reason.SOURCE_ERROR, "ended by signal 15", id="a signal"),
            pytest.param(["./none"], Reason.SOURCE_MISCONFIGURED, "cannot be started: No such file", id="no program"),
            pytest.param(["a\0b"], Reason.SOURCE_MISCONFIGURED, "cannot be started", id="a NUL character"),
            pytest.param(["true"], Reason.WRONG_RESULT_TYPE, "1:1: a snapshot is one document", id="nothing printed"),
            pytest.param(["echo", '{"version": 1, "slos": [{"slo": "checkout", "good": 2, "total": 1}, {}]}'], Reason.WRONG_RESULT_TYPE, "sources.numbers.command:1:69: ", id="no snapshot"),
        ],
    )  # fmt: skip
    def test_what_fails_is_told_in_our_words(
        self, tmp_path: Path, command: list[str], reason: Reason, words: str
    ) -> None:
        found = refused(connect(tmp_path, command=command))
        assert found.reason is reason
        assert words in found.detail

    def test_what_it_complains_of_is_shown_nowhere(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        found = refused(connect(tmp_path, command=python("import sys; sys.exit('hunter2')")))
        assert "hunter2" not in found.detail + "".join(capfd.readouterr())

    def test_too_much_output_ends_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(file_source, "MAX_BYTES", 1000)
        found = refused(connect(tmp_path, command=python("while True: print('x' * 1000)")))
        assert "more than 1,000 bytes" in found.detail

    @pytest.mark.parametrize(
        "program",
        [
            pytest.param("import time; time.sleep(60)", id="one that says nothing"),
            pytest.param("import os, time; os.close(1); time.sleep(60)", id="one that closes its output and goes on"),
            pytest.param("import os, time; os.fork(); time.sleep(60)", id="one with a child that holds the output"),
        ],
    )
    def test_one_that_takes_too_long_is_ended_with_its_children(self, tmp_path: Path, program: str) -> None:
        told = f"import os; open('group', 'w').write(str(os.getpgid(0)))\n{program}"
        began = time.monotonic()
        found = refused(connect(tmp_path, command=python(told), timeout_seconds=1.5))
        assert (found.reason, time.monotonic() - began < 30) == (Reason.OUT_OF_TIME, True)
        assert members_of(int((tmp_path / "group").read_text())) == []

    def test_numbers_without_an_instant_count_until_it_was_asked(self, tmp_path: Path) -> None:
        """So those of now say nothing of an instant in the past."""
        past = request(grid=Grid(AT - 4000 * DAY, AT - 3970 * DAY, DAY))
        found = connect(tmp_path, command=["echo", text(SUMS)]).measure([past])[past]
        assert isinstance(found, NoData)
        assert "the sums count until" in found.detail


def members_of(group: int) -> list[str]:
    """The commands of processes of a group that go on: who was killed ends when it is next scheduled."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, process_group = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(process_group) == group and state != "Z" and not ends(int(stat.parent.name)):
            found.append(str(stat))
    return found


def ends(process: int) -> bool:
    """Whether it does within ten seconds."""
    try:
        watched = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], 10)[0])
    finally:
        os.close(watched)
