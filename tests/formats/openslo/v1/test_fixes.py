"""Slips and what `--fix` makes of them, in files as people write them: the line changes at its slip, and nothing else."""

import json

import pytest

from tests.support.corpus import ALONE
from tests.support.fixing import findings, fixed, fixed_text

BLOCK = """\
%YAML 1.2
---   # the shop's promises\twith a tab
apiVersion: openslo/v1
kind: SLO
metadata:
    name: checkout-answers   # four blanks here
    displayName: 'Checkout answers'
    labels:
        tier: "1"
        team: [payments, "42"]
    annotations: {"runbook": 'https://example.com/#checkout'}
spec:
  service: checkout
  budgetingMethod: Occurrences  # not Timeslices
  indicator:
    metadata:
      name: answers
    spec:
      ratioMetric:
        counter: true
        good: {metricSource: {type: prometheus, spec: {query: 'sum(answers{code!~"5.."})'}}}
        total:
          metricSource:
            type: prometheus
            spec:
              query: |
                # all of them
                sum(answers)
  timeWindow:
  - duration: 30d
    isRolling: true


  objectives:
  -   displayName: most
      target: 0.999   # three nines
  -   {displayName: half, targetPercent: 50}
  alertPolicies:
  - alertPolicyRef: burn   # wakes somebody up
  - alertPolicyRef: "slow-burn"
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: {name: burn}
spec:
  conditions: [{conditionRef: fast}]
  notificationTargets: [{targetRef: pager}]
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: {name: slow-burn}
spec: {conditions: [{conditionRef: fast}], notificationTargets: [{targetRef: pager}]}
---
{"apiVersion": "openslo/v1", "kind": "AlertCondition", "metadata": {"name": "fast"}, "spec": {"severity": "page",
 "condition": {"kind": "burnrate", "op": "gte", "threshold": 2, "lookbackWindow": "1h"}}}
---
apiVersion: openslo/v1
kind: AlertNotificationTarget
metadata: {name: pager}
spec:
  target: pager
..."""
"""Sound, and ends without a line break."""

