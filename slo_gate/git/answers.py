"""What a program writes, read within a time: who waits for one that hangs, hangs with it."""

import os
import select
import subprocess
import time

from slo_gate.core.errors import RevisionError

TIMEOUT = 60.0
"""Seconds that one answer may take."""
_CHUNK = 64 * 1024


class Answers:
    """The answers of git, one after the other. They raise RevisionError where one takes too long, and git is ended then."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout
        self._process = process
        self._file = process.stdout.fileno()
        self._ready = select.poll()
        self._ready.register(self._file, select.POLLIN)
        self._held = bytearray()
        self.begin()

    def begin(self) -> None:
        """The time of the next answer begins."""
        self._until = time.monotonic() + TIMEOUT

    def line(self, most: int) -> bytes:
        """A line with its end, or `most` bytes of it; what there is where git has ended."""
        while (end := self._held.find(b"\n", 0, most)) < 0 and len(self._held) < most and self._more():
            pass
        return self._taken(end + 1 if end >= 0 else most)

    def part(self, count: int) -> bytes:
        """So many bytes; fewer where git has ended."""
        while len(self._held) < count and self._more():
            pass
        return self._taken(count)

    def _more(self) -> bool:
        left = self._until - time.monotonic()
        if left <= 0 or not self._ready.poll(left * 1000):
            self._process.kill()
            raise RevisionError(f"git has not answered within {TIMEOUT:.0f} seconds", "run it again")
        written = os.read(self._file, _CHUNK)
        self._held += written
        return bool(written)

    def _taken(self, count: int) -> bytes:
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken
