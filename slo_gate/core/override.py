"""Who may let a change through without a measurement, and whether somebody has. Pure: what was said, and who said it, comes from outside.

An override never makes a budget look well: the run is `overridden`, and the report says by whom and why.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from slo_gate.core.change import Change
from slo_gate.core.duration import spell
from slo_gate.core.report import Override

ROLES = ("none", "read", "triage", "write", "maintain", "admin")
"""What somebody may do in a repository, each more than the one before."""
_SKEW = timedelta(minutes=5)
"""By how much the clocks of GitHub and of whoever commits may be ahead of ours."""


class Way(StrEnum):
    """How an override is said."""

    LABEL = "label"
    TRAILER = "trailer"
    INPUT = "input"
    ENVIRONMENT = "environment"


class Allowed(NamedTuple):
    """Whose override counts: those with the least role or a higher one, some users, the members of teams (`org/team`)."""

    role: str = "maintain"
    users: frozenset[str] = frozenset()
    teams: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """As the configuration writes them."""
        people = (*(f"@{user}" for user in sorted(self.users)), *(f"@{team}" for team in self.teams))
        return (self.role, *people) if self.role else people


class Quota(NamedTuple):
    """At most so many overrides in any stretch of this length."""

    most: int
    per: timedelta


class Overriding(NamedTuple):
    """What the configuration says. A way is open where it is named: `label`, `trailer` and `environment` by their names.

    `change_labels` tell that a change is a repair. `not_the_author`: nobody lets a change of their own through.
    """

    label: str = ""
    trailer: str = ""
    input: bool = False
    environment: str = ""
    allowed: Allowed = Allowed()
    require_reason: bool = True
    max_age: timedelta = timedelta(hours=24)
    not_the_author: bool = True
    quota: Quota | None = None
    change_labels: Mapping[str, Change] = MappingProxyType({})

    @property
    def ways(self) -> frozenset[Way]:
        said = {Way.LABEL: self.label, Way.TRAILER: self.trailer, Way.INPUT: self.input}
        said[Way.ENVIRONMENT] = self.environment
        return frozenset(way for way, name in said.items() if name)


class Candidate(NamedTuple):
    """An override as somebody said it, not yet accepted. `by` must be one who may: the actor, or who approved what they asked.

    Names are logins, empty where nobody knows. `reason` is foreign text. `change` is what a label says the change is.
    """

    way: Way
    actor: str
    at: datetime
    reason: str = ""
    url: str = ""
    approver: str = ""
    change: Change = Change.FEATURE

    @property
    def by(self) -> str:
        return self.approver or self.actor

    @property
    def repair(self) -> bool:
        return self.change is not Change.FEATURE


class Standing(NamedTuple):
    """What is known of somebody: their role, and which of the allowed teams they are in."""

    role: str
    teams: frozenset[str] = frozenset()


class Decision(NamedTuple):
    """`notes` say why what was said does not count."""

    override: Override | None = None
    notes: tuple[str, ...] = ()


def decide(
    settings: Overriding,
    candidates: Sequence[Candidate],
    standings: Mapping[str, Standing],
    authors: Collection[str] | None,
    now: datetime,
) -> Decision:
    """The first candidate that counts. `authors` are who wrote the change; None where nobody knows."""
    notes: list[str] = []
    for candidate in candidates:
        objection = next(_objections(settings, candidate, standings, authors, now), "")
        if not objection:
            return Decision(_accepted(settings, candidate), tuple(notes))
        notes.append(f"{_SAID[candidate.way]} does not count: {objection}")
    return Decision(None, tuple(notes))


def within_quota(quota: Quota, earlier: int) -> str:
    """Why no further override counts after some; empty where one does."""
    if earlier < quota.most:
        return ""
    return f"an override does not count: {earlier} of {quota.most} in {spell(quota.per)} are used up"


_SAID = {
    Way.LABEL: "the override by label",
    Way.TRAILER: "the override in the commit's message",
    Way.INPUT: "the override by `override-reason`",
    Way.ENVIRONMENT: "the override by approval",
}


def _accepted(settings: Overriding, candidate: Candidate) -> Override:
    return Override(
        change=candidate.change,
        actor=candidate.actor or candidate.approver,
        at=candidate.at,
        way=str(candidate.way),
        reason=candidate.reason,
        expires=None if candidate.repair else candidate.at + settings.max_age,
        approver=candidate.approver,
        url=candidate.url,
    )


def _objections(
    settings: Overriding,
    candidate: Candidate,
    standings: Mapping[str, Standing],
    authors: Collection[str] | None,
    now: datetime,
) -> Iterator[str]:
    """A repair needs somebody who may say so, and nothing else: it must never wait for a reason or another person."""
    if not candidate.by:
        yield "GitHub does not tell who it is by"
        return
    yield from _standing(settings.allowed, candidate.by, standings.get(candidate.by, Standing("none")))
    if candidate.repair:
        return
    if settings.not_the_author:
        yield from _own(candidate.by, authors)
    if settings.require_reason and not candidate.reason:
        yield _HOW_TO_REASON[candidate.way]
    yield from _age(candidate.at, settings.max_age, now)


_HOW_TO_REASON = {
    Way.LABEL: "it has no reason; who set the label must comment `slo-gate override: <reason>`",
    Way.TRAILER: "it has no reason; write one after the colon",
    Way.INPUT: "it has no reason",
    Way.ENVIRONMENT: "it has no reason; write one as the comment of the approval",
}


def _standing(allowed: Allowed, login: str, standing: Standing) -> Iterator[str]:
    has_role = allowed.role and _rank(standing.role) >= _rank(allowed.role)
    named = login.casefold() in {user.casefold() for user in allowed.users}
    if not (has_role or named or standing.teams.intersection(allowed.teams)):
        access = "no access" if standing.role == "none" else f"only {standing.role} access"
        yield f"it is by `{login}`, who has {access} and is not among those `allowed`"


def _rank(role: str) -> int:
    """A role that is not known ranks below all."""
    return ROLES.index(role) if role in ROLES else -1


def _own(login: str, authors: Collection[str] | None) -> Iterator[str]:
    if authors is None:
        yield "nobody knows who wrote the change, so it may be by its author"
    elif login.casefold() in {author.casefold() for author in authors}:
        yield f"it is by `{login}`, who wrote the change"


def _age(at: datetime, most: timedelta, now: datetime) -> Iterator[str]:
    if at > now + _SKEW:
        yield f"it is of {at:%Y-%m-%d %H:%M} UTC, which has not been yet"
    elif now >= at + most:
        yield f"it is of {at:%Y-%m-%d %H:%M} UTC and held for {spell(most)}"
