"""The git program, called so that neither the repository nor its user's settings decide what it does."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from slo_gate.core.errors import RevisionError
from slo_gate.git.answers import Answers

_QUIET = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
"""No settings but the repository's own, no objects in the place of others, and nothing that is fetched: the last two say so
to old and new releases."""


class Git(NamedTuple):
    """`program` is the path of git, `root` the top folder of the repository."""

    program: str
    root: Path

    @classmethod
    def of(cls, folder: Path) -> "Git":
        """Raises RevisionError where there is no git, or no repository that it can read."""
        program = shutil.which("git")
        if program is None or not Path(program).is_absolute():
            raise RevisionError(
                "git is not installed, and without it no commit can be read here",
                "install git, or give the action a `github-token`",
            )
        git = cls(program, _root(folder))
        if git.ask("rev-parse", "--git-dir") is None:
            raise RevisionError(f"git cannot read the repository {git.root}", "check it: `git status` says more")
        return git

    def ask(self, *arguments: str, limit: int = 1_000_000) -> bytes | None:
        """What git answers; None where it refuses. Raises RevisionError where that is too much, or takes too long."""
        with self.started(*arguments) as process:
            answer = Answers(process).part(limit + 1)
            if len(answer) > limit:
                process.kill()
                raise RevisionError(f"git says more than {limit:,} bytes of the repository", "")
        return answer if process.returncode == 0 else None

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Git, at work; it is waited for at the end."""
        process = self.start(*arguments)
        try:
            yield process
        finally:
            end(process)

    def start(self, *arguments: str, stdin: int | IO[bytes] = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        own = ("--no-pager", "--literal-pathspecs", "-c", f"safe.directory={self.root}", "-C", str(self.root))
        try:
            return subprocess.Popen(  # noqa: S603 - the arguments are ours, and refs are checked
                (self.program, *own, *arguments),
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment(),
            )
        except OSError as error:
            raise RevisionError(f"git cannot be started ({error.strerror})", "") from None

    def _environment(self) -> dict[str, str]:
        """`safe.directory` is told twice, as the folder is named and as it is without links: releases differ in where they look
        and in what they compare. What hooks set (`GIT_DIR`) is gone.
        """
        trusted = {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "safe.directory",
            "GIT_CONFIG_VALUE_0": os.path.realpath(self.root),
        }
        path = {"PATH": os.environ.get("PATH", os.defpath)}
        return path | _QUIET | trusted | {"GIT_CEILING_DIRECTORIES": str(self.root.parent)}


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that has had its say, and forgets it."""
    for stream in (process.stdin, process.stdout):
        if stream:
            stream.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _root(folder: Path) -> Path:
    """The nearest folder upwards that has a `.git`. Git is not asked: of a stranger's repository it does not tell."""
    here = Path(os.path.abspath(folder))  # noqa: PTH100 - paths are compared as they are written
    for one in (here, *here.parents):
        if os.path.lexists(one / ".git"):
            return one
    raise RevisionError(f"{here} is in no git repository", "run it in a clone, such as actions/checkout leaves")
