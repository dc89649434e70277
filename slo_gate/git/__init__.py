"""Commits, read by git itself: nothing of the repository is run, and no work tree is looked at."""

from pathlib import Path

from slo_gate.git.commit import GitRevision
from slo_gate.git.program import Git
from slo_gate.git.refs import checked, merge_base, resolve

__all__ = ["GitRevision", "branch_point", "open_revision"]


def open_revision(ref: str, folder: Path) -> GitRevision:
    """The commit of a branch, a tag or a SHA in the repository of a folder; what the ref is, is looked up this once.

    Raises UsageError for what can be no ref, RevisionError where the commit cannot be read here.
    """
    checked(ref)
    git = Git.of(folder)
    return GitRevision(ref, resolve(ref, git), git)


def branch_point(base: GitRevision) -> GitRevision:
    """The newest commit that a base and what is checked out have in common; the base itself where git knows of none.

    Raises RevisionError where git cannot be asked.
    """
    sha = merge_base(base.sha, base.git)
    return GitRevision(base.ref, sha, base.git) if sha else base
