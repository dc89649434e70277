"""Overrides of a change by ana, that li (who maintains), bo (who administrates) and eve (who may read) look at."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from slo_gate.core.change import Change
from slo_gate.core.override import Decision, Overriding
from slo_gate.github.event import Event
from slo_gate.github.overrides import find_override
from tests.support.github_api import connected
from tests.support.github_events import HEAD, PULL_REQUEST
from tests.support.github_project import AT, Approval, Commit, Pull
from tests.support.github_state import GitHub

NOW = AT + timedelta(hours=1)
LABEL, FIX = "slo-gate:override", "slo-gate:reliability"
REASON = "slo-gate override: CVE-2026-1 must go out"
ALL = Overriding(
    label=LABEL,
    trailer="SLO-Gate-Override",
    input=True,
    environment="production-budget-spent",
    change_labels={FIX: Change.FIX},
)
Deed = Callable[[GitHub], object]


def overriding(
    github: GitHub,
    event: Event = PULL_REQUEST,
    settings: Overriding = ALL,
    typed: str = "",
    prepared: Deed | None = None,
) -> Decision:
    project = github.project
    project.roles |= {"ana": "write", "li": "maintain", "eve": "read", "bo": "admin"}
    project.commits.setdefault(HEAD, Commit("Ship it"))
    project.pulls.setdefault(7, Pull(7, HEAD))
    if prepared:
        prepared(github)
    return find_override(connected(github.url), event, settings, typed, NOW)


def labelled(actor: str, *, reason: str = REASON, label: str = LABEL, by: str = "") -> Deed:
    def deed(github: GitHub) -> None:
        github.project.label(7, label, actor)
        if reason:
            github.add(reason, by or actor)

    return deed


def committed(message: str, **changed: Any) -> Deed:
    def deed(github: GitHub) -> None:
        github.project.commits[HEAD] = Commit(message, author="ana", committer="li")._replace(**changed)

    return deed


def approved(user: str, **changed: str) -> Deed:
    given = Approval(user, "production-budget-spent", "CVE-2026-1 must go out")._replace(**changed)
    return lambda github: github.project.approvals.append(given)


TRAILER = "Ship it\n\nSLO-Gate-Override: CVE-2026-1 must go out"
