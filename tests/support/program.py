"""slo-gate as a person runs it: a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(sys.executable).with_name("slo-gate")


@dataclass(frozen=True, slots=True)
class Finished:
    code: int
    out: str
    err: str


def run(
    *arguments: str, cwd: Path | None = None, program: Path = SCRIPT, env: Mapping[str, str] | None = None
) -> Finished:
    """`env` comes on top of a clean environment: no colour, no configuration from outside."""
    clean = {"PATH": os.environ["PATH"], "HOME": os.devnull, "LC_ALL": "C.UTF-8"} | dict(env or {})
    command = [str(program), *arguments]
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, timeout=120, check=False)
    return Finished(done.returncode, done.stdout, done.stderr)
