"""The last that a process does: what it holds is left to the system, which takes it back at once.

Python would take every object and module apart by itself, while threads that wait for a server may still run. mypy ends in
the same way.
"""

import atexit
import os
import sys

_codes: list[int] = []


def leaving_with(code: int) -> int:
    """The same exit status, which the process ends with once all that is to be done at its end is done.

    That is what was registered after this module was imported, so it is imported first.
    """
    _codes.append(code)
    return code


@atexit.register
def _leave() -> None:
    if not _codes:
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
    except (OSError, ValueError):  # Python has a status of its own for what could not be written
        return
    os._exit(_codes[-1])
