"""Files of policy tests: what they may say, and where it is told that they may not."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from slo_gate import documents
from slo_gate.core.change import Change
from slo_gate.core.errors import InvalidFileError
from slo_gate.core.measurement import Reason
from slo_gate.core.policy_test import Given
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.policy_tests.opening import open_tests
from slo_gate.policy_tests.shape import violations
from tests.support.corpus import plain
from tests.support.repository import ROOT
from tests.support.schemas import validator

MARK = "«"
WHOLE = """\
version: 1
tests:
  - name: all
    environment: production
    change: fix
    at: 2026-12-24T12:00:00Z
    paths: [a.go, b/c.md]
    slo: {service: web, name: w, labels: {tier: critical, team: [x, y]}, target: 95%, window: 7d}
    given: {remaining: -3.5%, burn_rates: {1h: 20, 5m: 1.5}, coverage: 80%, exhausts_in: 3d, total: 1000}
    expect: {verdict: fail, outcome: warn, rule: r}
  - {name: blind, given: {unknown: stale-data, coverage: 10%}, expect: {verdict: unknown}}
  - {name: idle, given: {no_traffic: true}, expect: {outcome: pass}}
  - {name: calm, expect: {verdict: pass}}
"""
ONE = "version: 1\ntests:\n  - name: one\n    given: {remaining: 5%}\n    expect: {verdict: pass}\n"
REFUSED = {
    "no version": (ONE.replace("version: 1\n", MARK), "has no `version`"),
    "no test": ("version: 1\n«tests: []\n", "has 0 items"),
    "a test without a name": (ONE.replace("name: one\n    given", "«given"), "has no `name`"),
    "a test that expects nothing": (ONE.replace("expect: {verdict: pass}", "«expect: {}"), "`verdict` or `outcome`"),
    "a test that expects a rule alone": (ONE.replace("expect: {verdict: pass}", "«expect: {rule: r}"), "`verdict` or"),
    "a verdict that is none": (ONE.replace("pass", "«passed"), "is 'passed'"),
    "an outcome of broken files": (ONE.replace("verdict: pass", "outcome: «invalid"), "is 'invalid'"),
    "a share that is none": (ONE.replace("5%", "«0.05"), "a number"),
    "a lookback that is none": (ONE.replace("remaining: 5%", "burn_rates: {«1 h: 2}"), "the key `1 h`"),
    "a burn below nothing": (ONE.replace("remaining: 5%", "burn_rates: {1h: «-2}"), "is -2"),
    "a number of what is unknown": (ONE.replace("remaining", "unknown: no-data, «remaining"), "means nothing beside"),
    "a question that is wrong": (ONE.replace("remaining: 5%", "unknown: «query-rejected"), "is 'query-rejected'"),
    "a key that is misspelt": (ONE.replace("given", "«givn"), "unknown key `givn`"),
    "two documents": (f"«{ONE}---\n{ONE}", "one YAML document"),
}  # fmt: skip


def test_a_test_is_what_it_says() -> None:
    whole, blind, idle, calm = open_tests(WHOLE.encode(), "t.yaml")
    assert (whole.name, whole.environment, whole.change) == ("all", "production", Change.FIX)
    assert (whole.at, whole.paths) == (datetime(2026, 12, 24, 12, tzinfo=UTC), ("a.go", "b/c.md"))
    assert (whole.slo.service, whole.slo.name, whole.slo.window.duration.nominal) == ("web", "w", timedelta(days=7))
    assert whole.slo.labels == {"tier": ("critical",), "team": ("x", "y")}
    assert whole.slo.objectives[0].target == Decimal("0.95")
    rates = {timedelta(hours=1): Decimal(20), timedelta(minutes=5): Decimal("1.5")}
    assert whole.given == Given(Decimal("-0.035"), rates, Decimal("0.8"), timedelta(days=3), Decimal(1000))
    assert whole.expected[1:] == (Verdict.FAIL, Outcome.WARN, "r")
    assert str(whole.expected.location) == "t.yaml:10:13"
    assert blind.given == Given(coverage=Decimal("0.1"), unknown=Reason.STALE_DATA)
    assert idle.given.no_traffic
    assert (calm.given, calm.at, calm.paths) == (Given(), None, None)


@pytest.mark.parametrize(("marked", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_told_where_it_is(marked: str, message: str) -> None:
    before = marked[: marked.index(MARK)]
    with pytest.raises(InvalidFileError) as caught:
        open_tests(marked.replace(MARK, "").encode(), "t.yaml")
    (found,) = caught.value.findings
    assert message in found.message
    assert (found.location.line, found.location.column) == (
        before.count("\n") + 1,
        len(before) - before.rfind("\n"),
    )


@pytest.mark.parametrize("text", [WHOLE, ONE, *(marked.replace(MARK, "") for marked, _ in REFUSED.values())])
def test_editors_are_told_the_same(text: str) -> None:
    parsed = documents.parse(text.encode(), "t.yaml").documents
    if len(parsed) == 1:
        root = parsed[0].root
        assert validator("policy-test.v1.json").is_valid(plain(root)) is (not any(violations(root)))


def test_the_examples_are_such_a_file() -> None:
    file = ROOT / "examples" / "policy.slo-gate-test.yaml"
    assert len(open_tests(file.read_bytes(), file.name)) > 5
