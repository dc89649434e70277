"""A signal ends the run with the status of one, wherever it comes."""

import signal
import subprocess
import sys

import pytest

from tests.support.signals import hearing_interrupts

START = """
import gc, os, select, signal, sys, weakref
from slo_gate.termination import catch_termination

def terminate(*_):
    os.kill(os.getpid(), int(sys.argv[1]))

class Held:
    pass

catch_termination()
sys.excepthook = lambda *_: None
"""
END = """
select.select([], [], [], 20)
sys.exit("the signal was lost")
"""


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, -signal.SIGINT)], ids=["termination", "interrupt"]
)
@pytest.mark.parametrize(
    "middle",
    [
        "terminate()",
        "Held.__del__ = terminate; Held()",
        "held = Held(); reference = weakref.ref(held, terminate); del held",
        "Held.__del__ = terminate; [Held(), Held(), Held()]",
        "Held.__del__ = terminate; held = Held(); held.itself = held; del held; gc.collect()",
    ],
    ids=["anywhere", "finaliser", "weak reference", "finaliser after finaliser", "collector"],
)
def test_a_signal_is_never_lost(middle: str, number: int, code: int) -> None:
    command = [sys.executable, "-c", START + middle + END, str(int(number))]
    with hearing_interrupts():
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")


def test_what_else_a_finaliser_raises_is_told_as_ever() -> None:
    middle = "\ndef wrong(_): raise ValueError('wrong')\nHeld.__del__ = wrong; Held(); sys.exit(3)"
    done = subprocess.run(
        [sys.executable, "-c", START + middle], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 3
    assert "ValueError: wrong" in done.stderr
