"""Rules judge each SLO by itself, unless their pages say that others may decide: so they can be asked about many at once."""

from collections.abc import Sequence
from functools import cache

import pytest

from slo_gate.core.ports import Rule
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation
from slo_gate.rules import RULES
from tests.formats.subjects import SUBJECTS
from tests.rules.test_corpus import CORPUS, rule_name, validation_of
from tests.support.corpus import read_set

ALONE = [rule for rule in RULES if not rule.PAGE.across]


@cache
def slos() -> Sequence[Slo]:
    """Every SLO of every corpus, each file read by itself."""
    paths = [*sorted(CORPUS.glob("*/*/*.yaml")), *(path for one in SUBJECTS for path in one.corpus.files())]
    return [slo for path in paths for slo in read_set({str(path): path.read_bytes()}).slos]


def settings(rule: Rule) -> Validation:
    return validation_of(CORPUS / rule.ID)


@pytest.mark.parametrize("rule", ALONE, ids=rule_name)
def test_of_many_slos_a_rule_says_what_it_says_of_each(rule: Rule) -> None:
    asked = settings(rule)
    apart = [(slo.location.file, found) for slo in slos() for found in rule.check([slo], asked)]
    assert apart, "no file of a corpus shows the rule"
    assert list(rule.check(slos(), asked)) == [found for _, found in apart]
    assert all(file == found.location.file for file, found in apart)


def test_a_page_says_where_others_may_decide() -> None:
    (rule,) = (rule for rule in RULES if rule.PAGE.across)
    asked = settings(rule)
    assert len(list(rule.check(slos(), asked))) > len([found for slo in slos() for found in rule.check([slo], asked)])
