"""For any change of SLO files, configuration and numbers: comparing is never milder than the base alone, and nothing milder is quiet."""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from hypothesis import event, given
from hypothesis import strategies as st

from slo_gate.core.change import Change
from slo_gate.core.report import GateReport
from slo_gate.core.revision import Held, TreeEntry
from slo_gate.core.verdict import Outcome
from slo_gate.gating import run_gate
from slo_gate.request import Request
from tests.support.changing import AT
from tests.support.properties import tried

WORST = (Outcome.PASS, Outcome.WARN, Outcome.UNKNOWN, Outcome.FAIL, Outcome.INVALID)
"""In the order of how much they stop; what is overridden stops nothing."""
NAMES = ("checkout", "search", "old-search")
NUMBERS = json.dumps(
    {
        "version": 1,
        "at": AT,
        "slos": [
            {"slo": "checkout", "good": 99_700, "total": 100_000},
            {"slo": "search", "good": 99_950, "total": 100_000},
            {"slo": "old-search", "good": 100_000, "total": 100_000},
            {"slo": "quiet", "good": 0, "total": 0},
        ],
    }
)


class Promise(NamedTuple):
    """An SLO of the random sets."""

    name: str
    target: str
    window: str
    tier: str
    query: str

    def text(self) -> str:
        labels = f", labels: {{tier: {self.tier}}}" if self.tier else ""
        return (
            "---\napiVersion: openslo/v1\nkind: SLO\n"
            f"metadata: {{name: {self.name}{labels}}}\n"
            "spec:\n  service: shop\n  budgetingMethod: Occurrences\n"
            f"  timeWindow: [{{duration: {self.window}, isRolling: true}}]\n"
            "  indicator: {metadata: {name: i}, spec: {ratioMetric: {counter: true, "
            f"good: {{metricSource: {{metricSourceRef: metrics, spec: {{query: 'sum({self.query}{{ok=\"1\"}})'}}}}}}, "
            f"total: {{metricSource: {{metricSourceRef: metrics, spec: {{query: sum({self.query})}}}}}}}}}}}}\n"
            f"  objectives: [{{displayName: main, target: {self.target}}}]\n"
        )


