"""What a ref stands for: looked up once, and a commit from then on."""

import re

from slo_gate.core.errors import RevisionError, UsageError
from slo_gate.git.program import Git

_REF = re.compile(r"(?P<name>[^\s~^:?*\[\\{}]+)(?P<back>(?:[~^][0-9]*)*)")
_HEX = re.compile(r"[0-9a-f]{7,64}")
_SHA = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})")
_PLACES = ("refs/heads/", "refs/remotes/origin/", "refs/remotes/", "refs/tags/")
"""Where a bare name is looked for, in this order. Git's own looks at tags first, and whoever may push a tag could put it in the
place of a branch."""
_REMOTE = "origin/"
"""What begins so is the remote's: whoever may push a branch could name one `origin/main`."""


def checked(ref: str) -> str:
    """The ref, if it can be one. Raises UsageError for any other, and for what git would take for an option."""
    name = _REF.fullmatch(ref)
    if not name or not ref.isprintable() or ref.startswith(("-", "/")) or ".." in ref or len(ref) > 250:
        raise UsageError(f"{ref[:80]!r} is no ref", "name a branch, a tag or a commit, such as origin/main")
    return ref


def resolve(ref: str, git: Git) -> str:
    """The SHA of the commit that a ref stands for. Raises RevisionError where it is not in this clone."""
    for candidate in _candidates(ref):
        answer = git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{candidate}^{{commit}}")
        sha = answer.decode("ascii", "replace").split()[-1:] if answer else []
        if sha and _SHA.fullmatch(sha[0]):
            return sha[0]
    raise _missing(ref, git)


def merge_base(sha: str, git: Git) -> str:
    """Of a commit and what is checked out; empty where there is none, or a shallow clone does not reach it."""
    answer = git.ask("merge-base", "--end-of-options", sha, "HEAD")
    found = answer.decode("ascii", "replace").strip() if answer else ""
    return found if _SHA.fullmatch(found) else ""


def _candidates(ref: str) -> list[str]:
    found = _REF.fullmatch(ref)
    assert found
    name = found["name"]
    if _SHA.fullmatch(name) or name == "HEAD" or name.startswith("refs/"):
        return [ref]
    places = ("refs/remotes/", *_PLACES) if name.startswith(_REMOTE) else _PLACES
    return [f"{place}{ref}" for place in places] + ([ref] if _HEX.fullmatch(name) else [])


def _missing(ref: str, git: Git) -> RevisionError:
    message = f"there is no commit {ref!r} in this clone"
    if (git.ask("rev-parse", "--is-shallow-repository") or b"").strip() == b"true":
        message += ", which holds the newest commits alone"
    return RevisionError(
        message, "set `fetch-depth: 0` for actions/checkout (or `git fetch` it), or give the action a `github-token`"
    )
