"""Durations as Go reads them, and labels of every script."""

from datetime import timedelta

import pytest

from slo_gate.formats.nobl9.values import go_duration
from tests.support.corpus import read_set

SERVICE = (
    "apiVersion: n9/v1alpha\nkind: Service\nmetadata: {name: cart, project: shop, labels: {'KEY': [x]}}\nspec: {}\n"
)
POLICY = """\
apiVersion: n9/v1alpha
kind: AlertPolicy
metadata: {name: fast, project: shop}
spec:
  severity: Low
  coolDown: DURATION
  conditions: [{measurement: burnedBudget, value: 1, lastsFor: 0m}]
"""


def rules(text: str) -> list[str]:
    return [finding.rule for finding in read_set({"slo.yaml": text}).report.findings]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("0", timedelta(0)),
        ("45m", timedelta(minutes=45)),
        ("45m0s", timedelta(minutes=45)),
        ("1h30m", timedelta(minutes=90)),
        ("30m1h", timedelta(minutes=90)),
        ("1.5h", timedelta(minutes=90)),
        (".5h", timedelta(minutes=30)),
        ("1.h", timedelta(hours=1)),
        ("1500ms", timedelta(seconds=1.5)),
        ("2us", timedelta(microseconds=2)),
        ("2µs", timedelta(microseconds=2)),
        ("1500ns", timedelta(microseconds=1)),
    ],
)
def test_a_duration_is_as_long_as_go_says(text: str, length: timedelta) -> None:
    assert go_duration(text) == length


@pytest.mark.parametrize("text", ["5m", "300s", "0.1h", "300000ms", "4m60s"])
def test_five_minutes_may_be_written_in_many_ways(text: str) -> None:
    assert rules(POLICY.replace("DURATION", text)) == []


@pytest.mark.parametrize("text", ["4m59.9s", "5", "5 m", "5M", "5min", "PT5M", "-5m", "+5m", "1d", ".h", "''", "0"])
def test_what_is_shorter_or_no_duration_is_refused(text: str) -> None:
    assert rules(POLICY.replace("DURATION", text)) in (["SLO103"], ["SLO104"])


@pytest.mark.parametrize("key", ["a", "team", "a-b_c9", "größe", "団体", "a" * 63])
def test_a_label_may_be_of_any_script(key: str) -> None:
    assert rules(SERVICE.replace("KEY", key)) == []


@pytest.mark.parametrize("key", ["", "9lives", "Team", "team_", "a b", "a.b", "a" * 64])
def test_a_label_has_the_form_that_nobl9_gives_it(key: str) -> None:
    assert rules(SERVICE.replace("KEY", key)) == ["SLO104"]
