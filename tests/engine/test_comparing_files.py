"""What changed of the configuration, and which suppressions came."""

from datetime import date

import pytest

from slo_gate import documents
from slo_gate.core import node
from slo_gate.core.suppression import Suppression, suppressions
from slo_gate.engine.comparing_files import added_suppressions, config_changes

BASE = """\
version: 1
slos: [slo/*.yaml]
rules:
  - {name: spent, when: {remaining_at_most: 0%}, then: fail}
"""
RULE = "  - {name: low, when: {remaining_at_most: 10%}, then: warn}\n"
QUIET = "  - {name: quiet, when: {unknown: true}, then: pass}\n"
FREEZE = "freezes: [{name: f, from: 2026-12-20T00:00Z, to: 2027-01-02T00:00Z, then: fail}]\n"
EXCLUSION = "exclusions: [{{reason: r, from: 2026-10-01T00:00Z, to: 2026-10-02T00:00Z, expires: {}}}]\n"
TODAY = date(2026, 11, 18)
EXEMPTION = "exemptions: [{slo: a, reason: r, owner: o, ticket: t, expires: 2027-01-31}]\n"


def root(text: str) -> node.Mapping:
    (document,) = documents.parse(text.encode(), "c.yaml").documents
    assert isinstance(document.root, node.Mapping)
    return document.root


@pytest.mark.parametrize(
    ("after", "sections"),
    [
        pytest.param(BASE, [], id="nothing"),
        pytest.param("# why\n" + BASE.replace("[slo/*.yaml]", "\n  - 'slo/*.yaml'"), [], id="its form alone"),
        pytest.param(BASE.replace("0%", "-50%"), [("rules", 3, True)], id="a rule"),
        pytest.param(BASE + RULE, [("rules", 3, False)], id="one rule more"),
        pytest.param(BASE + QUIET, [("rules", 3, True)], id="one rule more, of what has no number"),
        pytest.param(BASE + FREEZE, [("freezes", 5, False)], id="a freeze"),
        pytest.param(BASE + "tests: [a.yaml]\n", [("tests", 5, False)], id="tests"),
        pytest.param(BASE + EXEMPTION, [("exemptions", 5, True)], id="an exemption"),
        pytest.param(BASE.replace("slo/*.yaml", "slo/*.yaml, more/*.yaml"), [("slos", 2, False)], id="more files"),
        pytest.param(BASE.replace("slo/*.yaml", "slo/web/*.yaml"), [("slos", 2, True)], id="fewer files"),
        pytest.param(BASE + "shadow: true\n", [("shadow", 5, True)], id="a section that is new"),
        pytest.param("version: 1\nslos: [slo/*.yaml]\n", [("rules", 1, True)], id="a section that is gone"),
    ],
)
def test_each_section_that_differs_is_told(after: str, sections: list[tuple[str, int, bool]]) -> None:
    changes = list(config_changes("c.yaml", root(BASE), root(after), TODAY))
    assert [(one.aspects[0].evidence["section"], one.location.line, one.weakens) for one in changes] == sections
    assert {one.title for one in changes} <= {"c.yaml"}


@pytest.mark.parametrize(
    ("section", "weakens"),
    [
        pytest.param(EXEMPTION, False, id="an exemption"),
        pytest.param(EXCLUSION.format("2026-11-01"), False, id="an exclusion that has expired"),
        pytest.param(EXCLUSION.format("2026-11-18"), True, id="an exclusion that holds"),
        pytest.param(FREEZE, True, id="a freeze"),
        pytest.param("tests: [a.yaml]\n", True, id="tests"),
        pytest.param("shadow: true\n", True, id="a setting"),
    ],
)
def test_what_is_gone_weakens_unless_it_let_things_through(section: str, weakens: bool) -> None:
    (change,) = config_changes("c.yaml", root(BASE + section), root(BASE), TODAY)
    assert change.weakens is weakens


def test_a_configuration_that_is_gone_weakens() -> None:
    (change,) = config_changes("c.yaml", root(BASE), None, TODAY)
    assert (change.aspects[0].code, change.weakens) == ("config_removed", True)


def test_a_configuration_that_is_new_changes_nothing() -> None:
    assert list(config_changes("c.yaml", None, root(BASE), TODAY)) == []


def comments(reason: str = "why", **files: str) -> list[Suppression]:
    return [
        one
        for name, rules in files.items()
        for text in ["".join(f"a: 1 # slo-gate: ignore {rule} -- {reason}\n" for rule in rules.split())]
        for one in suppressions(text, name)
    ]


@pytest.mark.parametrize(
    ("before", "after", "added"),
    [
        pytest.param(comments(a="SLO113"), comments(a="SLO113"), [], id="the same"),
        pytest.param(comments(), comments(a="SLO113"), ["a:1 SLO113"], id="a new one"),
        pytest.param(comments(a="SLO113"), comments(a="SLO113 SLO113"), ["a:2 SLO113"], id="a second one"),
        pytest.param(comments(a="SLO113"), comments(b="SLO113"), [], id="one in a file with a new name"),
        pytest.param(comments(a="SLO113"), comments("better", a="SLO113"), [], id="one with another reason"),
        pytest.param(
            comments(a="SLO113"), comments("other", b="SLO113"), ["b:1 SLO113"], id="one elsewhere for another reason"
        ),
        pytest.param(
            comments(a="SLO113"),
            [*comments("new", a="SLO113"), *comments(b="SLO113")],
            ["b:1 SLO113"],
            id="one elsewhere for a reason that was",
        ),
        pytest.param(comments(b="SLO113"), comments(a="SLO113", b="SLO113"), ["a:1 SLO113"], id="one in another file"),
        pytest.param(comments(a="SLO113"), comments(a="SLO114"), ["a:1 SLO114"], id="one for another rule"),
    ],
)
def test_suppressions_that_came_are_told(before: list[Suppression], after: list[Suppression], added: list[str]) -> None:
    changes = list(added_suppressions(before, after))
    assert [f"{one.title}:{one.location.line} {one.aspects[0].evidence['rule']}" for one in changes] == added
    assert all(one.weakens for one in changes)
