"""How many overrides there were lately, counted by what GitHub keeps anyway: labels that were set, deployments that waited.

Also one that was taken back, or did not count, is counted: what is left of a quota is never told too large.
"""

from collections.abc import Iterator
from datetime import datetime

from slo_gate.core.override import Overriding
from slo_gate.github.answer import Answer
from slo_gate.github.api import Api
from slo_gate.github.event import Event
from slo_gate.github.pull_request import PullRequest


def earlier_overrides(api: Api, event: Event, pull: PullRequest | None, settings: Overriding, since: datetime) -> int:
    """Of other changes than the present one. Raises ApiError where they cannot be counted to the end."""
    repository = f"/repos/{event.repository}"
    labelled = {
        answer.number("issue", "number")
        for answer in _since(api.objects(f"{repository}/issues/events"), since)
        if settings.label and _sets(answer, settings.label)
    }
    deployed: set[str] = set()
    if settings.environment:
        found = api.objects(f"{repository}/deployments", {"environment": settings.environment})
        deployed = {answer.commit("sha") for answer in _since(found, since)}
    return len(labelled - {pull.number if pull else None}) + len(deployed - {event.head_sha})


def _since(answers: Iterator[Answer], since: datetime) -> Iterator[Answer]:
    """GitHub lists the newest first."""
    for answer in answers:
        if answer.instant("created_at") < since:
            return
        yield answer


def _sets(answer: Answer, label: str) -> bool:
    return answer.words("event") == "labeled" and answer.words("label", "name").casefold() == label.casefold()
