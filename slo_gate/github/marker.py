"""The invisible first line by which a comment of ours is known, and by which a late run knows that it is late."""

import re
from dataclasses import dataclass
from hashlib import sha256

_KEY = re.compile(r"[A-Za-z0-9._-]{1,64}")
_STAMP = re.compile(r"<!-- run (?P<run>[0-9]{1,20}) of (?P<sha>[0-9a-f]{40}|[0-9a-f]{64}) -->")


def key_of(*parts: str) -> str:
    """A key that tells apart what the parts tell apart, such as workflow, job and configuration."""
    return sha256("\0".join(parts).encode(errors="backslashreplace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which run wrote a comment, about which commit. Run numbers grow; 0 and no commit where they are not known."""

    run: int = 0
    sha: str = ""

    def outdates(self, other: "Stamp") -> bool:
        """A re-run of the same commit measures later, whatever its number; so does a run that has none."""
        return self.sha != other.sha and self.run > other.run > 0

    def __str__(self) -> str:
        return f"<!-- run {self.run} of {self.sha} -->" if self.run and self.sha else ""


def marked(body: str, key: str, stamp: Stamp) -> str:
    return f"{_start(key)}{stamp}\n{body}"


def is_marked(body: str, key: str) -> bool:
    return body.startswith(_start(key))


def stamp_of(body: str) -> Stamp:
    found = _STAMP.search(_first_line(body))
    return Stamp(int(found["run"]), found["sha"]) if found else Stamp()


def same_text(body: str, other: str) -> bool:
    """Whether two comments show the same to a reader."""
    return _text(body) == _text(other)


def _start(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(key)
    return f"<!-- slo-gate:{key} -->"


def _first_line(body: str) -> str:
    return body.partition("\n")[0]


def _text(body: str) -> str:
    return body.replace("\r\n", "\n").partition("\n")[2].strip()
