"""By what a configuration treats one SLO otherwise than another."""

import pytest

from slo_gate.core.policy import Match
from slo_gate.engine.criteria import Criteria
from tests.core.promises import slo

TIERED = Criteria((Match(tiers=("critical",)),))
LENIENT = Criteria(lenient_tiers=frozenset({"low", "old"}))


@pytest.mark.parametrize(
    ("criteria", "labels"),
    [
        pytest.param(Criteria(), set(), id="nothing looks at any"),
        pytest.param(Criteria((Match(labels={"team": ("a",)}), Match(labels={"area": ("b",)}))), {"team", "area"}, id="matches name them"),
        pytest.param(TIERED, {"tier"}, id="a match names tiers"),
        pytest.param(LENIENT, {"tier"}, id="a tier stops nobody"),
    ],
)  # fmt: skip
def test_labels_that_count(criteria: Criteria, labels: set[str]) -> None:
    assert criteria.labels == labels


@pytest.mark.parametrize(
    ("criteria", "before", "after", "alike"),
    [
        pytest.param(TIERED, ("critical",), ("critical", "old"), True, id="the same tier, and another"),
        pytest.param(TIERED, ("critical",), ("low",), False, id="another tier"),
        pytest.param(LENIENT, ("low",), ("low", "old"), True, id="tiers that stop nobody"),
        pytest.param(LENIENT, ("low", "critical"), ("low",), False, id="the tier that stopped is gone"),
        pytest.param(LENIENT, (), ("low",), False, id="a tier where there was none"),
        pytest.param(
            Criteria((Match(environments=("production",), slos=("other",)),)), ("a",), ("b",), True, id="of another SLO"
        ),
    ],
)
def test_two_versions_of_an_slo(
    criteria: Criteria, before: tuple[str, ...], after: tuple[str, ...], alike: bool
) -> None:
    old, new = (criteria.chosen(slo(labels={"tier": tiers} if tiers else {})) for tiers in (before, after))
    assert (old == new) is alike


def test_an_entry_for_one_environment_speaks_for_its_slos_wherever_the_run_is() -> None:
    assert Criteria((Match(environments=("production",)),)).chosen(slo())[0]
