"""What can go wrong between us and GitHub, in our own words: never in GitHub's, which may hold foreign text."""

from enum import StrEnum


class Failure(StrEnum):
    """The value finishes the sentence "no comment was written: …"."""

    CREDENTIALS = "GitHub does not accept the token"
    FORBIDDEN = "the token may not write it; the job needs the permission `pull-requests: write`"
    READ_ONLY = "the token of a run for a fork or for Dependabot may only read"
    LOCKED = "the conversation is locked"
    NOT_FOUND = "GitHub finds no such pull request, or does not show it to this token"
    GONE = "the conversation was deleted or switched off"
    REJECTED = "GitHub does not accept its text"
    THROTTLED = "GitHub allows no more requests for now"
    MOVED = "the repository has moved: update its address where the workflow or the checkout names it"
    OUTAGE = "GitHub is not available"
    UNREACHABLE = "GitHub could not be reached in time"
    STRANGE = "GitHub's answer is not one of its API"
    TOO_MANY = "the conversation has too many comments to look for ours"

    TOO_LARGE = "a file is larger than is read"

    @property
    def ambiguous(self) -> bool:
        """The request may have been carried out all the same."""
        return self in {Failure.OUTAGE, Failure.UNREACHABLE, Failure.STRANGE}

    def of_reading(self, permission: str) -> str:
        """What went wrong with reading something for which a job needs `permission`."""
        if self is Failure.FORBIDDEN:
            return f"the token may not read it; the job needs the permission `{permission}`"
        return _OF_READING.get(self, self.value)


_OF_READING = {
    Failure.REJECTED: "GitHub does not know what was asked for",
    Failure.NOT_FOUND: "GitHub does not find it, or does not show it to this token",
    Failure.TOO_MANY: "there is more of it than is read",
}


class ApiError(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure
