"""Runs a program that prints a snapshot: no shell, a small environment, and bounds to its time and its output."""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import IO

from slo_gate.core.duration import spell
from slo_gate.core.measurement import Reason

_CHUNK = 64 * 1024


class FailedError(Exception):
    """A command that printed nothing to go by. `detail` is our own words: what it wrote on stderr is shown nowhere."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Command:
    def __init__(self, words: Sequence[str], folder: Path, environment: Mapping[str, str], timeout: timedelta) -> None:
        self._words = words
        self._folder = folder
        self._environment = environment
        self._timeout = timeout

    def output(self, limit: int) -> bytes:
        """What it prints, of at most `limit` bytes. Raises FailedError."""
        deadline = time.monotonic() + self._timeout.total_seconds()
        try:
            process = subprocess.Popen(  # noqa: S603 - the configuration names it, and nobody else may
                self._words,
                cwd=self._folder,
                env=dict(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            why = os.strerror(error.errno or 0) if isinstance(error, OSError) else "it holds a NUL character"
            raise FailedError(Reason.SOURCE_MISCONFIGURED, f"the command cannot be started: {why}") from None
        try:
            return self._finished(process, limit, deadline)
        except TimeoutError:
            detail = f"the command took longer than {spell(self._timeout)}, which `timeout_seconds` allows"
            raise FailedError(Reason.OUT_OF_TIME, detail) from None
        finally:
            _end(process)

    def _finished(self, process: subprocess.Popen[bytes], limit: int, deadline: float) -> bytes:
        """Raises TimeoutError, and FailedError."""
        assert process.stdout
        printed = _read(process.stdout, limit, deadline)
        if len(printed) > limit:
            raise FailedError(Reason.SOURCE_ERROR, f"the command printed more than {limit:,} bytes")
        try:
            status = process.wait(max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            raise TimeoutError from None
        if status:
            ended = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
            raise FailedError(Reason.SOURCE_ERROR, f"the command {ended}: run it by hand to see why")
        return printed


def _read(pipe: IO[bytes], limit: int, deadline: float) -> bytes:
    """All that comes through a pipe, or a little more than `limit` bytes. Raises TimeoutError."""
    printed = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while len(printed) <= limit:
            if not selector.select(max(deadline - time.monotonic(), 0)):
                raise TimeoutError
            chunk = os.read(pipe.fileno(), _CHUNK)
            if not chunk:
                break
            printed += chunk
    return bytes(printed)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a command that still runs, with all that it started."""
    if process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()
