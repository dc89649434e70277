"""What stops a change whatever its budgets are, and what lets one through that fails."""

from datetime import timedelta

import pytest

from slo_gate.core.change import Change
from slo_gate.core.exemption import Exemption, unmatched
from slo_gate.core.finding import Location, Severity
from slo_gate.core.freeze import Freeze
from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.node import START
from slo_gate.core.policy import REPAIRS, Context, Match, Policy
from slo_gate.core.report import GateReport, Override, PolicyOrigin
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.engine.choosing import Sources
from slo_gate.engine.gating import gate, waved_through
from slo_gate.engine.run import Run
from tests.engine.test_gating import AT, Answering, slo

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FROZEN = Freeze("year end", AT - HOUR, AT + HOUR, Verdict.FAIL)
ENTRY = Location(".slo-gate.yaml", START)
EXEMPT = Exemption(Match(slos=("ans*",)), "migration", "payments", "OPS-1", AT + 30 * DAY, location=ENTRY, place=ENTRY)
GONE = Answering(no_data=NoData(Reason.SOURCE_UNREACHABLE, ""))


def run_of(change: Change = Change.FEATURE, **settings: object) -> Run:
    run = Run(Policy(), PolicyOrigin(), Context("production", change), AT, AT)
    return run._replace(**settings)  # type: ignore[arg-type]


def judged(source: Answering, run: Run, *, some: bool = True) -> GateReport:
    return gate([slo()] if some else [], Sources({"metrics": "fake"}, lambda _name: source), run)


class TestFreezes:
    @pytest.mark.parametrize(
        ("freeze", "frozen"),
        [
            pytest.param(FROZEN, True, id="within it"),
            pytest.param(FROZEN._replace(start=AT), True, id="at its first instant"),
            pytest.param(FROZEN._replace(end=AT), False, id="at the first instant after it"),
            pytest.param(FROZEN._replace(match=Match(environments=("prod*",))), True, id="in its environment"),
            pytest.param(FROZEN._replace(match=Match(environments=("staging",))), False, id="in another environment"),
            pytest.param(FROZEN._replace(match=Match(services=("web",))), True, id="for a service that is judged"),
            pytest.param(FROZEN._replace(match=Match(services=("batch",))), False, id="for another service"),
            pytest.param(FROZEN._replace(match=Match(paths=("infra/**",))), True, id="for files that nobody knows"),
        ],
    )
    def test_stops_a_change_with_whole_budgets(self, freeze: Freeze, frozen: bool) -> None:
        report = judged(Answering(), run_of(freezes=(freeze,)))
        assert report.outcome is (Outcome.FAIL if frozen else Outcome.PASS)
        assert [because.rule for because in report.reasons] == (["year end"] if frozen else [])
        assert report.objectives[0].verdict is Verdict.PASS

    @pytest.mark.parametrize(("source", "some"), [(GONE, True), (Answering(), False)], ids=["no metrics", "no SLO"])
    def test_holds_where_nothing_is_measured(self, source: Answering, some: bool) -> None:
        assert judged(source, run_of(freezes=(FROZEN,)), some=some).outcome is Outcome.FAIL

    def test_a_mild_one_warns_and_forgives_nothing(self) -> None:
        mild = FROZEN._replace(then=Verdict.WARN)
        assert judged(Answering(), run_of(freezes=(mild,))).outcome is Outcome.WARN
        assert judged(Answering(2), run_of(freezes=(mild,))).outcome is Outcome.FAIL
        assert judged(GONE, run_of(freezes=(mild,))).outcome is Outcome.UNKNOWN

    def test_what_is_wrong_stays_invalid(self) -> None:
        wrong = Answering(no_data=NoData(Reason.QUERY_REJECTED, ""))
        assert judged(wrong, run_of(freezes=(FROZEN,))).outcome is Outcome.INVALID

    @pytest.mark.parametrize(
        ("unless", "outcome"),
        [
            pytest.param(REPAIRS, Outcome.OVERRIDDEN, id="that lets repairs pass lets it pass"),
            pytest.param(frozenset(), Outcome.FAIL, id="that lets nothing pass stops it"),
        ],
    )
    def test_for_what_somebody_lets_through_one(self, unless: frozenset[Change], outcome: Outcome) -> None:
        override = Override(Change.FEATURE, "li", AT, way="label", reason="agreed")
        run = run_of(freezes=(FROZEN._replace(unless_change=unless),), override=override)
        report = waved_through(run)
        assert report
        assert (report.outcome, report.override) == (outcome, override if outcome is Outcome.OVERRIDDEN else None)

    def test_goes_by_the_clock_and_not_by_that_of_a_source(self) -> None:
        slow = Answering(clock=AT - 2 * HOUR)
        assert judged(slow, run_of(at=None, freezes=(FROZEN,))).outcome is Outcome.FAIL

    @pytest.mark.parametrize("change", [Change.FIX, Change.SECURITY, Change.ROLLBACK])
    def test_a_repair_passes_unless_the_freeze_says_otherwise(self, change: Change) -> None:
        report = waved_through(run_of(change, freezes=(FROZEN,)))
        assert report
        assert (report.outcome, report.reasons) == (Outcome.OVERRIDDEN, ())
        strict = FROZEN._replace(unless_change=frozenset[Change]())
        stopped = waved_through(run_of(change, freezes=(strict,)))
        assert stopped
        assert (stopped.outcome, stopped.exit_code, stopped.override) == (Outcome.FAIL, 1, None)
        warned = waved_through(run_of(change, freezes=(strict._replace(then=Verdict.WARN),)))
        assert warned
        assert (warned.outcome, len(warned.reasons)) == (Outcome.OVERRIDDEN, 1)