SLIPS = [
    pytest.param("  service: checkout", "  servce: checkout", id="a letter of a key is missing"),
    pytest.param("  service: checkout", "  sevrice: checkout", id="two letters of a key changed places"),
    pytest.param("  budgetingMethod:", "  budgetting_method:", id="a key has a letter too many, and another style"),
    pytest.param('"severity": "page"', '"Severity": "page"', id="a key in quotes has a capital"),
    pytest.param('"threshold": 2', '"treshold": 2', id="a letter of a key in JSON is missing"),
    pytest.param('"threshold": 2', '"threshold": "2"', id="a number in JSON is in quotes"),
    pytest.param('"op": "gte"', '"op": "GTE"', id="a choice in JSON has capitals"),
    pytest.param("kind: SLO", "kind: slo", id="the kind has small letters"),
    pytest.param("Occurrences  #", "occurrences  #", id="a choice has a small letter"),
    pytest.param("Occurrences  #", "Ocurrences  #", id="a letter of a choice is missing"),
    pytest.param('tier: "1"', "tier: 1", id="a label is a number"),
    pytest.param('[payments, "42"]', "[payments, 42]", id="a label in a list is a number"),
    pytest.param("isRolling: true", "isRolling: 'true'", id="true is in quotes"),
    pytest.param("target: 0.999 ", "target: 99.9 ", id="a target is a percentage"),
    pytest.param("target: 0.999 ", "target: 99.9% ", id="a target has a percent sign"),
    pytest.param("target: 0.999 ", "target: '99.90 %' ", id="a target has a percent sign and quotes"),
    pytest.param("target: 0.999 ", 'target: "0.999" ', id="a target is in quotes"),
    pytest.param("target: 0.999 ", "taget: 99.9 ", id="a percentage under a misspelt key"),
    pytest.param("targetPercent: 50}", "targetPercent: 0.50}", id="a percentage is a ratio"),
    pytest.param("targetPercent: 50}", "targetPercent: 50%}", id="a percentage has a percent sign"),
    pytest.param("- alertPolicyRef: burn ", "- burn ", id="a reference is a name alone"),
    pytest.param('- alertPolicyRef: "slow-burn"', '- "slow-burn"', id="a reference is a name in quotes"),
    pytest.param("conditions: [{conditionRef: fast}]\n", "conditions: [fast]\n", id="a reference in brackets"),
    pytest.param("answers\n    spec", "Answers\n    spec", id="a name has a capital"),
    pytest.param("checkout-answers   #", "Checkout Answers   #", id="a name has capitals and a blank"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), SLIPS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_slip_is_mended_and_nothing_else_changes(right: str, wrong: str, end: str) -> None:
    assert BLOCK.count(right) == 1
    assert fixed_text(BLOCK.replace(right, wrong).replace("\n", end)) == BLOCK.replace("\n", end)


def test_all_slips_of_a_file_are_mended_at_once() -> None:
    wrong = BLOCK
    for slip in SLIPS:
        right, instead = slip.values
        wrong = wrong.replace(str(right), str(instead), 1)
    assert len(findings(wrong)) > 4
    assert fixed_text(wrong) == BLOCK


def test_a_sound_file_is_left_alone() -> None:
    assert findings(BLOCK) == ()
    assert fixed({"slo.yaml": BLOCK}).repaired == {}


JSON = {
    "apiVersion": "openslo/v1",
    "kind": "SLO",
    "metadata": {"name": "checkout", "labels": {"tier": 1, "critical": True}},
    "spec": {
        "servce": "shop",
        "indicatorRef": "answers",
        "budgetingMethod": "occurrences",
        "timeWindow": [{"duration": "30d", "isRolling": "true"}],
        "objectives": [{"target": "99.5%"}, {"target": 99.9}, {"taget": "0.9"}],
        "alertPolicies": ["burn"],
    },
}
RIGHT_JSON = {
    "apiVersion": "openslo/v1",
    "kind": "SLO",
    "metadata": {"name": "checkout", "labels": {"tier": "1", "critical": "true"}},
    "spec": {
        "service": "shop",
        "indicatorRef": "answers",
        "budgetingMethod": "Occurrences",
        "timeWindow": [{"duration": "30d", "isRolling": True}],
        "objectives": [{"target": 0.995}, {"target": 0.999}, {"target": 0.9}],
        "alertPolicies": [{"alertPolicyRef": "burn"}],
    },
}


@pytest.mark.parametrize(
    "layout",
    [
        pytest.param({}, id="one line"),
        pytest.param({"indent": "\t"}, id="tabs"),
        pytest.param({"indent": 2}, id="blanks"),
        pytest.param({"separators": (",", ":")}, id="no blanks at all"),
    ],
)
def test_json_stays_json(layout: dict[str, object]) -> None:
    dumped = json.dumps(JSON, **layout)  # type: ignore[arg-type]
    assert json.loads(fixed_text(dumped)) == RIGHT_JSON


HEAD = "apiVersion: openslo/v1\n"
SERVICE = f"{HEAD}kind: Service\nmetadata: {{name: shop}}\n"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("target: 0.999 ", "target: 5 ", id="five per cent, or five nines"),
        pytest.param("target: 0.999 ", "target: 1.5 ", id="more than all by a slip, or a percentage"),
        pytest.param("target: 0.999 ", "target: 100 ", id="all of it has no way out"),
        pytest.param("target: 0.999 ", "target: 100% ", id="all of it in per cent"),
        pytest.param("target: 0.999 ", "target: '007' ", id="a number that readers of YAML 1.1 take for octal"),
        pytest.param("target: 0.999 ", "target: '1.5' ", id="a number in quotes that is none of these"),
        pytest.param("target: 0.999 ", f"target: 99.{'9' * 40} ", id="more digits than can be moved"),
        pytest.param("alertPolicyRef: burn ", "alertPolicyRef: brun ", id="a reference to a name that is near"),
        pytest.param('"op": "gte"', '"op": "gt="', id="a sign that is near two choices"),
        pytest.param('"op": "gte"', '"op": "ge"', id="a short choice that lacks a letter"),
        pytest.param("  service: checkout", "  service: checkout\n  sevice: other", id="a misspelt key beside the right one"),
        pytest.param("  service: checkout", "  servic: a\n  sevice: other", id="one key misspelt twice"),
        pytest.param("target: 0.999 ", "target: 0.999\n      targetPercnt: 99.9", id="a key that would be one too many"),
        pytest.param("targetPercent: 50}", "taget: 0.9, targetPercnt: 90}", id="two keys of which only one may stand"),
        pytest.param("  service: checkout", "  servce: [checkout]", id="a misspelt key with a value that is not its own"),
        pytest.param("kind: SLO", "kind: 'SL\n  O'", id="a value of several lines"),
        pytest.param("Occurrences  #", "!!str occurrences  #", id="a value with a tag"),
        pytest.param("Occurrences  #", "&method occurrences  #", id="a value with an anchor"),
        pytest.param("Occurrences  #", ">-\n   occurrences\n  #", id="a block"),
        pytest.param('\n        tier: "1"', "\n        tier: 1\n        tier: 2", id="a file with a key that stands twice"),
    ],
)  # fmt: skip
def test_what_may_be_meant_otherwise_is_left_to_people(right: str, wrong: str) -> None:
    assert BLOCK.count(right) == 1
    text = BLOCK.replace(right, wrong)
    assert findings(text)
    assert fixed_text(text) == text


