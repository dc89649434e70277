"""What the last run said, kept in the comment itself: an invisible line that anybody may have edited.

So it is read as untrusted input: what is not exactly what we write is nothing.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from slo_gate.core.report import GateReport, ObjectiveReport
from slo_gate.core.verdict import Outcome
from slo_gate.outputs.numbers import remaining_percent

_MOST_BYTES, _MOST_BUDGETS = 1_000, 24
_LARGEST = 10**7
_LINE = re.compile(r"^<!-- state ([A-Za-z0-9_-]{1,1000}) -->\r?$", re.MULTILINE)
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}|")
_KEY = re.compile(r"[0-9a-f]{10}")


class Before(NamedTuple):
    """`shares` are what remained of the budgets then, in tenths of a percent; `commit` is empty where it was not known."""

    outcome: Outcome
    commit: str
    shares: Mapping[str, int]

    def points(self, objective: ObjectiveReport) -> float | None:
        """How many percent points more remain now; None where either is not known."""
        then, now = self.shares.get(_key(objective)), _tenths(objective)
        return None if then is None or now is None else (now - then) / 10


def remembered(report: GateReport, commit: str) -> str:
    """The line for the next run; the budgets that are worst off, where there are too many."""
    shares = dict(list(_shares(report))[:_MOST_BUDGETS])
    state = {"v": 1, "outcome": str(report.outcome), "commit": commit, "shares": shares}
    text = json.dumps(state, separators=(",", ":"))
    return f"<!-- state {base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')} -->"


def recalled(body: str) -> Before | None:
    """What a comment says that the last run said; None where it says nothing that we wrote."""
    found = _LINE.search(body[: 3 * _MOST_BYTES])
    return _read(_decoded(found[1])) if found else None


def _shares(report: GateReport) -> Iterator[tuple[str, int]]:
    for objective in report.objectives:
        tenths = _tenths(objective)
        if tenths is not None:
            yield _key(objective), tenths


def _tenths(objective: ObjectiveReport) -> int | None:
    """None also for what is no finite number, or absurdly far overspent."""
    if objective.budget is None or not abs(objective.budget.remaining) < _LARGEST // 1000:
        return None
    return int(remaining_percent(objective.budget.remaining) * 10)


def _key(objective: ObjectiveReport) -> str:
    return sha256(objective.title.encode(errors="backslashreplace")).hexdigest()[:10]


def _decoded(text: str) -> object:
    try:
        return json.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None


def _read(state: object) -> Before | None:
    if not isinstance(state, dict) or state.keys() != {"v", "outcome", "commit", "shares"} or state["v"] != 1:
        return None
    outcome, commit, shares = state["outcome"], state["commit"], state["shares"]
    if outcome not in list(Outcome) or not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
        return None
    if not isinstance(shares, dict) or not all(_is_share(key, value) for key, value in shares.items()):
        return None
    return Before(Outcome(outcome), commit, shares)


def _is_share(key: str, value: object) -> bool:
    return bool(_KEY.fullmatch(key)) and type(value) is int and abs(value) <= _LARGEST
