"""Who set a label of a pull request, when, and why: told by its history, since neither label nor payload says so."""

import re
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import NamedTuple

from slo_gate.core.instant import write_instant
from slo_gate.github.answer import Answer
from slo_gate.github.api import Api
from slo_gate.github.event import Event
from slo_gate.github.pull_request import PullRequest, page

_REASON = re.compile(r"^[ \t]*slo-gate override:[ \t]*(\S[^\r\n]*)", re.IGNORECASE | re.MULTILINE)


class Label(NamedTuple):
    """`actor` is empty where the account was deleted."""

    name: str
    actor: str
    at: datetime
    url: str


def labels(api: Api, event: Event, pull: PullRequest, names: AbstractSet[str]) -> list[Label]:
    """Those of some labels, in lower case, that the pull request has, as they were set last. Raises ApiError."""
    last: dict[str, Label | None] = {}
    for answer in api.objects(f"/repos/{event.repository}/issues/{pull.number}/events"):
        kind, name = answer.words("event"), answer.words("label", "name").casefold()
        if name in names and kind in {"labeled", "unlabeled"}:
            last[name] = _label(answer, event, pull) if kind == "labeled" else None
    return [label for label in last.values() if label]


def _label(answer: Answer, event: Event, pull: PullRequest) -> Label:
    url = f"{page(event, pull)}#event-{answer.number('id') or ''}"
    return Label(answer.words("label", "name"), answer.login("actor"), answer.instant("created_at"), url)


def reason_of(api: Api, event: Event, pull: PullRequest, login: str, since: datetime) -> str:
    """What somebody last wrote after `slo-gate override:` in a comment; empty where they did not. Raises ApiError."""
    path = f"/repos/{event.repository}/issues/{pull.number}/comments"
    said = ""
    for answer in api.objects(path, {"since": write_instant(since)}):
        found = _REASON.search(answer.words("body"))
        if found and answer.login("user") == login:
            said = found[1].strip()
    return said
