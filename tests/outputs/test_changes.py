"""Sentences about changes, and changes full of text that means harm."""

import json
from decimal import Decimal

import pytest

from slo_gate.core.change_report import ChangeReport
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Span
from slo_gate.core.promise_change import Aspect, PromiseChange, Way
from slo_gate.core.report import PolicyOrigin
from slo_gate.core.verdict import Outcome
from slo_gate.core.weakening_pages import PAGES, RULES
from slo_gate.outputs import CHANGE_OUTPUTS, GATE_OUTPUTS
from slo_gate.outputs.change_wording import ChangeWording
from slo_gate.outputs.english import ENGLISH
from slo_gate.outputs.numbers import plain
from slo_gate.outputs.style import Style
from tests.outputs.hostile import HOSTILE, hostile_objective
from tests.outputs.reports import gate
from tests.outputs.test_injection import INVISIBLE, assert_harmless, commands

FOREIGN = ("query", "source", "service", "name", "objective", "label", "annotation", "config", "suppression")


def hostile_report(text: str) -> ChangeReport:
    place = Location(text, Span(1, 1, 1, 2))
    values = {"before": text, "after": text, "label": text, "section": text, "rule": text, "part": "total"}
    aspects = tuple(Aspect(code, values, weakens=True, location=place) for code in FOREIGN)
    objective = hostile_objective(text)
    changes = (
        PromiseChange(Way.CHANGED, text, text, text, place, aspects, True, objective.today, objective.today),
        PromiseChange(Way.CHANGED, "", "", "", place, aspects, True),
    )
    return ChangeReport(Outcome.FAIL, PolicyOrigin(text, text, text), None, changes, (), (text,))


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_markdown_of_hostile_changes_is_harmless(text: str) -> None:
    found = (Finding("SLO101", Severity.ERROR, Location(text, Span(1, 1, 1, 2)), text),)
    invalid = ChangeReport(Outcome.INVALID, PolicyOrigin(), findings=found)
    for report in (hostile_report(text), invalid):
        assert_harmless(CHANGE_OUTPUTS["markdown"].render(report, Style()))


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_text_and_json_of_hostile_changes_hold_no_command(text: str) -> None:
    report = hostile_report(text)
    of_gate = gate(Outcome.FAIL, changes=report.changes)
    for output in (CHANGE_OUTPUTS["text"].render(report, Style()), GATE_OUTPUTS["text"].render(of_gate, Style())):
        assert not commands(output)
        assert not INVISIBLE.search(output)
    for document in (CHANGE_OUTPUTS["json"].render(report, Style()), GATE_OUTPUTS["json"].render(of_gate, Style())):
        assert not commands(document)
        assert json.loads(document)["changes"][0]["aspects"][0]["before"] == text


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("0.999", "0.995", "target 99.9 % → 99.5 %: five times the budget"),
        ("0.999", "0.998", "target 99.9 % → 99.8 %: twice the budget"),
        ("0.999", "0.9985", "target 99.9 % → 99.85 %: 1.5 times the budget"),
        ("0.995", "0.999", "target 99.5 % → 99.9 %: a fifth of the budget"),
        ("0.99", "0.993", "target 99 % → 99.3 %: 70.0 % of the budget"),
        ("0.99", "1", "target 99 % → 100 %: no budget at all"),
        ("1", "0.99", "target 100 % → 99 %"),
    ],
)
def test_a_target_says_what_becomes_of_the_budget(before: str, after: str, sentence: str) -> None:
    old, new = Decimal(before), Decimal(after)
    factor = (1 - new) / (1 - old) if old != 1 else None
    aspect = Aspect("target", {"before": old, "after": new, "factor": factor})
    assert plain(ChangeWording().sentence(aspect)) == sentence


def test_every_aspect_that_can_weaken_has_a_rule_and_a_sentence() -> None:
    assert set(RULES.values()) == set(PAGES)
    assert {f"aspect.{code}" for code in RULES} <= set(ENGLISH)
