"""Overrides by a commit's message, an input and an approval, and how many there may be."""

from dataclasses import replace
from datetime import timedelta
from functools import partialmethod

import pytest

from slo_gate.core.override import Overriding, Quota
from slo_gate.github.api import PAGE_SIZE, Api
from slo_gate.github.event import Event
from tests.support.github_events import DISPATCH, HEAD, OTHER, PUSH
from tests.support.github_overrides import ALL, LABEL, NOW, TRAILER, Deed, approved, committed, labelled
from tests.support.github_overrides import overriding as of
from tests.support.github_project import AT, Commit, Deployment, Labelled, Pull
from tests.support.github_state import GitHub, bad_gateway


class TestTrailer:
    def test_it_counts_by_who_signed_the_commit(self, server: GitHub) -> None:
        settings = ALL._replace(not_the_author=False)
        found = of(server, PUSH, settings, prepared=committed(TRAILER)).override
        assert found
        assert (found.way, found.actor, found.url) == ("trailer", "li", f"https://github.com/acme/shop/commit/{HEAD}")

    @pytest.mark.parametrize(
        ("deed", "why"),
        [
            pytest.param(committed(TRAILER, verified=False), "is not signed", id="anybody may write any author's name"),
            pytest.param(
                committed(TRAILER, author="bo", committer="eve"), "`eve`, who has only read", id="signed by another"
            ),
            pytest.param(committed(TRAILER, committer=""), "does not tell who it is by", id="signed by nobody known"),
            pytest.param(committed(TRAILER, at=NOW + timedelta(days=9)), "has not been yet", id="with a date to come"),
            pytest.param(
                committed(TRAILER, at=NOW - timedelta(days=2)), "and held for 1d", id="of the day before yesterday"
            ),
        ],
    )
    def test_it_does_not_count(self, server: GitHub, deed: Deed, why: str) -> None:
        decision = of(server, PUSH, ALL._replace(not_the_author=False), prepared=deed)
        assert decision.override is None
        assert why in " ".join(decision.notes)

    def test_what_was_merged_on_the_site_is_by_its_author(self, server: GitHub) -> None:
        settings = ALL._replace(not_the_author=False)
        found = of(server, PUSH, settings, prepared=committed(TRAILER, author="bo", committer="web-flow")).override
        assert found
        assert found.actor == "bo"

    def test_it_is_by_who_made_the_commit_and_so_by_an_author(self, server: GitHub) -> None:
        assert "who wrote the change" in of(server, PUSH, prepared=committed(TRAILER)).notes[0]


class TestInput:
    def test_it_counts_by_who_started_the_run(self, server: GitHub) -> None:
        event = replace(DISPATCH, triggering_actor="li")
        found = of(server, event, typed="hotfix").override
        assert found
        assert (found.way, found.actor, found.at, found.reason) == ("input", "li", NOW, "hotfix")

    @pytest.mark.parametrize(
        ("event", "settings", "why"),
        [
            pytest.param(replace(DISPATCH, triggering_actor="eve"), ALL, "`eve`", id="by a reader who repeats the run"),
            pytest.param(PUSH, ALL, "nobody started the run by hand", id="on a push"),
            pytest.param(DISPATCH, ALL._replace(input=False), "has no `overrides.input`", id="where it is not open"),
        ],
    )
    def test_it_does_not_count(self, server: GitHub, event: Event, settings: Overriding, why: str) -> None:
        decision = of(server, event, settings, typed="hotfix")
        assert decision.override is None
        assert why in " ".join(decision.notes)


class TestApproval:
    def test_it_counts_by_who_approved(self, server: GitHub) -> None:
        found = of(server, replace(PUSH, actor="ana"), prepared=approved("li")).override
        assert found
        assert (found.way, found.actor, found.approver, found.reason) == (
            "environment",
            "ana",
            "li",
            "CVE-2026-1 must go out",
        )

    @pytest.mark.parametrize(
        ("deed", "why"),
        [
            pytest.param(approved("li", environment="staging"), "", id="of another environment"),
            pytest.param(approved("li", state="rejected"), "", id="that was refused"),
            pytest.param(approved("eve"), "`eve`", id="by a reader"),
            pytest.param(approved("li", comment=" "), "it has no reason", id="without a comment"),
        ],
    )
    def test_it_does_not_count(self, server: GitHub, deed: Deed, why: str) -> None:
        decision = of(server, PUSH, prepared=deed)
        assert decision.override is None
        assert why in " ".join(decision.notes)

    def test_an_approval_of_an_old_run_is_old(self, server: GitHub) -> None:
        server.project.run_at = NOW - timedelta(days=3)
        assert "and held for 1d" in of(server, PUSH, prepared=approved("li")).notes[0]


