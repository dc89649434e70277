"""The commit status of a run: where a workflow asks for one, beside its own check."""

from slo_gate.core.printable import printable
from slo_gate.core.verdict import Outcome
from slo_gate.github.api import Api
from slo_gate.github.errors import ApiError, Failure
from slo_gate.github.event import Event

_LONGEST = 140
"""Characters of a description. GitHub refuses more."""
_ERRORS = frozenset({Outcome.UNKNOWN, Outcome.INVALID})


def publish_status(api: Api | None, event: Event, name: str, outcome: Outcome, summary: str, *, blocked: bool) -> str:
    """Writes the status `name` of the event's commit: what the run itself comes to. A note where it could not be written."""
    if api is None:
        return "no commit status was written: no token was given"
    if not event.head_sha:
        return "no commit status was written: the commit is not known"
    body = {"state": _state(outcome, blocked=blocked), "context": name, "description": _cut(summary)}
    if event.run_url:
        body["target_url"] = event.run_url
    try:
        api.call("POST", f"/repos/{event.repository}/statuses/{event.head_sha}", body)
    except ApiError as error:
        return f"no commit status was written: {_why(error.failure)}"
    return ""


def _state(outcome: Outcome, *, blocked: bool) -> str:
    """As the step: an advisory run stops nobody. What could not be judged is an error, and never a success where it blocks."""
    if not blocked:
        return "success"
    return "error" if outcome in _ERRORS else "failure"


def _cut(text: str) -> str:
    shown = printable(text)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def _why(failure: Failure) -> str:
    """Of its failures, two are told otherwise than those of a comment."""
    said = {
        Failure.FORBIDDEN: "the token may not write it; the job needs the permission `statuses: write`",
        Failure.NOT_FOUND: "GitHub finds no such commit, or does not show it to this token",
    }
    return said.get(failure, failure.value)
