"""SIGTERM ends the run in order, also as the first process of a container, which would ignore it."""

import signal
import sys

TERMINATED = 143
_SOON = 0.01
"""Seconds until a lost termination is tried again."""


class Terminated(SystemExit):
    """Raised wherever the run stands when the signal comes."""


def catch_termination() -> None:
    signal.signal(signal.SIGTERM, _terminated)
    if sys.platform != "win32":  # which has no timers
        signal.signal(signal.SIGALRM, _terminated)
        sys.unraisablehook = _dropped


def _terminated(_signal: int, _frame: object) -> None:
    raise Terminated(TERMINATED)


def _dropped(lost: "sys.UnraisableHookArgs") -> None:
    """What is raised within `__del__`, or the callback of a weak reference, Python drops. A termination is raised again:
    not here, where it would be dropped too."""
    if lost.exc_type is Terminated:
        signal.setitimer(signal.ITIMER_REAL, _SOON)
    else:
        sys.__unraisablehook__(lost)
