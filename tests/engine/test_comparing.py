"""What changed between two sets of promises, and whether it weakens them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.node import START
from slo_gate.core.policy import Match
from slo_gate.core.promise_change import PromiseChange, Way
from slo_gate.core.slo import BudgetingMethod, Objective, Op, Query, Ratio, RawRatio, Slo, Threshold
from slo_gate.core.window import Calendar, TimeWindow
from slo_gate.engine.chosen import Chosen
from slo_gate.engine.comparing import compare, weakened_first
from tests.core.promises import HERE, TARGETS, slo
from tests.support.properties import tried

CHOSEN = Chosen(
    judging=(Match(labels={"tier": ("critical",)}), Match(slos=("check*",))),
    forgiving=(Match(slos=("*-old",)), Match(tiers=("low",))),
    counting=(Match(slos=("*-quiet",)),),
)
ELSEWHERE = Location("other.yaml", START)
MONTH = TimeWindow(Duration(1, "M"), Calendar(datetime(2026, 1, 1), UTC, "UTC"))  # noqa: DTZ001 - local wall time
LIMIT = Threshold(Query("metrics", "latency", HERE), Op.LTE, Decimal("0.3"))


def query(text: str = "requests", source: str = "metrics", source_type: str = "") -> Query:
    return Query(source, text, HERE, source_type)


def promise(**changes: Any) -> Slo:
    """One SLO, `changes` of it and its only objective made."""
    plain = slo(labels={"tier": ("critical",), "team": ("shop",)})
    ours = {
        key: value for key, value in changes.items() if key in Objective._fields and key not in {"name", "location"}
    }
    rest = {key: value for key, value in changes.items() if key not in ours}
    objective = plain.objectives[0]._replace(**ours)
    return plain._replace(objectives=(objective,))._replace(**rest)


def found(before: list[Slo], after: list[Slo]) -> list[PromiseChange]:
    changes = [compared.change for compared in compare(before, after, CHOSEN)]
    return list(weakened_first([change for change in changes if change]))


def told(before: Slo, after: Slo) -> list[tuple[str, bool]]:
    return [(aspect.code, aspect.weakens) for change in found([before], [after]) for aspect in change.aspects]


WEAKER, AS_STRONG = True, False


@pytest.mark.parametrize(
    ("before", "after", "aspects"),
    [
        pytest.param(promise(target=Decimal("0.999")), promise(target=Decimal("0.995")), [("target", WEAKER)], id="a lower target"),
        pytest.param(promise(target=Decimal("0.999")), promise(target=Decimal("0.9999")), [("target", AS_STRONG)], id="a higher target"),
        pytest.param(promise(), promise(window=TimeWindow(Duration(7, "d"))), [("window", WEAKER)], id="a shorter window"),
        pytest.param(promise(), promise(window=TimeWindow(Duration(90, "d"))), [("window", WEAKER)], id="a longer window"),
        pytest.param(promise(), promise(window=MONTH), [("window", WEAKER)], id="a calendar window for a rolling one"),
        pytest.param(promise(), promise(method=BudgetingMethod.TIMESLICES), [("method", WEAKER)], id="another method"),
        pytest.param(promise(slice_length=timedelta(minutes=1)), promise(slice_length=timedelta(minutes=5)), [("slice", WEAKER)], id="longer slices"),
        pytest.param(promise(slice_target=Decimal("0.9")), promise(slice_target=Decimal("0.8")), [("slice_target", WEAKER)], id="slices of which less must be good"),
        pytest.param(promise(slice_target=Decimal("0.9")), promise(slice_target=Decimal("0.95")), [("slice_target", AS_STRONG)], id="slices of which more must be good"),
        pytest.param(promise(), promise(indicator=Ratio(query("more"), good=query())), [("query", WEAKER)], id="another total"),
        pytest.param(promise(), promise(indicator=Ratio(query(), good=query("better"))), [("query", WEAKER)], id="other good events"),
        pytest.param(promise(), promise(indicator=Ratio(query(), bad=query())), [("indicator", WEAKER)], id="bad events for good ones"),
        pytest.param(promise(), promise(indicator=Ratio(query(), good=query(), counter=False)), [("indicator", WEAKER)], id="a gauge for a counter"),
        pytest.param(promise(), promise(indicator=RawRatio(query(), success=True)), [("indicator", WEAKER)], id="a ratio for its parts"),
        pytest.param(promise(), promise(indicator=Ratio(query(source="mine"), good=query(source="mine"))), [("source", WEAKER)], id="another source"),
        pytest.param(promise(), promise(annotations={"slo-gate/source": "mine"}), [("source", WEAKER)], id="an annotation that names another source"),
        pytest.param(promise(), promise(annotations={"slo-gate/other": "yes"}), [("annotation", WEAKER)], id="another annotation of ours"),
        pytest.param(promise(indicator=LIMIT), promise(indicator=LIMIT._replace(limit=Decimal("0.5"))), [("limit", WEAKER)], id="a higher limit of what must be low"),
        pytest.param(promise(indicator=LIMIT), promise(indicator=LIMIT._replace(limit=Decimal("0.2"))), [("limit", AS_STRONG)], id="a lower limit of what must be low"),
        pytest.param(promise(indicator=LIMIT._replace(op=Op.GT)), promise(indicator=LIMIT._replace(op=Op.GT, limit=Decimal("0.2"))), [("limit", WEAKER)], id="a lower limit of what must be high"),
        pytest.param(promise(indicator=LIMIT), promise(indicator=LIMIT._replace(op=Op.GTE)), [("operator", WEAKER)], id="another comparison"),
        pytest.param(promise(), promise(service="other"), [("service", WEAKER)], id="another service"),
        pytest.param(promise(), promise(name="checkout-2"), [("name", AS_STRONG)], id="a name that the policy takes for the same"),
        pytest.param(promise(), promise(name="orders"), [("name", WEAKER)], id="a name that another rule speaks for"),
        pytest.param(promise(), promise(labels={"tier": ("low",), "team": ("shop",)}), [("label", WEAKER)], id="a label that a rule looks at"),
        pytest.param(promise(), promise(labels={"tier": ("critical", "old"), "team": ("shop",)}), [("label", AS_STRONG)], id="a label that the same rules match"),
        pytest.param(promise(), promise(name="check-old"), [("name", WEAKER)], id="a name that is exempt"),
        pytest.param(promise(name="check-old"), promise(), [("name", AS_STRONG)], id="a name that is exempt no more"),
        pytest.param(promise(name="check-quiet"), promise(), [("name", WEAKER)], id="a name of which other time counts"),
        pytest.param(promise(labels={"tier": ("critical",)}), promise(labels={"tier": ("critical", "low")}), [("label", WEAKER)], id="a tier that is forgiven"),
        pytest.param(promise(labels={}), promise(labels={"tier": ("critical",)}), [("label", AS_STRONG)], id="a label that one more rule looks at"),
        pytest.param(promise(weight=Decimal(1)), promise(weight=Decimal(2)), [("weight", AS_STRONG)], id="a weight, which decides nothing"),
    ],
)  # fmt: skip
def test_what_differs_is_told_and_whether_it_weakens(before: Slo, after: Slo, aspects: list[tuple[str, bool]]) -> None:
    assert told(before, after) == aspects


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(promise(location=ELSEWHERE), id="another file"),
        pytest.param(promise(description="new", display_name="new"), id="another description"),
        pytest.param(promise(labels={"tier": ("critical",), "team": ("search",)}), id="a label that no rule looks at"),
        pytest.param(promise(annotations={"runbook": "https://example.com"}), id="an annotation that is not ours"),
        pytest.param(promise(annotations={"slo-gate/kind": "performance"}), id="the words of the report"),
        pytest.param(
            promise(indicator=Ratio(query(" requests\n"), good=query("requests "))), id="blanks around a query"
        ),
    ],
)
def test_what_is_no_promise_is_no_change(after: Slo) -> None:
    assert told(promise(), after) == []


def test_a_budget_that_grows_says_how_many_times() -> None:
    (change,) = found([promise(target=Decimal("0.999"))], [promise(target=Decimal("0.995"))])
    assert change.aspects[0].evidence["factor"] == 5


def test_from_no_budget_at_all_there_is_no_factor() -> None:
    (change,) = found([promise(target=Decimal(1))], [promise(target=Decimal("0.9"))])
    assert change.aspects[0].evidence["factor"] is None


def test_what_is_gone_weakens_and_stands_where_it_stood() -> None:
    (change,) = found([promise(location=ELSEWHERE)], [])
    assert (change.way, change.weakens, change.location) == (Way.REMOVED, True, HERE)


def test_what_is_new_does_not_weaken() -> None:
    (change,) = found([], [promise()])
    assert (change.way, change.weakens, change.title) == (Way.ADDED, False, "web / checkout")


def test_a_second_promise_of_the_same_names_weakens() -> None:
    twin = promise(target=Decimal("0.5"), location=ELSEWHERE)
    (change,) = found([promise()], [twin, promise()])
    assert (change.way, change.weakens, [aspect.code for aspect in change.aspects]) == (Way.ADDED, True, ["twin"])


class TestObjectives:
    @staticmethod
    def of(**targets: str) -> Slo:
        objectives = tuple(
            promise().objectives[0]._replace(name=name, target=Decimal(text)) for name, text in targets.items()
        )
        return promise(objectives=objectives)

    def test_they_are_found_by_their_names(self) -> None:
        (change,) = found([self.of(fast="0.9", slow="0.99")], [self.of(slow="0.95", fast="0.9")])
        assert (change.objective, [aspect.code for aspect in change.aspects]) == ("slow", ["target"])

    def test_one_that_is_gone_is_a_removal(self) -> None:
        (change,) = found([self.of(fast="0.9", slow="0.99")], [self.of(slow="0.99")])
        assert (change.way, change.objective) == (Way.REMOVED, "fast")

    def test_those_without_names_may_change_their_order(self) -> None:
        before, after = self.of(**{"1": "0.9", "2": "0.99"}), self.of(**{"1": "0.99", "2": "0.9"})
        assert not any(change.weakens for change in found([before], [after]))

    def test_one_that_is_named_after_its_target_is_found_by_its_place(self) -> None:
        (change,) = found([self.of(**{"99": "0.99", "90": "0.9"})], [self.of(**{"95": "0.95", "90": "0.9"})])
        assert [aspect.code for aspect in change.aspects] == ["objective", "target"]


SLOS = st.lists(
    st.builds(
        lambda name, target, file: promise(name=name, target=target, location=Location(file, START)),
        st.sampled_from("abcdef"),
        TARGETS,
        st.sampled_from(["x.yaml", "y.yaml"]),
    ),
    max_size=6,
    unique_by=lambda one: one.name,
)


@tried(200)
@given(slos=SLOS, data=st.data())
def test_the_same_promises_in_another_order_are_no_change(slos: list[Slo], data: st.DataObject) -> None:
    assert found(slos, data.draw(st.permutations(slos))) == []


@tried(200)
@given(before=SLOS, after=SLOS, data=st.data())
def test_the_order_of_files_changes_nothing(before: list[Slo], after: list[Slo], data: st.DataObject) -> None:
    shuffled = found(data.draw(st.permutations(before)), data.draw(st.permutations(after)))
    assert shuffled == found(before, after)


@tried(200)
@given(before=SLOS, after=SLOS)
def test_every_promise_of_either_side_is_compared_once(before: list[Slo], after: list[Slo]) -> None:
    pairs = [compared.pair for compared in compare(before, after, CHOSEN)]
    assert sorted(pair.before.slo.name for pair in pairs if pair.before) == sorted(one.name for one in before)
    assert sorted(pair.after.slo.name for pair in pairs if pair.after) == sorted(one.name for one in after)


@tried(200)
@given(before=TARGETS, after=TARGETS)
def test_a_target_weakens_where_it_falls(before: Decimal, after: Decimal) -> None:
    changes = found([promise(target=before)], [promise(target=after)])
    assert any(change.weakens for change in changes) == (after < before)
