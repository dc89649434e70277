"""Selectors are told from other PromQL, and take one matcher more."""

import pytest

from slo_gate.formats.slo_generator.selector import Selector, calls, selector_of, with_window
from slo_gate.promql.selectors import selectors


@pytest.mark.parametrize(
    ("text", "selector"),
    [
        ("a", Selector("a", None)),
        (" a:b_c1 ", Selector("a:b_c1", None)),
        ("a{}", Selector("a", "")),
        ('a{b="c"}', Selector("a", 'b="c"')),
        ('a {b="c",}[window]', Selector("a", 'b="c",')),
        ("{__name__='a'}", Selector("", "__name__='a'")),
        ('a{b="}"}', Selector("a", 'b="}"')),
        ('a{b="\\"}", c=`"`}', Selector("a", 'b="\\"}", c=`"`')),
        ('a{\n  b="c"\n}', Selector("a", '\n  b="c"\n')),
    ],
)
def test_a_selector_is_told(text: str, selector: Selector) -> None:
    assert selector_of(text) == selector


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{}",
        "a[5m]",
        "sum(a)",
        "a + b",
        "a offset 5m",
        'a{b="c}',
        "a{b={}}",
        "a{",
        "a}",
        "1",
        "a b",
        "{" * 50_000,
    ],
)
def test_what_is_more_or_less_is_not(text: str) -> None:
    assert selector_of(text) is None


@pytest.mark.parametrize(
    ("text", "labels"),
    [("a", []), ('a{le="1"}', ["le"]), ('a{b="le=1", c !~ "x"}', ["b", "c"]), ("a{file='le=\"1\"'}", ["file"])],
)
def test_labels_are_those_of_matchers_and_not_words_in_strings(text: str, labels: list[str]) -> None:
    selector = selector_of(text)
    assert selector
    assert selector.labels == labels


@pytest.mark.parametrize("text", ["a", "a{}", 'a{b="c"}', 'a{b="c", }', "{__name__='a'}", 'a{b="\\\\"}', "a{b=`}`}"])
@pytest.mark.parametrize("value", ["0.25", "+Inf", 'a"b', "a\\"])
def test_with_one_matcher_more_it_is_promql(text: str, value: str) -> None:
    selector = selector_of(text)
    assert selector
    (written,) = selectors(selector.where("le", value))
    assert ("le", "=", value) in written.matchers


@pytest.mark.parametrize(("text", "answer"), [("sum(a)", True), ('a{b="("}', False), ("a", False), ("(a)", True)])
def test_parentheses_are_seen_outside_strings(text: str, answer: bool) -> None:
    assert calls(text) is answer


def test_the_window_is_replaced_outside_strings_and_before_a_step_too() -> None:
    assert with_window("a[window] + a{b='[window]'}[window:5m]", "W") == "a[W] + a{b='[window]'}[W:5m]"
