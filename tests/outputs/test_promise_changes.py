"""What a change does to the promises, in words."""

from datetime import timedelta
from decimal import Decimal

import pytest

from slo_gate.core.language import Language
from slo_gate.core.promise_change import Aspect, PromiseChange, Way
from slo_gate.outputs.languages import speaking
from slo_gate.outputs.numbers import plain
from slo_gate.outputs.promise_changes import effect, mark
from tests.outputs.changed import weakened
from tests.outputs.objectives import failing, passing, unknown

WORDS = speaking(Language.ENGLISH)
BARE = weakened()._replace(aspects=(), before=None, after=None)


def target(before: str, after: str) -> PromiseChange:
    old, new = 1 - Decimal(before), 1 - Decimal(after)
    grown = {"factor": new / old} if old else {}
    aspect = Aspect("target", {"before": Decimal(before), "after": Decimal(after), **grown})
    return BARE._replace(aspects=(aspect,))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(BARE, "", id="nothing is told of it"),
        pytest.param(target("0.999", "0.995"), "target 99.9 % → 99.5 %: five times the budget", id="a lower target"),
        pytest.param(target("0.99", "0.995"), "target 99 % → 99.5 %: half the budget", id="a higher target"),
        pytest.param(target("1", "0.995"), "target 100 % → 99.5 %", id="a target without a budget before"),
        pytest.param(BARE._replace(before=failing().today, after=passing().today), "today 12.5 % over → 71.0 % left", id="both measured"),
        pytest.param(BARE._replace(before=failing().today, after=unknown().today), "today 12.5 % over → not measured", id="one not measured"),
        pytest.param(BARE._replace(after=passing().today), "today 71.0 % left", id="a new one"),
        pytest.param(BARE._replace(before=unknown().today, after=unknown().today), "", id="neither measured"),
        pytest.param(BARE._replace(aspects=(Aspect("colour"),)), "`colour` changed", id="an aspect that has no words"),
        pytest.param(
            BARE._replace(aspects=(Aspect("slice", {"before": timedelta(hours=1), "after": None}),)),
            "time slices of 1h → none",
            id="lengths, and what is not set any more",
        ),
    ],
)  # fmt: skip
def test_effect_reads(change: PromiseChange, said: str) -> None:
    assert plain(effect(change, WORDS)) == said


@pytest.mark.parametrize(
    ("way", "weakens", "said"),
    [
        pytest.param(Way.CHANGED, True, "weakened", id="weakened"),
        pytest.param(Way.CHANGED, False, "changed", id="changed"),
        pytest.param(Way.REMOVED, True, "removed", id="removed"),
        pytest.param(Way.ADDED, False, "new", id="new"),
    ],
)
def test_mark_reads(way: Way, weakens: bool, said: str) -> None:
    assert mark(BARE._replace(way=way, weakens=weakens), WORDS) == said


def test_budget_of_the_window_is_told_as_spent_exactly() -> None:
    budget = passing().budget
    assert budget
    spent = failing()._replace(budget=budget._replace(consumed=Decimal(1)))
    assert plain(effect(BARE._replace(after=spent.today), WORDS)) == "today 0.0 % left"
