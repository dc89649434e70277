"""Overrides by label, and who may give any: as GitHub has it now, whatever the payload says."""

from datetime import timedelta

import pytest

from slo_gate.core.change import Change
from slo_gate.core.override import Allowed, Decision, Overriding
from slo_gate.core.report import Override
from slo_gate.github.overrides import find_override
from tests.support.github_events import HEAD, PUSH
from tests.support.github_overrides import ALL, FIX, LABEL, NOW, Deed, labelled
from tests.support.github_overrides import overriding as of
from tests.support.github_project import AT, Labelled, Pull
from tests.support.github_state import Answer, GitHub, bad_gateway, error, forbidden


class TestLabel:
    def test_it_counts_with_who_set_it_when_and_why(self, server: GitHub) -> None:
        found = of(server, prepared=labelled("li")).override
        assert found
        assert found.url.startswith("https://github.com/acme/shop/pull/7#event-")
        assert found._replace(url="") == Override(
            Change.FEATURE, "li", AT, "label", "CVE-2026-1 must go out", AT + timedelta(days=1)
        )

    @pytest.mark.parametrize(
        ("deed", "why"),
        [
            pytest.param(labelled("eve"), "`eve`, who has only read access", id="set by a reader"),
            pytest.param(labelled("mallory"), "`mallory`, who has no access", id="set by a stranger"),
            pytest.param(labelled("li", reason=""), "it has no reason", id="without a reason"),
            pytest.param(labelled("li", by="eve"), "it has no reason", id="with another's reason"),
            pytest.param(labelled("ana"), "`ana`, who has only write access", id="set by its author"),
            pytest.param(
                lambda github: github.project.pulls[7].labels.append(LABEL),
                "does not tell who set it",
                id="set by nobody",
            ),
        ],
    )
    def test_it_does_not_count(self, server: GitHub, deed: Deed, why: str) -> None:
        decision = of(server, prepared=deed)
        assert decision.override is None
        assert why in " ".join(decision.notes)

    def test_the_author_does_not_let_the_own_change_through_whatever_the_role(self, server: GitHub) -> None:
        server.project.add_pull(Pull(7, HEAD, author="bo"))
        decision = of(server, prepared=labelled("bo"))
        assert decision.notes == ("the override by label does not count: it is by `bo`, who wrote the change",)

    def test_a_payload_that_has_the_label_still_counts_for_nothing(self, server: GitHub) -> None:
        """Taken off again: a run that is repeated is given the old payload."""

        def deed(github: GitHub) -> None:
            labelled("li")(github)
            github.project.pulls[7].labels.clear()

        assert of(server, prepared=deed) == Decision()

    def test_who_set_it_last_counts(self, server: GitHub) -> None:
        def deed(github: GitHub) -> None:
            github.project.events.append(Labelled(7, LABEL, "li", AT))
            github.project.events.append(Labelled(7, LABEL, "li", AT, "unlabeled"))
            labelled("eve")(github)

        assert "`eve`" in of(server, prepared=deed).notes[0]

    def test_its_name_is_taken_as_github_takes_it(self, server: GitHub) -> None:
        assert of(server, prepared=labelled("li", label=LABEL.upper())).override

    def test_it_is_found_behind_many_events(self, server: GitHub) -> None:
        server.project.events += [Labelled(7, "talk", "eve")] * 250
        assert of(server, prepared=labelled("li")).override

    def test_it_also_counts_for_the_commit_that_was_merged(self, server: GitHub) -> None:
        server.project.add_pull(Pull(7, HEAD, state="closed", merged=True))
        assert of(server, PUSH, prepared=labelled("li")).override

    def test_a_repair_needs_no_reason_and_no_other_person(self, server: GitHub) -> None:
        server.project.add_pull(Pull(7, HEAD, author="li"))
        found = of(server, prepared=labelled("li", reason="", label=FIX)).override
        assert found
        assert (found.change, found.way, found.expires) == (Change.FIX, "label", None)

    def test_a_repair_by_somebody_who_may_not_say_so_is_none(self, server: GitHub) -> None:
        assert of(server, prepared=labelled("eve", label=FIX)).override is None


class TestPeople:
    @pytest.mark.parametrize(
        ("allowed", "counts"),
        [
            pytest.param(Allowed("", frozenset({"eve"})), True, id="a user by name"),
            pytest.param(Allowed("", frozenset(), ("acme/sre",)), True, id="a member of a team"),
            pytest.param(Allowed("", frozenset(), ("acme/shop",)), False, id="a member of no such team"),
            pytest.param(Allowed("read"), True, id="a role"),
            pytest.param(Allowed("triage"), False, id="a higher role"),
        ],
    )
    def test_who_may(self, server: GitHub, allowed: Allowed, counts: bool) -> None:
        server.project.teams["acme/sre"] = ["eve"]
        decision = of(server, settings=ALL._replace(allowed=allowed), prepared=labelled("eve"))
        assert bool(decision.override) is counts

    def test_a_role_of_ones_own_is_what_it_was_made_from(self, server: GitHub) -> None:
        answer = {"permission": "admin", "role_name": "release manager", "user": None}
        server.plan("GET", "/collaborators/eve/permission", lambda _: Answer(200, answer))
        assert of(server, prepared=labelled("eve")).override


@pytest.mark.parametrize(
    ("fragment", "answer", "note"),
    [
        pytest.param("/issues/7/events", bad_gateway(), "overrides by labels could not be looked up: GitHub is not available", id="F7 an outage"),
        pytest.param("/issues/7/events", forbidden(), "the job needs the permission `pull-requests: read`", id="F1 no permission"),
        pytest.param("/permission", error(401, "Bad credentials"), "GitHub does not accept the token", id="F2 a bad token"),
        pytest.param("/permission", Answer(200, {"role_name": 7}), "answer is not one of its API", id="a role that is a number"),
    ],
)  # fmt: skip
def test_what_cannot_be_looked_up_does_not_count(server: GitHub, fragment: str, answer: Answer, note: str) -> None:
    server.plan("GET", fragment, lambda _: answer, times=3)
    decision = of(server, prepared=labelled("li"))
    server.violations[:] = [one for one in server.violations if "role_name" not in one and "/permission" not in one]
    assert decision.override is None
    assert note in " ".join(decision.notes)


def test_f1_one_way_that_may_not_be_read_leaves_the_others(server: GitHub) -> None:
    server.plan("GET", "/approvals", lambda _: forbidden("actions=read"))
    decision = of(server, prepared=labelled("li"))
    assert decision.override
    (note,) = decision.notes
    assert note.startswith("overrides by approvals could not be looked up: the token may not read it")
    assert note.endswith("; the job needs the permission `actions: read`")


def test_f6_a_limit_that_lasts_is_not_waited_for(server: GitHub) -> None:
    server.plan("GET", "/issues/7/events", lambda _: error(403, "You have exceeded a secondary rate limit."), times=3)
    decision = of(server, prepared=labelled("li"))
    assert decision == (
        None,
        ("overrides by labels could not be looked up: GitHub allows no more requests for now",),
    )


def test_without_a_token_nothing_is_looked_up() -> None:
    assert find_override(None, PUSH, ALL, "", NOW) == Decision(None, ("no override was looked up: no token was given",))


def test_nothing_is_asked_where_no_way_is_open(server: GitHub) -> None:
    closed = Overriding(change_labels={FIX: Change.FIX})
    assert of(server, settings=closed) == Decision()
    assert [target for target in server.asked("GET") if "/pulls/7" not in target] == []
