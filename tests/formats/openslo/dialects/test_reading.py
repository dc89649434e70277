"""What a dialect takes beside the text means what it says there."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from slo_gate.core.dialect import Dialect
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Edit
from slo_gate.core.node import Span
from slo_gate.core.ports import Surroundings
from slo_gate.core.slo import BudgetingMethod, Op, Ratio, Slo, Threshold
from slo_gate.core.validation import PathSettings, Validation
from slo_gate.core.window import TimeWindow
from tests.support.corpus import read_set

FOLDER = Path(__file__).parent


def surroundings(dialect: Dialect) -> Surroundings:
    return Surroundings(Duration(30, "d"), validation=Validation(dialect))


def taken(dialect: Dialect, name: str) -> Slo:
    text = (FOLDER / dialect / "taken" / f"{name}.yaml").read_bytes()
    (slo,) = read_set({"slo.yaml": text}, surroundings(dialect)).slos
    return slo


def test_a_service_ref_names_the_service() -> None:
    assert taken(Dialect.GO_SDK, "the-service-is-named-by-serviceref").service == "checkout"


@pytest.mark.parametrize(
    ("dialect", "name"),
    [
        (Dialect.LEGACY, "alert-policies-are-names"),
        (Dialect.SPEC, "alert-policies-are-names-and-slo743-warns-of-them"),
    ],
)
def test_alert_policies_by_their_names_are_found(dialect: Dialect, name: str) -> None:
    (alert,) = taken(dialect, name).alerts
    assert (alert.threshold, alert.op, alert.lookback) == (Decimal("14.4"), Op.GTE, timedelta(hours=1))


def test_an_sli_is_found_by_a_name_with_capitals() -> None:
    slo = taken(Dialect.LEGACY, "names-and-references-to-them-have-capitals")
    assert isinstance(slo.objectives[0].indicator, Threshold)


def test_counter_tells_that_queries_count_up() -> None:
    indicator = taken(Dialect.LEGACY, "queries-count-up-where-counter-says-so").objectives[0].indicator
    assert isinstance(indicator, Ratio)
    assert indicator.counter


@pytest.mark.parametrize("key", ["target", "targetpercent"])
def test_a_target_in_quotes_is_the_number_in_them(key: str) -> None:
    assert taken(Dialect.OSKO, f"{key}-is-in-quotes").objectives[0].target == Decimal("0.999")


def test_a_limit_in_quotes_is_the_number_in_them() -> None:
    indicator = taken(Dialect.OSKO, "value-is-in-quotes").objectives[0].indicator
    assert isinstance(indicator, Threshold)
    assert indicator.limit == Decimal("0.3")


def test_a_window_of_sloth_rolls() -> None:
    slo = taken(Dialect.SLOTH, "windows-roll-without-isrolling")
    assert slo.window == TimeWindow(Duration(30, "d"))


def test_sloth_counts_occurrences() -> None:
    assert taken(Dialect.SLOTH, "there-is-no-budgetingmethod").method is BudgetingMethod.OCCURRENCES


def test_a_dialect_holds_for_the_files_that_it_is_chosen_for() -> None:
    text = (FOLDER / "osko/taken/target-is-in-quotes.yaml").read_bytes()
    chosen = Validation(paths=(PathSettings(("operators/*",), Dialect.OSKO),))
    reading = read_set(
        {"operators/slo.yaml": text, "slo.yaml": text.replace(b"name: checkout-answers", b"name: others")},
        Surroundings(Duration(30, "d"), validation=chosen),
    )
    assert [finding.location.file for finding in reading.report.findings] == ["slo.yaml"]
    assert [slo.name for slo in reading.slos] == ["checkout-answers"]


@pytest.mark.parametrize("dialect", [each for each in Dialect if each not in {Dialect.LEGACY, Dialect.SLOTH}])
@pytest.mark.parametrize(
    ("written", "instead"),
    [
        pytest.param("wake-somebody", "alertPolicyRef: wake-somebody", id="a name"),
        pytest.param('"wake-somebody"', 'alertPolicyRef: "wake-somebody"', id="a name in quotes"),
        pytest.param('"1"', 'alertPolicyRef: "1"', id="a name that is a number without its quotes"),
        pytest.param('"true"', 'alertPolicyRef: "true"', id="a name that is a word of YAML without its quotes"),
        pytest.param("Wake Somebody", None, id="no name"),
    ],
)
def test_an_alert_policy_by_its_name_has_one_fix(dialect: Dialect, written: str, instead: str | None) -> None:
    text = (FOLDER / "legacy/taken/alert-policies-are-names.yaml").read_text(encoding="utf-8")
    text = text.replace("    - wake-somebody", f"    - {written}")
    findings = read_set({"slo.yaml": text}, surroundings(dialect)).report.findings
    rule = "SLO743" if instead and dialect is Dialect.SPEC else "SLO103"
    (finding,) = (each for each in findings if each.rule in {"SLO103", "SLO743"})
    assert (finding.rule, finding.is_error) == (rule, rule == "SLO103")
    assert finding.fix == (Edit(Span(23, 7, 23, 7 + len(written)), instead) if instead else None)
    assert f"write `{instead or 'alertPolicyRef: NAME'}`" in finding.help


def test_a_hint_names_no_dialect_that_would_find_something_else() -> None:
    """Sloth takes an SLO without `value`, and no source but Prometheus."""
    text = (FOLDER / "sloth/taken/objectives-have-no-value.yaml").read_text(encoding="utf-8")
    findings = read_set({"slo.yaml": text.replace("source: prometheus", "source: datadog")}).report.findings
    assert [finding.rule for finding in findings] == ["SLO102"]
    assert "--dialect" not in findings[0].help
