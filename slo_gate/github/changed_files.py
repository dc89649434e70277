"""Which files a change touches, as GitHub tells it; or that it cannot be told in full, which must never be taken for "none"."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from slo_gate.github.answer import Answer
from slo_gate.github.api import PAGE_SIZE, Api
from slo_gate.github.errors import ApiError
from slo_gate.github.event import Event
from slo_gate.github.pull_request import read

MOST_OF_A_PULL_REQUEST = 3_000
MOST_OF_A_COMPARISON = 300
"""Files. GitHub shows no more, and says nothing of the rest."""
_PAGES = MOST_OF_A_PULL_REQUEST // PAGE_SIZE


class Unknown(NamedTuple):
    """`reason` finishes the sentence "which files change is not known: …"."""

    reason: str


Files = tuple[str, ...] | Unknown
"""Paths in the repository, each once, in order; the old path of a file that was renamed is one of them."""


def changed_files(api: Api, event: Event) -> Files:
    """The files that the event's pull request, merge group or push changes."""
    number = event.pull_request
    try:
        return _of_pull_request(api, event, number) if number else _between(api, event)
    except ApiError as error:
        return Unknown(error.failure.of_reading("pull-requests: read" if number else "contents: read"))


def _of_pull_request(api: Api, event: Event, number: int) -> Files:
    """The list is of the head as it is now, so it is held to the commit that this run looks at, and to GitHub's count."""
    path = f"/repos/{event.repository}/pulls/{number}/files"
    found = [Answer.of(one) for page in api.pages(path, limit=_PAGES) for one in page]
    now = read(api, event.repository, number)
    if now.head_sha != event.head_sha:
        return Unknown("the pull request has moved on since this run began")
    if len(found) >= MOST_OF_A_PULL_REQUEST or len(found) != now.changed_files:
        return Unknown(f"the pull request changes more files than GitHub lists ({len(found):,})")
    return _paths(found)


def _between(api: Api, event: Event) -> Files:
    """What came since the base of a merge group, or since where a pushed branch stood."""
    before = event.base_sha or event.before
    if not before or not event.head_sha:
        return Unknown("there is no earlier commit to compare with")
    found = api.read(f"/repos/{event.repository}/compare/{before}...{event.head_sha}").list("files")
    if len(found) >= MOST_OF_A_COMPARISON:
        return Unknown(f"there may be more files than GitHub compares ({MOST_OF_A_COMPARISON})")
    return _paths(found)


def _paths(found: Iterable[Answer]) -> tuple[str, ...]:
    return tuple(sorted({path for one in found for path in _both(one)}))


def _both(one: Answer) -> Iterator[str]:
    yield one.words("filename")
    if previous := one.words("previous_filename"):
        yield previous
