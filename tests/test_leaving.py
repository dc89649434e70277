"""A process ends at once, and in order."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BEGINS = """
from slo_gate.leaving import leaving_with
import atexit, sys, threading
"""


def ended(program: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BEGINS + program]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(command, text=True, check=False, env=buffered, **pipes)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize(
    ("program", "code", "printed"),
    [
        pytest.param("print('said'); sys.exit(leaving_with(3))", 3, "said\n", id="what was printed is"),
        pytest.param("atexit.register(print, 'bye'); sys.exit(leaving_with(2))", 2, "bye\n", id="what is to be done is done"),
        pytest.param(
            "main = threading.current_thread()\n"
            "threading.Thread(target=lambda: (main.join(), print('done'))).start(); sys.exit(leaving_with(0))",
            0,
            "done\n",
            id="what is to be waited for is waited for",
        ),
        pytest.param(
            "class Held:\n  __del__ = lambda _: print('taken apart')\nheld = Held(); sys.exit(leaving_with(0))",
            0,
            "",
            id="what it holds is left to the system",
        ),
        pytest.param("print('said'); sys.exit(1)", 1, "said\n", id="as it would, where it says nothing"),
        pytest.param("sys.stdout = sys.stderr = None; sys.exit(leaving_with(1))", 1, "", id="without streams"),
    ],
)  # fmt: skip
def test_a_process_ends_at_once_and_in_order(program: str, code: int, printed: str) -> None:
    done = ended(program)
    assert (done.returncode, done.stdout, done.stderr) == (code, printed, "")


def test_what_cannot_be_written_ends_as_python_has_it() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = ended("print('said'); sys.exit(leaving_with(0))", stdout=full)
    assert done.returncode == 120
    assert "No space left on device" in done.stderr