def test_an_object_without_a_version_may_be_of_another_format() -> None:
    text = BLOCK.replace("apiVersion: openslo/v1\nkind: SLO", "kind: SLO").replace(
        "service: checkout", "sevice: checkout"
    )
    assert findings(text)
    assert fixed_text(text) == text


def test_nor_is_a_name_of_an_alert_policy_mended_in_it() -> None:
    text = BLOCK.replace("apiVersion: openslo/v1\nkind: SLO", "kind: SLO").replace("- alertPolicyRef: burn ", "- burn ")
    assert {finding.rule for finding in findings(text)} == {"SLO102", "SLO743"}
    assert fixed_text(text) == text


def test_its_version_is_found_first_where_the_key_is_misspelt() -> None:
    text = BLOCK.replace("apiVersion: openslo/v1\nkind: SLO", "apiversion: openslo/v1\nkind: SLO")
    assert fixed_text(text.replace("service: checkout", "sevice: checkout")) == BLOCK


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: &a {tier: 1}\nmetadata: {name: s, labels: *a}", id="used again"),
        pytest.param("metadata: {name: s, labels: &a {tier: 1}, annotations: *a}", id="used again by another key"),
        pytest.param("metadata: &a {name: s, anotations: {}}\nx: {<<: *a}", id="merged"),
    ],
)
def test_what_an_alias_uses_again_is_left_to_people(text: str) -> None:
    document = f"{HEAD}kind: Service\n{text}\n"
    assert fixed_text(document) == document


def test_what_stands_beside_an_anchor_is_mended() -> None:
    document = f"{HEAD}kind: Service\nmetadata: &a\n  name: s\n  labels: {{tier: 1, team: &t x}}\n"
    assert fixed_text(document) == document.replace("tier: 1", 'tier: "1"')


def test_a_suppressed_finding_is_not_mended() -> None:
    document = f"{HEAD}kind: Service\nmetadata: {{name: s, labels: {{tier: 1}}}} # slo-gate: ignore SLO103 -- numbers\n"
    assert fixed_text(document) == document


class TestNames:
    OTHER = "---\napiVersion: openslo/v1\nkind: Service\nmetadata: {name: OTHER, displayName: HighBurn Rate}\n"
    WRONG = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: HighBurn Rate} # two words\n"

    def test_a_name_that_nobody_uses_is_put_right(self) -> None:
        text = self.WRONG + self.OTHER.replace("OTHER", "other")
        assert fixed_text(text) == text.replace("{name: HighBurn Rate}", "{name: high-burn-rate}")

    def test_in_the_whole_set_alone(self) -> None:
        assert fixed_text(self.WRONG, ALONE._replace(partial=True)) == self.WRONG

    @pytest.mark.parametrize(
        ("glob", "fixable"), [("HighBurn Rate", False), ("High*", False), ("*", True), ("x", True)]
    )
    def test_a_name_that_the_configuration_tells_from_the_new_one_is_left(self, glob: str, fixable: bool) -> None:
        surroundings = ALONE._replace(globs=frozenset({glob}))
        assert (fixed_text(self.WRONG, surroundings) != self.WRONG) is fixable

    def test_a_name_that_another_file_uses_is_left_to_people(self) -> None:
        slo = BLOCK.replace("service: checkout", "service: HighBurn Rate")
        assert fixed({"slo.yaml": slo, "service.yaml": self.WRONG}).repaired == {}

    def test_a_name_that_is_taken_is_not_given_again(self) -> None:
        text = self.WRONG + self.OTHER.replace("OTHER", "high-burn-rate")
        assert fixed_text(text) == text

    def test_two_names_do_not_become_one(self) -> None:
        text = self.WRONG + self.OTHER.replace("OTHER", "High-burn Rate")
        assert fixed_text(text) == text

    @pytest.mark.parametrize(("name", "right"), [("No", '"no"'), ("ON", '"on"'), ("'A B'", "'a-b'"), ('"A"', '"a"')])
    def test_a_new_name_is_a_string_to_every_reader(self, name: str, right: str) -> None:
        assert fixed_text(self.WRONG.replace("HighBurn Rate", name)) == self.WRONG.replace("HighBurn Rate", right)


def test_slips_within_slips_are_mended_in_one_run() -> None:
    wrong = BLOCK
    for key in ("spec", "indicator", "ratioMetric", "total", "metricSource", "type"):
        wrong = wrong.replace(f" {key}:", f" {key.upper()}:").replace(f"\n{key}:", f"\n{key.upper()}:")
    assert fixed_text(wrong) == BLOCK


def test_the_next_slip_comes_into_sight_and_is_mended_too() -> None:
    text = BLOCK.replace("  objectives:", "  Objectives:").replace("target: 0.999 ", "Target: 99.9% ")
    assert fixed_text(text) == BLOCK