class TestExemptions:
    @pytest.mark.parametrize(
        ("source", "exemption", "outcome"),
        [
            pytest.param(Answering(2), EXEMPT, Outcome.WARN, id="a fail warns"),
            pytest.param(Answering(0), EXEMPT, Outcome.PASS, id="a pass stays a pass"),
            pytest.param(Answering(2), EXEMPT._replace(match=Match(slos=("x",))), Outcome.FAIL, id="another SLO"),
            pytest.param(Answering(2), EXEMPT._replace(expires=AT), Outcome.FAIL, id="it has just expired"),
            pytest.param(GONE, EXEMPT, Outcome.UNKNOWN, id="what is unknown stays so"),
            pytest.param(GONE, EXEMPT._replace(unknown=True), Outcome.WARN, id="unless it says so"),
            pytest.param(
                Answering(no_data=NoData(Reason.QUERY_REJECTED, "")),
                EXEMPT._replace(unknown=True),
                Outcome.INVALID,
                id="what is wrong is never exempt",
            ),
        ],
    )
    def test_ease_a_verdict(self, source: Answering, exemption: Exemption, outcome: Outcome) -> None:
        assert judged(source, run_of(exemptions=(exemption,))).outcome is outcome

    def test_tell_the_verdict_that_they_ease(self) -> None:
        (objective,) = judged(Answering(2), run_of(exemptions=(EXEMPT,))).objectives
        said, *rules = objective.reasons
        assert (objective.verdict, said.code, said.location) == (Verdict.WARN, "exempt", ENTRY)
        assert said.evidence["verdict"] is Verdict.FAIL
        assert [because.verdict for because in rules] == [Verdict.FAIL]

    def test_do_not_open_a_freeze(self) -> None:
        assert judged(Answering(2), run_of(exemptions=(EXEMPT,), freezes=(FROZEN,))).outcome is Outcome.FAIL

    @pytest.mark.parametrize(
        ("left", "severity"),
        [
            pytest.param(timedelta(0), Severity.WARNING, id="expired"),
            pytest.param(HOUR, Severity.NOTICE, id="in an hour"),
            pytest.param(7 * DAY, Severity.NOTICE, id="in a week"),
            pytest.param(8 * DAY, None, id="later"),
        ],
    )
    def test_say_when_they_end(self, left: timedelta, severity: Severity | None) -> None:
        report = judged(Answering(), run_of(exemptions=(EXEMPT._replace(expires=AT + left),)))
        assert [(one.rule, one.severity) for one in report.findings] == ([("SLO012", severity)] if severity else [])

    def test_that_match_no_slo_are_told(self) -> None:
        lost = EXEMPT._replace(match=Match(slos=("x",)))
        elsewhere = EXEMPT._replace(match=Match(slos=("answers",), environments=("staging",)))
        assert [one.rule for one in unmatched((EXEMPT, lost, elsewhere), [slo()])] == ["SLO013"]