PROMISES = st.lists(
    st.builds(
        Promise,
        st.sampled_from((*NAMES, "quiet", "unheard-of")),
        st.sampled_from(("0.99", "0.999", "0.9999")),
        st.sampled_from(("7d", "30d")),
        st.sampled_from(("", "low", "critical")),
        st.sampled_from(("requests", "calls")),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one.name,
)
Settings = tuple[list[tuple[str, str, str]], list[str], str, str]
"""Rules, exemptions, defaults and freezes."""
MATCHES = ("", "tier: critical", "tier: low", "slo: 'old-*'", "slo: checkout")
RULES = st.lists(
    st.tuples(
        st.sampled_from(MATCHES),
        st.sampled_from(("remaining_at_most: 0%", "remaining_at_most: -300%", "unknown: true", "no_traffic: true")),
        st.sampled_from(("fail", "warn")),
    ),
    max_size=3,
)
EXEMPT = st.lists(st.sampled_from(MATCHES[1:]), max_size=2)
CONFIGS = st.tuples(
    RULES,
    EXEMPT,
    st.sampled_from(("", "defaults: {on_unknown: warn}\n", "defaults: {on_unknown: pass, tiers: {low: warn}}\n")),
    st.sampled_from(
        ("", "freezes: [{name: f, from: 2026-11-01T00:00, to: 2026-12-01T00:00, zone: UTC, then: fail}]\n")
    ),
)


def config(parts: Settings) -> str:
    rules, exempt, defaults, freezes = parts
    text = f"version: 1\nat: {AT}\nslos: [slo.yaml]\nsources: {{metrics: {{type: file, path: numbers.json}}}}\n"
    if rules:
        listed = (
            f"  - {{name: r{number}, match: {{{match}}}, when: {{{when}}}, then: {then}}}\n"
            for number, (match, when, then) in enumerate(rules)
        )
        text += "rules:\n" + "".join(listed)
    if exempt:
        text += "exemptions:\n" + "".join(
            f"  - {{match: {{{match}}}, reason: r, owner: o, ticket: t, expires: 2027-01-31, unknown: true}}\n"
            for match in exempt
        )
    return text + defaults + freezes


class Kept(NamedTuple):
    """A commit in memory."""

    root: Path
    files: Mapping[str, bytes]
    ref: str = "main"
    sha: str = "0" * 40

    def entries(self) -> Mapping[str, TreeEntry]:
        return {name: TreeEntry(Held.FILE, self._id(data)) for name, data in self.files.items()}

    def read(self, entry: TreeEntry, limit: int) -> bytes:
        return next(data for data in self.files.values() if self._id(data) == entry.id)[: limit + 1]

    @staticmethod
    def _id(data: bytes) -> str:
        return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


class Answers(NamedTuple):
    """Of the base alone, of the change compared with it, and of the change alone, as it would be once merged."""

    base: GateReport
    compared: GateReport
    merged: GateReport


def answers(before: Mapping[str, str], after: Mapping[str, str], change: Change = Change.FEATURE) -> Answers:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _write(root, before)
        base = run_gate(Request(folder=root, environ={}))
        _write(root, after)
        kept = Kept(root, {name: text.encode() for name, text in before.items()})
        compared = run_gate(Request(folder=root, environ={}, revision=kept, change=change))
        merged = run_gate(Request(folder=root, environ={}))
    assert Outcome.INVALID not in {base.outcome, merged.outcome}
    return Answers(base, compared, merged)


def _write(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (root / name).write_text(text)


def files(promises: list[Promise], settings: Settings) -> dict[str, str]:
    text = "".join(one.text() for one in promises)
    return {"slo.yaml": text, ".slo-gate.yaml": config(settings), "numbers.json": NUMBERS}


@tried(150)
@given(PROMISES, CONFIGS, PROMISES, CONFIGS)
def test_a_change_is_never_judged_more_mildly_than_its_base(
    old: list[Promise],
    old_settings: Settings,
    new: list[Promise],
    new_settings: Settings,
) -> None:
    found = answers(files(old, old_settings), files(new, new_settings))
    assert WORST.index(found.compared.outcome) >= WORST.index(found.base.outcome)


@tried(300)
@given(st.data())
def test_what_would_be_judged_more_mildly_once_merged_is_told(data: st.DataObject) -> None:
    """From one change at a time, so that most of them would be quiet if they could."""
    old, settings = data.draw(PROMISES), data.draw(CONFIGS)
    new, new_settings = list(old), settings
    what = data.draw(st.sampled_from(("name", "target", "window", "tier", "query", "gone", "more", "config")))
    if what == "config":
        kind = data.draw(st.integers(0, 3))
        other = data.draw(CONFIGS)
        new_settings = (*settings[:kind], other[kind], *settings[kind + 1 :])
    elif what == "gone":
        new = new[1:] or new
    elif what == "more":
        new += [one for one in data.draw(PROMISES) if one.name not in {each.name for each in new}]
    else:
        value = getattr(data.draw(PROMISES)[0], what)
        taken = {each.name for each in new[1:]}
        new[0] = new[0]._replace(**{what: value}) if value not in taken else new[0]
    found = answers(files(old, settings), files(new, new_settings))
    event(f"{what}, {'told' if found.compared.weakened else 'quiet'}")
    if not found.compared.weakened:
        assert WORST.index(found.merged.outcome) >= WORST.index(found.base.outcome)


def test_a_repair_is_let_through() -> None:
    promise = Promise("checkout", "0.999", "30d", "", "requests")
    weaker = promise._replace(target="0.9")
    settings: Settings = ([], [], "", "")
    found = answers(files([promise], settings), files([weaker], settings), Change.ROLLBACK)
    assert (found.base.outcome, found.compared.outcome) == (Outcome.FAIL, Outcome.OVERRIDDEN)
