"""What stands in a file of v1alpha is what the model holds."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from slo_gate.core.duration import Duration
from slo_gate.core.slo import BudgetingMethod, Kind, Op, Ratio, Slo, Threshold
from slo_gate.core.window import Calendar, TimeWindow
from tests.support.corpus import Corpus

CORPUS = Corpus(Path(__file__).parent / "corpus")


def valid(name: str) -> Slo:
    (slo,) = CORPUS.read(CORPUS.root / f"valid/{name}.yaml").slos
    return slo


def test_a_ratio_is_asked_of_its_source_by_name_or_by_type() -> None:
    indicator = valid("a-ratio-in-an-objective").objectives[0].indicator
    assert isinstance(indicator, Ratio)
    assert indicator.good
    assert indicator.good.text == 'sum(answers_total{code!~"5.."})'
    assert (indicator.total.source, indicator.total.source_type) == ("prometheus", "prometheus")
    assert str(indicator.total.location) == "valid/a-ratio-in-an-objective.yaml:24:18"
    assert indicator.counter


def test_numbers_count_up_only_where_the_file_says_so() -> None:
    indicator = valid("a-ratio-of-numbers-that-do-not-count-up").objectives[0].indicator
    assert isinstance(indicator, Ratio)
    assert not indicator.counter


def test_objectives_on_one_threshold_have_limits_of_their_own() -> None:
    slo = valid("several-objectives-on-one-threshold")
    limits = [each.indicator for each in slo.objectives]
    assert [(each.op, each.limit) for each in limits if isinstance(each, Threshold)] == [
        (Op.LTE, Decimal("0.3")),
        (Op.LTE, Decimal(1)),
    ]
    assert [each.name for each in slo.objectives] == ["objective 1", "never slow"]
    assert [each.target for each in slo.objectives] == [Decimal("0.99"), Decimal("0.999")]
    assert slo.kind is Kind.PERFORMANCE


def test_windows_count_their_units() -> None:
    assert valid("a-ratio-in-an-objective").window == TimeWindow(Duration(30, "d"))
    assert valid("a-window-of-seconds").window == TimeWindow(Duration(1440, "m"))
    begins = Calendar(datetime(2026, 1, 5), ZoneInfo("Europe/Berlin"), "Europe/Berlin")  # noqa: DTZ001
    assert valid("a-calendar-week").window == TimeWindow(Duration(1, "w"), begins)
    assert valid("a-calendar-quarter-without-the-word-rolling").window.duration == Duration(1, "Q")


def test_a_window_stands_where_its_count_does() -> None:
    assert str(valid("a-ratio-in-an-objective").window_location) == "valid/a-ratio-in-an-objective.yaml:9:14"


def test_a_time_slice_is_a_minute() -> None:
    slo = valid("time-slices")
    assert slo.method is BudgetingMethod.TIMESLICES
    assert slo.objectives[0].slice_length == timedelta(minutes=1)
    assert slo.objectives[0].slice_target == Decimal("0.95")
