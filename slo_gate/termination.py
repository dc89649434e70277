"""SIGTERM ends the run in order, also as the first process of a container, which would ignore it; and no interrupt is lost."""

import signal
import sys

INTERRUPTED = 130
TERMINATED = 143
_SOON = 0.01
"""Seconds until what was lost is raised again."""


class Terminated(SystemExit):
    """Raised wherever the run stands when the signal comes."""


def catch_termination() -> None:
    signal.signal(signal.SIGTERM, _terminated)
    if sys.platform != "win32":  # which has no timers
        sys.unraisablehook = _dropped


def _terminated(_signal: int, _frame: object) -> None:
    raise Terminated(TERMINATED)


def _dropped(lost: "sys.UnraisableHookArgs") -> None:
    """What is raised within `__del__`, or the callback of a weak reference, Python drops. What a signal raised is raised again:
    not here, where it would be dropped too."""
    again = _SIGNALLED.get(lost.exc_type)
    if again:
        signal.signal(signal.SIGALRM, again)
        signal.setitimer(signal.ITIMER_REAL, _SOON)
    else:
        sys.__unraisablehook__(lost)


_SIGNALLED = {Terminated: _terminated, KeyboardInterrupt: signal.default_int_handler}
