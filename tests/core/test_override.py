"""Whose override counts."""

from datetime import UTC, datetime, timedelta

import pytest

from slo_gate.core.change import Change
from slo_gate.core.override import (
    Allowed,
    Candidate,
    Overriding,
    Quota,
    Standing,
    Way,
    decide,
    within_quota,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPEN = Overriding(label="override")
LABEL = Candidate(Way.LABEL, "li", NOW - HOUR, "hotfix")
FIX = Candidate(Way.LABEL, "li", NOW - 100 * HOUR, change=Change.FIX)
LI = {"li": Standing("maintain")}
AUTHORS = frozenset({"ana"})


@pytest.mark.parametrize(
    ("settings", "candidate", "standing"),
    [
        pytest.param(OPEN, LABEL, Standing("maintain"), id="by the least role"),
        pytest.param(OPEN, LABEL, Standing("admin"), id="by a higher role"),
        pytest.param(
            OPEN._replace(allowed=Allowed("", frozenset({"LI"}))), LABEL, Standing("none"), id="by a named user"
        ),
        pytest.param(
            OPEN._replace(allowed=Allowed("", frozenset(), ("acme/sre",))),
            LABEL,
            Standing("read", frozenset({"acme/sre"})),
            id="by a member of a team",
        ),
        pytest.param(
            OPEN._replace(require_reason=False),
            LABEL._replace(reason=""),
            Standing("admin"),
            id="without a reason to give",
        ),
        pytest.param(
            OPEN, LABEL._replace(at=NOW + timedelta(minutes=4)), Standing("admin"), id="by a clock that is ahead"
        ),
        pytest.param(
            OPEN, LABEL._replace(actor="ana", approver="li"), Standing("admin"), id="for its author, by an approver"
        ),
        pytest.param(
            OPEN._replace(not_the_author=False, allowed=Allowed("write")),
            LABEL,
            Standing("write"),
            id="by its author where that is allowed",
        ),
        pytest.param(OPEN, FIX, Standing("maintain"), id="a repair needs neither a reason nor a date"),
        pytest.param(OPEN, FIX._replace(actor="ana"), Standing("maintain"), id="a repair may be by its author"),
    ],
)
def test_override_that_counts(settings: Overriding, candidate: Candidate, standing: Standing) -> None:
    authors = AUTHORS | {"li"} if not settings.not_the_author else AUTHORS
    decision = decide(settings, [candidate], {candidate.by: standing}, authors, NOW)
    assert decision.notes == ()
    assert decision.override
    told = (decision.override.way, decision.override.actor, decision.override.reason, decision.override.change)
    assert told == ("label", candidate.actor, candidate.reason, candidate.change)


def test_override_tells_when_it_ends() -> None:
    override = decide(OPEN, [LABEL], LI, AUTHORS, NOW).override
    assert override
    assert (override.at, override.expires) == (NOW - HOUR, NOW + 23 * HOUR)


@pytest.mark.parametrize(
    ("candidate", "standing", "why"),
    [
        pytest.param(
            LABEL, "write", "it is by `li`, who has only write access and is not among those `allowed`", id="role"
        ),
        pytest.param(
            LABEL, "none", "it is by `li`, who has no access and is not among those `allowed`", id="a stranger"
        ),
        pytest.param(
            LABEL,
            "boss",
            "it is by `li`, who has only boss access and is not among those `allowed`",
            id="an unknown role",
        ),
        pytest.param(
            FIX, "triage", "it is by `li`, who has only triage access and is not among those `allowed`", id="a repair"
        ),
        pytest.param(
            LABEL._replace(reason=""),
            "admin",
            "it has no reason; who set the label must comment `slo-gate override: <reason>`",
            id="no reason",
        ),
        pytest.param(LABEL._replace(actor=""), "admin", "GitHub does not tell who it is by", id="a deleted account"),
        pytest.param(LABEL._replace(actor="Ana"), "admin", "it is by `Ana`, who wrote the change", id="its author"),
        pytest.param(
            LABEL._replace(at=NOW - 24 * HOUR), "admin", "it is of 2026-11-23 12:00 UTC and held for 1d", id="too old"
        ),
        pytest.param(
            LABEL._replace(at=NOW + HOUR),
            "admin",
            "it is of 2026-11-24 13:00 UTC, which has not been yet",
            id="of tomorrow",
        ),
    ],
)
def test_override_that_does_not_count(candidate: Candidate, standing: str, why: str) -> None:
    decision = decide(OPEN, [candidate], {candidate.by: Standing(standing)}, AUTHORS, NOW)
    assert decision == (None, (f"the override by label does not count: {why}",))


def test_nobody_may_override_a_change_of_nobody() -> None:
    decision = decide(OPEN, [LABEL], LI, None, NOW)
    assert decision.override is None
    assert "nobody knows who wrote the change" in decision.notes[0]


def test_the_first_that_counts_is_taken_and_the_others_are_told() -> None:
    trailer = LABEL._replace(way=Way.TRAILER, actor="eve")
    decision = decide(OPEN, [trailer, LABEL], LI, AUTHORS, NOW)
    assert decision.override
    assert decision.override.way == "label"
    assert decision.notes[0].startswith("the override in the commit's message does not count: it is by `eve`")


@pytest.mark.parametrize(
    ("earlier", "objection"),
    [(0, ""), (1, ""), (2, "an override does not count: 2 of 2 in 30d are used up"), (9, "9 of 2")],
)
def test_quota(earlier: int, objection: str) -> None:
    said = within_quota(Quota(2, timedelta(days=30)), earlier)
    assert bool(said) == bool(objection)
    assert objection in said
