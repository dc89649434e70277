"""What the section `overrides` comes to."""

from datetime import timedelta

import pytest

from slo_gate.core.change import Change
from slo_gate.core.override import Allowed, Overriding, Quota
from tests.config.test_accepted import accepted

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param("label: o", Overriding(label="o"), id="what is not said is strict"),
        pytest.param("trailer: T, input: true, environment: e", Overriding("", "T", True, "e"), id="every other way"),
        pytest.param(
            "label: o, require_reason: false, not_the_author: false, max_age: 2h",
            Overriding("o", require_reason=False, not_the_author=False, max_age=DAY / 12),
            id="what is said",
        ),
        pytest.param("label: o, quota: {count: 2, per: 30d}", Overriding("o", quota=Quota(2, 30 * DAY)), id="a quota"),
        pytest.param(
            "change_labels: {reliability: fix, back: rollback}",
            Overriding(change_labels={"reliability": Change.FIX, "back": Change.ROLLBACK}),
            id="repairs alone",
        ),
        pytest.param(
            'label: o, allowed: [admin, write, "@ana", "@acme/sre"]',
            Overriding("o", allowed=Allowed("write", frozenset({"ana"}), ("acme/sre",))),
            id="the least of several roles",
        ),
        pytest.param(
            'label: o, allowed: ["@ana"]', Overriding("o", allowed=Allowed("", frozenset({"ana"}))), id="users alone"
        ),
    ],
)
def test_overrides(said: str, expected: Overriding) -> None:
    assert accepted(f"version: 1\noverrides: {{{said}}}\n").overriding == expected


def test_without_the_section_nobody_overrides_anything() -> None:
    assert accepted("version: 1\n").overriding is None
