"""What stands in a file of v2alpha is what the model holds."""

from decimal import Decimal
from pathlib import Path

from slo_gate.core.slo import Ratio, RawRatio, Slo, Threshold
from tests.support.corpus import Corpus

CORPUS = Corpus(Path(__file__).parent / "corpus")


def valid(name: str) -> Slo:
    (slo,) = CORPUS.read(CORPUS.root / f"valid/{name}.yaml").slos
    return slo


def test_a_metric_names_its_source_itself() -> None:
    indicator = valid("a-source-by-reference").objectives[0].indicator
    assert isinstance(indicator, Ratio)
    assert indicator.good
    assert indicator.good.text == "sum(answers_total{code!~'5..'})"
    assert (indicator.good.source, indicator.good.source_type) == ("metrics", "prometheus")
    assert indicator.counter


def test_a_source_in_place_tells_its_type() -> None:
    indicator = valid("a-source-in-place").objectives[0].indicator
    assert isinstance(indicator, Threshold)
    assert (indicator.query.source, indicator.query.source_type) == ("", "prometheus")
    assert indicator.query.text == "max(answer_seconds)"


def test_a_ratio_that_is_divided_already() -> None:
    indicator = valid("a-raw-ratio").objectives[0].indicator
    assert isinstance(indicator, RawRatio)
    assert indicator.success


def test_an_sli_by_reference_is_found_in_its_own_version() -> None:
    for name in ("an-sli-by-reference", "the-same-names-in-another-version"):
        indicator = valid(name).objectives[0].indicator
        assert isinstance(indicator, Ratio)
        assert indicator.bad


def test_a_composite_is_one() -> None:
    slo = valid("a-composite-of-references")
    assert slo.composite
    assert [each.target for each in slo.objectives] == [Decimal("0.99"), Decimal("0.999")]


def test_policies_by_reference_give_alerts() -> None:
    assert [alert.threshold for alert in valid("an-alert-policy-by-reference").alerts] == [Decimal("14.4")]
