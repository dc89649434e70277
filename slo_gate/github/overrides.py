"""Whether somebody has let a change through, as GitHub has it now: read anew in each run, since payloads are stale.

Nothing here asks a source: a repair, and what was overridden, must never wait for metrics.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

from slo_gate.core.change import Change
from slo_gate.core.override import Candidate, Decision, Overriding, Way, decide, within_quota
from slo_gate.core.trailer import trailer
from slo_gate.github.api import Api
from slo_gate.github.approvals import approvals
from slo_gate.github.earlier import earlier_overrides
from slo_gate.github.errors import ApiError
from slo_gate.github.event import Event, Kind
from slo_gate.github.head_commit import HeadCommit, read_head
from slo_gate.github.labels import Label, labels, reason_of
from slo_gate.github.people import standings
from slo_gate.github.pull_request import PullRequest, find

LONGEST_REASON = 500
_COUNTED = frozenset({Way.LABEL, Way.ENVIRONMENT})
_UNCOUNTED = "the override does not count: GitHub keeps no list of its kind, so the quota cannot be held"


def find_override(api: Api | None, event: Event, settings: Overriding, typed: str, now: datetime) -> Decision:
    """The override of what an event is about, if one counts. `typed` is the input `override-reason`.

    What cannot be looked up does not count, and a note says so. Raises nothing.
    """
    if api is None:
        return Decision(None, ("no override was looked up: no token was given",))
    lookup = _Lookup(api, event, settings, typed, now)
    candidates = list(lookup.candidates())
    try:
        decision = lookup.decided(candidates)
    except ApiError as error:
        decision = Decision(None, (_unknown("who gave an override", error, "pull-requests: read"),))
    return decision._replace(notes=(*lookup.notes, *decision.notes))


class _Lookup:
    def __init__(self, api: Api, event: Event, settings: Overriding, typed: str, now: datetime) -> None:
        self._api = api
        self._event = event
        self._settings = settings
        self._typed = typed
        self._now = now
        self.notes: list[str] = []

    @cached_property
    def _pull(self) -> PullRequest | None:
        return find(self._api, self._event)

    @cached_property
    def _head(self) -> HeadCommit:
        return read_head(self._api, self._event)

    def candidates(self) -> Iterator[Candidate]:
        """Repairs first: they need the least. A way that cannot be looked up leaves the others as they are."""
        ways: Mapping[str, tuple[str, Callable[[], list[Candidate]]]] = {
            "labels": ("pull-requests: read", self._by_label),
            "the head commit": ("contents: read", self._by_trailer),
            "`override-reason`": ("actions: read", self._by_input),
            "approvals": ("actions: read", self._by_approval),
        }
        for name, (permission, look) in ways.items():
            try:
                yield from look()
            except ApiError as error:
                self.notes.append(_unknown(f"overrides by {name}", error, permission))

    def decided(self, candidates: list[Candidate]) -> Decision:
        if not candidates:
            return Decision()
        people = standings(self._api, self._event.repository, self._settings.allowed, candidates)
        overrides = any(not candidate.repair for candidate in candidates)
        authors = self._authors() if self._settings.not_the_author and overrides else None
        decision = decide(self._settings, candidates, people, authors, self._now)
        return self._within_quota(decision)

    def _by_label(self) -> list[Candidate]:
        settings = self._settings
        wanted = {name.casefold(): change for name, change in settings.change_labels.items()}
        if settings.label:
            wanted[settings.label.casefold()] = Change.FEATURE
        pull = self._pull if wanted else None
        held = {name.casefold() for name in pull.labels} & wanted.keys() if pull else frozenset()
        if not pull or not held:
            return []
        known = labels(self._api, self._event, pull, held)
        untold = held - {label.name.casefold() for label in known}
        self.notes += (f"the label `{name}` does not count: GitHub does not tell who set it" for name in sorted(untold))
        found = [self._labelled(label, wanted[label.name.casefold()], pull) for label in known]
        return sorted(found, key=lambda candidate: not candidate.repair)

    def _labelled(self, label: Label, change: Change, pull: PullRequest) -> Candidate:
        needed = change is Change.FEATURE and label.actor
        since = label.at - self._settings.max_age
        reason = reason_of(self._api, self._event, pull, label.actor, since) if needed else ""
        return Candidate(Way.LABEL, label.actor, label.at, reason[:LONGEST_REASON], label.url, change=change)

    def _by_trailer(self) -> list[Candidate]:
        if not self._settings.trailer or not self._event.head_sha:
            return []
        commit = self._head
        reason = trailer(commit.message, self._settings.trailer)
        if reason is None:
            return []
        if not commit.verified:
            self.notes.append(
                "the override in the commit's message does not count: the commit is not signed by anybody known"
            )
            return []
        return [Candidate(Way.TRAILER, commit.signer, commit.at, reason[:LONGEST_REASON], commit.url)]

    def _by_input(self) -> list[Candidate]:
        if not self._typed:
            return []
        closed = "" if self._settings.input else "the configuration has no `overrides.input`"
        if closed or self._event.kind is not Kind.WORKFLOW_DISPATCH:
            why = closed or "nobody started the run by hand"
            self.notes.append(f"the override by `override-reason` does not count: {why}")
            return []
        actor = self._event.triggering_actor or self._event.actor
        return [Candidate(Way.INPUT, actor, self._now, self._typed[:LONGEST_REASON], self._event.run_url)]

    def _by_approval(self) -> list[Candidate]:
        """GitHub does not say when somebody approved: not before the run began."""
        name, event = self._settings.environment, self._event
        if not name or not event.run_id:
            return []
        run = f"/repos/{event.repository}/actions/runs/{event.run_id}"
        given = [one for one in approvals(self._api, run) if name in one.environments]
        if not given:
            return []
        at = self._api.read(run).instant("created_at")
        actor = event.triggering_actor or event.actor
        return [
            Candidate(Way.ENVIRONMENT, actor, at, one.comment[:LONGEST_REASON], event.run_url, approver=one.login)
            for one in given
        ]

    def _authors(self) -> frozenset[str] | None:
        """Who opened the pull request, and who wrote and committed its head.

        Without one, anybody may have written any name into a commit that is not signed: then it is who pushed it, if that is
        told.
        """
        if self._pull:
            return frozenset({self._pull.author, *self._head.people} - {""}) or None
        pusher = {self._event.actor} - {""} if self._event.kind is Kind.PUSH else set[str]()
        signed = self._head.people if self._head.verified else frozenset()
        return frozenset(pusher | (signed - {""})) or None

    def _within_quota(self, decision: Decision) -> Decision:
        quota, override = self._settings.quota, decision.override
        if not quota or not override or override.change is not Change.FEATURE:
            return decision
        if override.way not in _COUNTED:
            return Decision(None, (*decision.notes, _UNCOUNTED))
        try:
            earlier = earlier_overrides(self._api, self._event, self._pull, self._settings, self._now - quota.per)
        except ApiError as error:
            note = f"the override does not count: {_unknown('how many there were before', error, 'issues: read, deployments: read')}"
            return Decision(None, (*decision.notes, note))
        objection = within_quota(quota, earlier)
        return Decision(None, (*decision.notes, objection)) if objection else decision


def _unknown(what: str, error: ApiError, permission: str) -> str:
    return f"{what} could not be looked up: {error.failure.of_reading(permission)}"
