"""`validate --fix` and `--diff` on files: what is written, what is not and why, and which exit status says so."""

import json
import os
import stat
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from slo_gate import documents, files, mending
from slo_gate.core.ports import Parsed
from slo_gate.core.validation_report import ValidationReport
from slo_gate.engine.validation import validate
from slo_gate.formats import FORMATS
from slo_gate.request import Request
from slo_gate.rules import RULES
from slo_gate.validating import run_validation
from tests.support.corpus import ALONE
from tests.support.program import called
from tests.support.trees import put

BEFORE = b"# the shop\napiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop, labels: {tier: 1}}\nspec: {}\n"
AFTER = BEFORE.replace(b"tier: 1", b'tier: "1"')
BROKEN = BEFORE.replace(b"name: shop", b"name: -")
NOBODY = 65534


def fix(folder: Path, *paths: str, write: bool = True) -> ValidationReport:
    return run_validation(Request(paths=paths, folder=folder, fix=write, diff=True))


def named(count: int, data: bytes = BEFORE) -> bytes:
    return data.replace(b"shop,", f"shop-{count},".encode())


class TestWritten:
    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda data: data, id="as it is"),
            pytest.param(lambda data: b"\xef\xbb\xbf" + data, id="byte order mark"),
            pytest.param(lambda data: data.replace(b"\n", b"\r\n"), id="CRLF"),
            pytest.param(lambda data: data.replace(b"\n", b"\r\n", 2), id="two kinds of line ends"),
            pytest.param(lambda data: data.rstrip(b"\n"), id="no final line break"),
            pytest.param(
                lambda data: data.replace(b"the shop", b"the\tshop \xf0\x9d\x84\x9e  "), id="a tab and a clef"
            ),
            pytest.param(lambda data: data + b"\n\n# end   \n...\n# \t", id="more behind the document"),
        ],
    )
    def test_the_bytes_of_a_repair_change_and_no_others(self, tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
        path = put(tmp_path, "slo.yaml", change(BEFORE))
        assert (fix(tmp_path).fixed, path.read_bytes()) == (1, change(AFTER))
        assert fix(tmp_path).repaired == ()

    def test_all_files_in_one_run_and_only_those_that_need_it(self, tmp_path: Path) -> None:
        paths = [put(tmp_path, f"{count}/slo.yaml", named(count)) for count in range(3)]
        sound = put(tmp_path, "sound.yaml", AFTER)
        os.utime(sound, (1, 1))
        report = fix(tmp_path)
        assert [path.read_bytes() for path in paths] == [named(count, AFTER) for count in range(3)]
        assert (report.fixed, len(report.repaired), report.exit_code) == (3, 3, 0)
        assert sound.stat().st_mtime == 1

    def test_what_is_left_is_told_as_it_then_stands(self, tmp_path: Path) -> None:
        put(tmp_path, "slo.yaml", BROKEN)
        report = fix(tmp_path)
        assert [finding.rule for finding in report.findings] == ["SLO104"]
        assert (report.fixed, report.exit_code) == (1, 1)

    @pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664])
    def test_the_mode_stays(self, tmp_path: Path, mode: int) -> None:
        path = put(tmp_path, "slo.yaml", BEFORE)
        path.chmod(mode)
        fix(tmp_path)
        assert stat.S_IMODE(path.stat().st_mode) == mode
        assert path.read_bytes() == AFTER

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
    def test_the_owner_stays(self, tmp_path: Path) -> None:
        path = put(tmp_path, "slo.yaml", BEFORE)
        os.chown(path, NOBODY, NOBODY)
        fix(tmp_path)
        assert (path.stat().st_uid, path.stat().st_gid) == (NOBODY, NOBODY)

    def test_nothing_else_is_left_in_the_folder(self, tmp_path: Path) -> None:
        put(tmp_path, "slo.yaml", BEFORE)
        fix(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["slo.yaml"]

    def test_a_diff_alone_writes_nothing(self, tmp_path: Path) -> None:
        path = put(tmp_path, "slo.yaml", BEFORE)
        report = fix(tmp_path, write=False)
        assert path.read_bytes() == BEFORE
        assert [one.after.encode() for one in report.repaired] == [AFTER]
        assert (report.fixed, report.fixable, report.exit_code) == (0, 1, 1)


class TestUnwritten:
    def test_a_read_only_file(self, tmp_path: Path) -> None:
        put(tmp_path, "open.yaml", named(2))
        path = put(tmp_path, "slo.yaml", BEFORE)
        path.chmod(0o444)
        report = fix(tmp_path)
        assert path.read_bytes() == BEFORE
        assert [(one.file, one.reason) for one in report.unwritten] == [("slo.yaml", "it is read-only")]
        assert [str(finding.location) for finding in report.findings] == ["slo.yaml:4:39"]
        assert (report.fixed, report.exit_code) == (1, 1)

    def test_a_read_only_folder(self, closed_folder: Path) -> None:
        report = fix(closed_folder)
        assert (closed_folder / "slo.yaml").read_bytes() == BEFORE
        assert [one.reason for one in report.unwritten] == ["it cannot be written (Permission denied)"]
        assert report.exit_code == 1

    def test_a_warning_that_could_not_be_fixed_does_not_pass(self, tmp_path: Path) -> None:
        put(tmp_path, ".slo-gate.yaml", b"version: 1\nvalidate: {rules: {SLO103: warning}}\n")
        put(tmp_path, "slo.yaml", BEFORE).chmod(0o444)
        report = fix(tmp_path, "slo.yaml")
        assert not any(finding.is_error for finding in report.findings)
        assert report.exit_code == 1

    def test_a_file_outside_the_current_folder(self, tmp_path: Path) -> None:
        path = put(tmp_path, "slo.yaml", BEFORE)
        (tmp_path / "here").mkdir()
        report = fix(tmp_path / "here", str(path))
        assert path.read_bytes() == BEFORE
        assert [one.reason for one in report.unwritten] == ["it is outside the current folder"]
        assert report.exit_code == 1

    def test_a_file_of_the_current_folder_may_be_named_by_its_whole_path(self, tmp_path: Path) -> None:
        path = put(tmp_path, "slo.yaml", BEFORE)
        assert fix(tmp_path, str(path)).exit_code == 0
        assert path.read_bytes() == AFTER

    def test_what_a_link_leads_to(self, tmp_path: Path) -> None:
        path = put(tmp_path, "target/slo.yaml", BEFORE)
        (tmp_path / "here").mkdir()
        (tmp_path / "here/link.yaml").symlink_to(path)
        report = fix(tmp_path / "here", "link.yaml")
        assert [finding.rule for finding in report.findings] == ["SLO006"]
        assert path.read_bytes() == BEFORE

    def test_a_file_with_two_readings(self, tmp_path: Path) -> None:
        data = BEFORE.replace(b"spec: {}", b"spec: {}\nspec: {}")
        path = put(tmp_path, "slo.yaml", data)
        assert fix(tmp_path).repaired == ()
        assert path.read_bytes() == data

    def test_a_name_that_a_rule_of_the_configuration_uses(self, tmp_path: Path) -> None:
        rule = b"rules: [{name: r, match: {service: Shop}, when: {remaining_at_most: 0%}, then: warn}]\n"
        put(tmp_path, ".slo-gate.yaml", b"version: 1\n" + rule)
        path = put(tmp_path, "slo.yaml", BEFORE.replace(b"name: shop", b"name: Shop"))
        assert fix(tmp_path).fixed == 1
        assert path.read_bytes() == AFTER.replace(b"name: shop", b"name: Shop")

    def test_the_configuration(self, tmp_path: Path) -> None:
        path = put(tmp_path, ".slo-gate.yaml", b"version: 1\nvalidat: {}\n")
        put(tmp_path, "slo.yaml", BEFORE)
        report = fix(tmp_path)
        assert (report.exit_code, report.fixable, report.fixed) == (2, 0, 0)
        assert path.read_bytes() == b"version: 1\nvalidat: {}\n"


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that may be read, and not written, by who runs the test: nobody, where that is root."""
    user = os.geteuid()
    with TemporaryDirectory() as name:
        folder = Path(name)
        put(folder, "slo.yaml", BEFORE).chmod(0o666)
        folder.chmod(0o555)
        if user == 0:
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            os.seteuid(user)
            folder.chmod(0o755)


class TestRaces:
    """Files that somebody else changes between the reading and the writing."""

    def _mend(self, folder: Path, meanwhile: Callable[[], object]) -> ValidationReport:
        (candidate,) = files.find(["slo.yaml"], folder)
        data = files.read(candidate, 1000)

        def check(parsed: Sequence[Parsed]) -> ValidationReport:
            meanwhile()
            return validate(parsed, FORMATS, RULES, ALONE).report

        return mending.mend({candidate: (documents.parse(data, "slo.yaml"), data)}, check, folder, write=True)

    @pytest.mark.parametrize("other", [BEFORE + b"# more\n", BEFORE[:-1], BEFORE.replace(b"shop", b"cafe"), b""])
    def test_a_file_that_changed_is_not_written(self, tmp_path: Path, other: bytes) -> None:
        path = put(tmp_path, "slo.yaml", BEFORE)
        report = self._mend(tmp_path, lambda: path.write_bytes(other))
        assert path.read_bytes() == other
        assert [one.reason for one in report.unwritten] == ["it changed since it was read"]
        assert (report.fixed, report.exit_code) == (0, 2)

    def test_a_file_that_went_is_not_made_again(self, tmp_path: Path) -> None:
        path = put(tmp_path, "slo.yaml", BEFORE)
        report = self._mend(tmp_path, lambda: path.unlink(missing_ok=True))
        assert not path.exists()
        assert report.exit_code != 0

    def test_a_file_that_became_a_link_is_not_followed(self, tmp_path: Path) -> None:
        path = put(tmp_path, "slo.yaml", BEFORE)
        secret = put(tmp_path, "secret", BEFORE)

        def link() -> None:
            path.unlink(missing_ok=True)
            path.symlink_to(secret)

        report = self._mend(tmp_path, link)
        assert secret.read_bytes() == BEFORE
        assert report.exit_code == 2
        assert sorted(path.name for path in tmp_path.iterdir()) == ["secret", "slo.yaml"]


class TestCommand:
    def test_the_diff_goes_to_stdout_and_the_report_beside_it(self, tmp_path: Path) -> None:
        put(tmp_path, "slo.yaml", BEFORE)
        done = called("validate", "--diff", cwd=tmp_path)
        assert done.code == 1
        assert done.out.startswith("--- slo.yaml\n+++ slo.yaml\n@@ -1,5 +1,5 @@\n")
        assert "1 of these can be fixed: run with --fix" in done.err

    def test_a_machine_reads_its_report_from_stdout(self, tmp_path: Path) -> None:
        put(tmp_path, "slo.yaml", BEFORE)
        done = called("validate", "--fix", "--diff", "--format", "json", cwd=tmp_path)
        assert done.code == 0
        assert json.loads(done.out)["fixed"] == 1
        assert done.err.startswith("--- slo.yaml\n")
        assert (tmp_path / "slo.yaml").read_bytes() == AFTER

    def test_a_diff_of_nothing_is_nothing_and_passes(self, tmp_path: Path) -> None:
        put(tmp_path, "slo.yaml", AFTER)
        done = called("validate", "--diff", cwd=tmp_path)
        assert (done.code, done.out) == (0, "")

    def test_git_applies_the_diff(self, tmp_path: Path) -> None:
        put(tmp_path, "slo.yaml", BEFORE)
        diff = called("validate", "--diff", cwd=tmp_path).out
        subprocess.run(["git", "apply", "-p0"], cwd=tmp_path, input=diff, text=True, check=True)
        assert (tmp_path / "slo.yaml").read_bytes() == AFTER

    def test_a_file_that_was_not_written_is_named_with_the_reason(self, tmp_path: Path) -> None:
        put(tmp_path, "a\x1b.yaml", BEFORE).chmod(0o444)
        done = called("validate", "--fix", "--format", "json", cwd=tmp_path)
        assert done.code == 1
        assert done.err == "slo-gate: a\\x1b.yaml was not written: it is read-only\n"
        assert json.loads(done.out)["unwritten"] == [{"file": "a\x1b.yaml", "reason": "it is read-only"}]

    def test_a_hook_that_fixed_everything_passes_and_leaves_the_changed_file_to_pre_commit(
        self, tmp_path: Path
    ) -> None:
        """pre-commit itself fails a hook after which a file is another one."""
        put(tmp_path, "slo.yaml", BEFORE)
        done = called("validate", "--per-file", "--fix", "slo.yaml", cwd=tmp_path)
        assert done.code == 0
        assert (tmp_path / "slo.yaml").read_bytes() == AFTER
