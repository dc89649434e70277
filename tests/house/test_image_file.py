"""The Dockerfile keeps the hostile workspace away from the interpreter, and runs as GitHub asks."""

import json
import re

from tests.support.repository import ROOT

LINES = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
FINAL = LINES[max(index for index, line in enumerate(LINES) if line.startswith("FROM ")) :]


def test_entry_point_is_no_shell_and_imports_nothing_from_the_current_folder() -> None:
    entry = json.loads(next(line for line in FINAL if line.startswith("ENTRYPOINT")).removeprefix("ENTRYPOINT "))
    assert entry[0].startswith("/")
    assert "-I" in entry
    assert entry[-2:] == ["-m", "slo_gate.action"]


def test_final_stage_sets_no_user_and_no_working_folder() -> None:
    assert not [line for line in FINAL if re.match(r"(USER|WORKDIR)\b", line)]


def test_only_what_is_listed_reaches_the_build() -> None:
    patterns = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert patterns[0] == "*"
    copied = {word for line in LINES if re.match(r"COPY (?!--from)", line) for word in line.split()[1:-1]}
    assert copied == {pattern[1:] for pattern in patterns if pattern.startswith("!")}
