"""Files of at most a megabyte that are made to be slow: `validate` answers each in little time and little memory.

What is claimed is 2 s of a processor's time, and 256 MB. The readers stop at 100,000 values in 1,000 documents, 50,000 values
in one, so the files here go up to that. Measured when this was written, on two cores that others used too: at most 1.6 s and
105 MB.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.hostile_cases import CASES
from tests.support.program import SCRIPT

MEGABYTE = 1024 * 1024
SECONDS, MEMORY = 2, 256 * MEGABYTE

MEASURING = """
import json, os, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
said = [done.returncode, "Traceback" in done.stdout + done.stderr, done.stdout[-300:] + done.stderr[-300:]]
print(json.dumps([*said, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]))
"""
"""A process of its own, since the peak of a child begins with the memory of who started it."""


class Answer(NamedTuple):
    code: int
    crashed: bool
    end: str
    seconds: float
    memory: int


def measured(path: Path, *options: str) -> Answer:
    command = [sys.executable, "-S", "-c", MEASURING, str(SCRIPT), "validate", *options, str(path)]
    environment = {"PATH": os.environ["PATH"], "HOME": os.devnull, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=True)
    return Answer(*json.loads(done.stdout))


@pytest.mark.parametrize("name", CASES)
def test_is_answered_within_bounds(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    path = tmp_path / "hostile.yaml"
    path.write_text(case.text, "utf-8")
    assert path.stat().st_size <= MEGABYTE
    answer = measured(path, *case.options)
    assert not answer.crashed, answer.end
    assert answer.code == case.code, answer.end
    assert answer.seconds < SECONDS
    assert answer.memory < MEMORY


@pytest.mark.parametrize("output", ["json", "sarif"])
def test_other_outputs_are_as_quick(output: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(CASES["one line of unknown keys"].text, "utf-8")
    answer = measured(path, "--format", output)
    assert (answer.code, answer.crashed) == (1, False)
    assert answer.seconds < SECONDS
    assert answer.memory < MEMORY
