"""slo-gate as a person runs it: a process of its own, or the same command line answered within this process."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from slo_gate import action, cli, terminal

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
    command = [str(program), *arguments]
    done = subprocess.run(command, cwd=cwd, env=_clean(env), capture_output=True, text=True, timeout=120, check=False)
    return Finished(done.returncode, done.stdout, done.stderr)


def called(*arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Finished:
    """What `run` answers, without a process: for claims about the command line that hold wherever it runs."""
    return _within(lambda: cli.main(arguments), cwd or Path(), _clean(env))


def acted(cwd: Path, env: Mapping[str, str]) -> Finished:
    """What the action answers in an environment, without a process."""
    return _within(action.main, cwd, env)


def _within(main: Callable[[], int], cwd: Path, env: Mapping[str, str]) -> Finished:
    out, err = _Printed(), _Printed()
    with chdir(cwd), mock.patch.dict(os.environ, env, clear=True), _as_it_was():
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = main()
        except SystemExit as leaving:  # the parser's own answer to `--help` and to mistakes
            code = int(leaving.code or 0)
    return Finished(code, out.text(), err.text())


def _clean(env: Mapping[str, str] | None) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": os.devnull, "LC_ALL": "C.UTF-8"} | dict(env or {})


class _Printed(io.TextIOWrapper):
    """A stream as the program has it: bytes beneath, and UTF-8."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        super().__init__(self._bytes, encoding="utf-8")

    def text(self) -> str:
        self.flush()
        return self._bytes.getvalue().decode()


@contextmanager
def _as_it_was() -> Iterator[None]:
    """A process starts with no lines of files in mind, and takes its handlers with it when it ends."""
    terminal._lines.cache_clear()
    handlers = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGALRM)}
    hook = sys.unraisablehook
    try:
        yield
    finally:
        sys.unraisablehook = hook
        for each, handler in handlers.items():
            signal.signal(each, handler)
