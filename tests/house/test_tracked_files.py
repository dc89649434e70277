"""No file in version control betrays the machine that it was written on."""

import re
import tempfile
from pathlib import Path

import pytest

from tests.support.repository import ROOT, tracked

ANYWHERE = {"/", tempfile.gettempdir(), "/home", "/root", "/opt", "/src", "/srv", "/usr/src"}
PEOPLE = re.compile(r"(?<![\w.])/(?:home|Users)/(?!runner\b|linuxbrew\b)[a-z][\w-]*/")


def betrays(text: str) -> list[str]:
    found = [match[0] for match in PEOPLE.finditer(text)]
    for folder in {str(ROOT), str(ROOT.parent)} - ANYWHERE:
        found += re.findall(rf"(?<![\w.]){re.escape(folder)}/[^\s\"']*", text)
    return found


def test_no_tracked_file_names_a_path_of_this_machine() -> None:
    named = {name: betrays((ROOT / name).read_bytes().decode(errors="replace")) for name in tracked()}
    assert {name: paths for name, paths in named.items() if paths} == {}


@pytest.mark.parametrize("folder", [str(ROOT), "/".join(["", "home", "ana"]), "/".join(["", "Users", "ben"])])  # noqa: FLY002 - whole, the words would be found here
def test_a_planted_path_is_seen(folder: str) -> None:
    assert betrays(f"see {folder}/slo.yaml")


def test_scripts_can_be_run() -> None:
    scripts = [name for name in tracked() if (ROOT / name).read_bytes().startswith(b"#!")]
    assert scripts
    assert [name for name in scripts if not Path(ROOT / name).stat().st_mode & 0o100] == []