class TestAuthors:
    """Without a pull request; li approves."""

    @pytest.mark.parametrize(
        ("event", "commit", "why"),
        [
            pytest.param(replace(PUSH, actor="ana"), Commit("x", "ana", "ana"), "", id="another signed it"),
            pytest.param(replace(PUSH, actor="ana"), Commit("x", "li", "ana"), "who wrote the change", id="its author"),
            pytest.param(
                replace(PUSH, actor="ana"), Commit("x", "ana", "li"), "who wrote the change", id="its committer"
            ),
            pytest.param(
                replace(PUSH, actor="li"),
                Commit("x", "ana", "ana", verified=False),
                "who wrote the change",
                id="who pushed it with another's name on it",
            ),
            pytest.param(
                DISPATCH,
                Commit("x", "ana", "ana", verified=False),
                "nobody knows who wrote the change",
                id="a name that anybody could write",
            ),
        ],
    )
    def test_nobody_approves_their_own_change(self, server: GitHub, event: Event, commit: Commit, why: str) -> None:
        server.project.add_pull(Pull(7, OTHER))
        server.project.commits[HEAD] = commit
        decision = of(server, event, prepared=approved("li"))
        assert bool(decision.override) is not bool(why)
        assert why in " ".join(decision.notes)


MONTH = timedelta(days=30)
LIMITED = ALL._replace(quota=Quota(2, MONTH))
"""Two in a month."""


class TestQuota:
    @pytest.mark.parametrize(
        ("events", "deployments", "counts"),
        [
            pytest.param([], [], True, id="none before"),
            pytest.param([Labelled(5, LABEL, "bo")], [], True, id="one before"),
            pytest.param([Labelled(5, LABEL, "bo"), Labelled(6, LABEL, "bo")], [], False, id="two labels before"),
            pytest.param(
                [Labelled(5, LABEL, "bo")] * 9, [], True, id="one pull request that was labelled again and again"
            ),
            pytest.param([Labelled(7, LABEL, "bo")] * 9, [], True, id="the present one"),
            pytest.param([Labelled(5, "talk", "bo"), Labelled(6, "talk", "bo")], [], True, id="other labels"),
            pytest.param(
                [Labelled(number, LABEL, "bo", NOW - MONTH - timedelta(hours=1)) for number in (5, 6)],
                [],
                True,
                id="long ago",
            ),
            pytest.param(
                [Labelled(5, LABEL, "bo")],
                [Deployment(OTHER, "production-budget-spent")],
                False,
                id="a label and an approval",
            ),
            pytest.param([], [Deployment(HEAD, "production-budget-spent")] * 9, True, id="the present deployment"),
            pytest.param([], [Deployment(sha * 40, "staging") for sha in "cde"], True, id="other environments"),
        ],
    )
    def test_it_counts_the_overrides_of_other_changes(
        self, server: GitHub, events: list[Labelled], deployments: list[Deployment], counts: bool
    ) -> None:
        server.project.events += events
        server.project.deployments += deployments
        decision = of(server, settings=LIMITED, prepared=labelled("li"))
        assert bool(decision.override) is counts
        assert ("an override does not count: 2 of 2 in 30d are used up" in decision.notes) is not counts

    def test_more_events_than_are_read_leave_it_unknown_and_the_override_out(
        self, server: GitHub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Api, "pages", partialmethod(Api.pages, limit=2))
        server.project.events += [Labelled(5, "talk", "bo")] * (2 * PAGE_SIZE + 1)
        decision = of(server, settings=LIMITED, prepared=labelled("li"))
        assert decision.override is None
        assert "there is more of it than is read" in decision.notes[-1]

    def test_what_cannot_be_counted_does_not_count(self, server: GitHub) -> None:
        server.plan("GET", "/issues/events", lambda _: bad_gateway(), times=3)
        decision = of(server, settings=LIMITED, prepared=labelled("li"))
        assert decision.override is None
        assert "how many there were before could not be looked up: GitHub is not available" in decision.notes[-1]

    def test_a_way_that_leaves_no_list_is_closed(self, server: GitHub) -> None:
        decision = of(server, replace(DISPATCH, triggering_actor="li"), LIMITED, typed="hotfix")
        assert decision.override is None
        assert "GitHub keeps no list of its kind" in decision.notes[-1]

    def test_a_repair_is_never_one_too_many(self, server: GitHub) -> None:
        server.project.events += [Labelled(number, LABEL, "bo", AT) for number in (4, 5, 6)]
        decision = of(server, settings=LIMITED, prepared=labelled("li", reason="", label="slo-gate:reliability"))
        assert decision.override
