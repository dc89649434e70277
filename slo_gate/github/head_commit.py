"""The commit that a run is about, and whom GitHub vouches for as its maker."""

from datetime import datetime
from typing import NamedTuple

from slo_gate.github.api import Api, segment
from slo_gate.github.event import Event

_GITHUB_ITSELF = "web-flow"
"""Who commits what people merge and edit on the site."""


class HeadCommit(NamedTuple):
    """Names are logins, empty where GitHub knows no account by the commit's address: anybody can write any address."""

    message: str
    author: str
    committer: str
    verified: bool
    at: datetime
    url: str

    @property
    def signer(self) -> str:
        """Whose signature it is: the committer's, and where that is GitHub itself, its author was signed in."""
        return self.author if self.committer == _GITHUB_ITSELF else self.committer

    @property
    def people(self) -> frozenset[str]:
        return frozenset({self.author, self.committer}) - {_GITHUB_ITSELF}


def read_head(api: Api, event: Event) -> HeadCommit:
    """Raises ApiError."""
    answer = api.read(f"/repos/{event.repository}/commits/{segment(event.head_sha)}")
    return HeadCommit(
        message=answer.words("commit", "message"),
        author=answer.login("author"),
        committer=answer.login("committer"),
        verified=answer.at("commit", "verification", "verified") is True,
        at=answer.instant("commit", "committer", "date"),
        url=f"{event.server_url}/{event.repository}/commit/{event.head_sha}",
    )
