"""One commit: listed once, and of its files those are read that somebody wants."""

import subprocess
import weakref
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from slo_gate.core.errors import RevisionError
from slo_gate.core.revision import Held, TreeEntry
from slo_gate.git.answers import Answers
from slo_gate.git.program import Git, end

MAX_LISTING = 256 * 1024 * 1024
"""Bytes of a listing: some two million files."""
_HELD = {b"120000": Held.LINK, b"160000": Held.SUBMODULE}
_HEADER = 200


class GitRevision:
    """A `Revision` of a repository on this machine."""

    def __init__(self, ref: str, sha: str, git: Git) -> None:
        self.ref = ref
        self.sha = sha
        self.git = git

    @property
    def root(self) -> Path:
        return self.git.root

    def entries(self) -> Mapping[str, TreeEntry]:
        return self._entries

    def read(self, entry: TreeEntry, limit: int) -> bytes:
        return self._blobs.read(entry.id, limit)

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        listing = self.git.ask("ls-tree", "-r", "-z", "--full-tree", self.sha, limit=MAX_LISTING)
        if listing is None:
            raise _absent(f"the files of the commit {self.sha[:12]}")
        return dict(_listed(listing))

    @cached_property
    def _blobs(self) -> "_Blobs":
        return _Blobs(self.git)


def _listed(listing: bytes) -> Iterator[tuple[str, TreeEntry]]:
    """`mode type id<TAB>name<NUL>`, as often as there are files, links and submodules."""
    for line in listing.split(b"\0"):
        about, _, name = line.partition(b"\t")
        if name:
            mode, _, identity = about.split(b" ")
            held = _HELD.get(mode, Held.FILE)
            yield name.decode("utf-8", "surrogateescape"), TreeEntry(held, identity.decode("ascii"))


def _absent(what: str) -> RevisionError:
    return RevisionError(f"{what} are not in this clone", "make it a whole one: `fetch-depth: 0`, and no `filter`")


class _Blobs:
    """`git cat-file --batch`: one program for all files, started for the first of them."""

    def __init__(self, git: Git) -> None:
        self.git = git
        self._started: tuple[subprocess.Popen[bytes], Answers] | None = None
        self._end: weakref.finalize[[subprocess.Popen[bytes]], _Blobs] | None = None

    def read(self, identity: str, limit: int) -> bytes:
        """`id type size<LF>bytes<LF>`; of what is too long, the rest is left to a program that is ended."""
        process, answers = self._program()
        answers.begin()
        try:
            _ask(process, identity)
        except OSError:
            raise _absent("files of the commit") from None
        size = _size(answers.line(_HEADER))
        data = answers.part(min(size + 1, limit + 1))
        if size > limit:
            self._stop()
            return data
        if len(data) != size + 1:
            raise _absent("files of the commit")
        return data[:size]

    def _program(self) -> "tuple[subprocess.Popen[bytes], Answers]":
        if self._started is None:
            process = self.git.start("cat-file", "--batch", stdin=subprocess.PIPE)
            self._started = process, Answers(process)
            self._end = weakref.finalize(self, end, process)
        return self._started

    def _stop(self) -> None:
        if self._started and self._end:
            self._started[0].kill()
            self._end()
        self._started = None


def _ask(process: subprocess.Popen[bytes], identity: str) -> None:
    assert process.stdin
    process.stdin.write(f"{identity}\n".encode("ascii"))
    process.stdin.flush()


def _size(header: bytes) -> int:
    words = header.split()
    if len(words) != 3 or words[1] != b"blob":
        raise _absent("files of the commit")
    return int(words[2])
