"""Which files a run does not read: those that a link leads to, that hang, that are huge or closed."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from slo_gate import files
from slo_gate.core.errors import UsageError
from slo_gate.core.validation_report import ValidationReport
from slo_gate.files import UnreadableError, find, read
from slo_gate.request import Request
from slo_gate.validating import run_validation
from tests.support.trees import SERVICE, names, plant, put

NOBODY = 65534


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(tmp_path)


class TestLinks:
    def test_links_below_a_folder_are_not_followed(self, tree: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        outside = put(tmp_path_factory.mktemp("outside"), "secret.yaml")
        (tree / "slo/link.yaml").symlink_to(outside)
        (tree / "slo/folder").symlink_to(outside.parent)
        (tree / "slo/up").symlink_to("..")
        assert names(tree, "slo/*") == ["slo/a.yaml", "slo/b.yaml"]
        assert names(tree, "slo") == ["slo/a.yaml", "slo/b.yaml", "slo/web/c.yaml", "slo/web/deep/d.yml"]

    @pytest.mark.parametrize("target", ["a.yaml", "gone.yaml", "slo"])
    def test_a_link_that_is_named_is_found_and_refused(self, tree: Path, target: str) -> None:
        (tree / "link.yaml").symlink_to(target)
        (candidate,) = find(["link.yaml"], tree)
        with pytest.raises(UnreadableError, match="symbolic link"):
            read(candidate, 100)

    @pytest.mark.parametrize("path", ["link/secret.yaml", "link/sub", "link/*.yaml", "link/**/*.yaml", "./link/gone"])
    def test_no_path_leads_through_a_link(
        self, tree: Path, tmp_path_factory: pytest.TempPathFactory, path: str
    ) -> None:
        outside = tmp_path_factory.mktemp("outside")
        put(outside, "secret.yaml")
        put(outside, "sub/secret.yaml")
        (tree / "link").symlink_to(outside)
        with pytest.raises(UsageError, match="leads through a symbolic link"):
            find([path], tree)

    def test_a_link_between_folders_is_seen_behind_one_that_is_none(self, tree: Path) -> None:
        (tree / "slo/web/up").symlink_to("..")
        with pytest.raises(UsageError, match=r"up/a\.yaml' leads through"):
            find(["slo/a.yaml", "slo/web/c.yaml", "slo/web/up/a.yaml"], tree)

    def test_the_current_folder_itself_may_be_behind_a_link(self, tree: Path) -> None:
        (tree / "here").symlink_to("slo")
        assert names(tree / "here", "*.yaml", "web") == ["a.yaml", "b.yaml", "web/c.yaml", "web/deep/d.yml"]


class TestReading:
    def test_a_file_is_read_as_it_is(self, tree: Path) -> None:
        (candidate,) = find(["a.yaml"], tree)
        assert read(candidate, 1000) == SERVICE

    @pytest.mark.parametrize("size", [0, 1, 64 * 1024 - 1, 64 * 1024, 200_000])
    def test_a_file_is_read_to_its_end(self, tmp_path: Path, size: int) -> None:
        put(tmp_path, "a.yaml").write_bytes(b"x" * size)
        assert len(read(files.named("a.yaml", tmp_path), 1_000_000)) == size

    def test_steps_that_read_less_than_there_is_are_followed_by_others(
        self, tree: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The system's call is stood in for: no file of a disk can be made to answer so."""
        real = os.read
        monkeypatch.setattr(os, "read", lambda descriptor, most: real(descriptor, min(most, 7)))
        assert read(files.named("a.yaml", tree), 1000) == SERVICE
        assert read(files.named("a.yaml", tree), 8) == SERVICE[:9]

    def test_no_more_is_read_than_shows_that_there_is_more(self, tmp_path: Path) -> None:
        with (tmp_path / "huge.yaml").open("wb") as file:
            file.truncate(50 * 1024**3)
        (candidate,) = find(["huge.yaml"], tmp_path)
        assert len(read(candidate, 1000)) == 1001

    def test_a_pipe_is_refused_and_does_not_hang(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.yaml")
        (candidate,) = find(["."], tmp_path)
        with pytest.raises(UnreadableError, match="no regular file"):
            read(candidate, 100)

    def test_a_file_that_went_away_is_refused(self, tree: Path) -> None:
        (candidate,) = find(["a.yaml"], tree)
        candidate.path.unlink()
        with pytest.raises(UnreadableError, match="No such file"):
            read(candidate, 100)

    def test_a_file_that_became_a_link_is_refused(self, tree: Path) -> None:
        (candidate,) = find(["a.yaml"], tree)
        candidate.path.unlink()
        candidate.path.symlink_to("b.yml")
        with pytest.raises(UnreadableError, match="symbolic link"):
            read(candidate, 100)

    def test_a_file_that_became_a_folder_is_refused(self, tree: Path) -> None:
        (candidate,) = find(["a.yaml"], tree)
        candidate.path.unlink()
        candidate.path.mkdir()
        with pytest.raises(UnreadableError, match="no regular file"):
            read(candidate, 100)

    def test_refused_files_stay_open_nowhere(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.yaml")
        (candidate,) = find(["."], tmp_path)
        before = len(list(Path("/dev/fd").iterdir()))
        for _ in range(5):
            with pytest.raises(UnreadableError):
                read(candidate, 100)
        assert len(list(Path("/dev/fd").iterdir())) == before

    def test_a_name_that_is_too_long_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableError, match="File name too long"):
            read(files.named("x" * 300, tmp_path), 100)


class TestPermissions:
    """In a folder that everybody may enter, as somebody who is not root."""

    @pytest.fixture
    def open_folder(self) -> Iterator[Path]:
        with TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            yield Path(folder)

    @pytest.fixture
    def nobody(self, open_folder: Path) -> Iterator[None]:
        put(open_folder, "closed/a.yaml")
        put(open_folder, "b.yaml").chmod(0)
        (open_folder / "closed").chmod(0)
        user = os.geteuid()
        if user == 0:
            os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(user)
            (open_folder / "closed").chmod(stat.S_IRWXU)

    @pytest.mark.usefixtures("nobody")
    def test_a_file_that_may_not_be_read_is_refused(self, open_folder: Path) -> None:
        (candidate,) = find(["b.yaml"], open_folder)
        with pytest.raises(UnreadableError, match="Permission denied"):
            read(candidate, 100)

    @pytest.mark.usefixtures("nobody")
    @pytest.mark.parametrize("path", [".", "closed", "closed/a.yaml", "closed/*.yaml"])
    def test_a_folder_that_may_not_be_listed_stops_the_run(self, open_folder: Path, path: str) -> None:
        with pytest.raises(UsageError, match="Permission denied"):
            find([path], open_folder)


class TestFindings:
    """SLO006, as `validate` tells it."""

    def _report(self, folder: Path, *paths: str) -> ValidationReport:
        return run_validation(Request(paths=paths, folder=folder))

    def test_a_link_that_is_named_is_told(self, tree: Path) -> None:
        (tree / "link.yaml").symlink_to("/etc/passwd")
        report = self._report(tree, "link.yaml", "a.yaml")
        assert [(one.rule, str(one.location)) for one in report.findings] == [("SLO006", "link.yaml:1:1")]
        assert "symbolic link" in report.findings[0].message
        assert report.exit_code == 1

    def test_a_pipe_in_a_folder_is_told(self, tree: Path) -> None:
        os.mkfifo(tree / "slo/pipe.yaml")
        report = self._report(tree, "slo")
        assert [(one.rule, str(one.location)) for one in report.findings] == [
            ("SLO202", "slo/b.yaml:3:18"),
            ("SLO006", "slo/pipe.yaml:1:1"),
            ("SLO202", "slo/web/c.yaml:3:18"),
            ("SLO202", "slo/web/deep/d.yml:3:18"),
        ]

    def test_a_huge_file_is_told_by_its_size(self, tree: Path) -> None:
        with (tree / "huge.yaml").open("wb") as file:
            file.write(SERVICE)
            file.truncate(50 * 1024**2)
        (finding,) = self._report(tree, "huge.yaml").findings
        assert finding.rule == "SLO002"
        assert "at most 1,048,576 are read" in finding.message
