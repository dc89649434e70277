"""The reports that the pictures in docs/images show: a shop, a network and a help desk, at a fixed instant."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core.change import Change
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.language import Language
from slo_gate.core.node import Span
from slo_gate.core.promise_change import Aspect, PromiseChange, Way
from slo_gate.core.report import GateReport, ObjectiveReport, Override
from slo_gate.core.slo import Kind
from slo_gate.core.verdict import Because, Outcome, Verdict
from slo_gate.core.window import TimeWindow
from slo_gate.outputs.last_run import remembered
from tests.outputs.objectives import AT, DAY, HOUR, ROLLING, budget, slo, unknown
from tests.outputs.reports import gate

LAST_COMMIT = "abc1234" + "0" * 33


class Pictured(NamedTuple):
    """`previous` is what the last run's comment said."""

    report: GateReport
    previous: str = ""


def _judged(name: str, service: str, kind: Kind, target: str, numbers: tuple[str, str], steps: str) -> ObjectiveReport:
    """`numbers` are bad and total; `steps` what remained at the end of each day, in percent."""
    promise = slo(name, target, service=service, kind=kind, file=f"slo/{service}.yaml", line=14)
    counted = budget(*numbers, target)
    return ObjectiveReport(
        slo=promise,
        objective=promise.objectives[0],
        verdict=Verdict.PASS,
        reasons=(Because("", "within", Verdict.PASS, {"remaining": counted.remaining}),),
        bounds=ROLLING.at(AT),
        budget=counted,
        burn_rates={HOUR: Decimal("0.42"), 6 * HOUR: Decimal("0.51")},
        coverage=Decimal("0.997"),
        newest_sample=AT - timedelta(seconds=42),
        queries=(f'sum(increase(http_requests_total{{service="{service}"}}[1d]))',),
        history=tuple(Decimal(step) / 100 for step in steps.split()),
    )


def _ruled(objective: ObjectiveReport, verdict: Verdict, rule: str, threshold: str) -> ObjectiveReport:
    assert objective.budget
    evidence = {"remaining": objective.budget.remaining, "threshold": Decimal(threshold)}
    place = Location(".slo-gate.yaml", Span(12, 5, 12, 9))
    return objective._replace(verdict=verdict, reasons=(Because(rule, "remaining_at_most", verdict, evidence, place),))


_SPENT = "100 99 97 96 96 95 93 92 91 90 89 88 86 85 84 83 82 80 79 78 76 55 31 12 4 1 -3 -8 -11 -12.4"
_STEADY = "100 98 97 95 94 92 91 89 88 86 85 83 82 80 79 78 77 76 75 74 73 72 71 71 70 70 69 69 68 68"
_LOW = "100 97 94 91 88 85 82 79 76 73 70 67 64 61 58 55 52 49 46 43 40 37 34 31 28 25 22 19 16 14"

CHECKOUT = _ruled(
    _judged("availability", "checkout", Kind.AVAILABILITY, "0.999", ("1389", "1236000"), _SPENT),
    Verdict.FAIL,
    "spent budgets stop feature work",
    "0",
)._replace(
    recovers_at=AT + 9 * DAY,
    time_left=timedelta(minutes=-5, seconds=-21),
)
LOW = _ruled(
    _judged("latency", "checkout", Kind.PERFORMANCE, "0.95", ("43000", "1000000"), _LOW),
    Verdict.WARN,
    "getting low",
    "0.25",
)._replace(
    exhausts_at=AT + 3 * DAY,
    burn_rates={HOUR: Decimal("1.12"), 6 * HOUR: Decimal("1.31")},
)
DROPPED = _judged("dropped-calls", "network", Kind.AVAILABILITY, "0.995", ("3210", "2000000"), _STEADY)
RATINGS = _judged("ratings", "helpdesk", Kind.SATISFACTION, "0.9", ("29", "1000"), _STEADY)


def _weakened() -> tuple[PromiseChange, ...]:
    """The pull request lowers the target of what is spent, asks less of the help desk, and promises something new."""
    lenient = slo("availability", "0.995", service="checkout", file="slo/checkout.yaml", line=14)
    counted = budget("1389", "1236000", "0.995")
    after = CHECKOUT._replace(slo=lenient, objective=lenient.objectives[0], budget=counted, verdict=Verdict.PASS)
    target = Aspect(
        "target", {"before": Decimal("0.999"), "after": Decimal("0.995"), "factor": Decimal(5)}, weakens=True
    )
    window = Aspect(
        "window", {"before": TimeWindow(Duration(30, "d")), "after": TimeWindow(Duration(7, "d"))}, weakens=True
    )
    place = lenient.location
    desk = Location("slo/helpdesk.yaml", Span(9, 3, 9, 9))
    return (
        PromiseChange(Way.CHANGED, "checkout", "availability", "", place, (target,), True, CHECKOUT.today, after.today),
        PromiseChange(Way.CHANGED, "helpdesk", "ratings", "", desk, (window,), weakens=True),
        PromiseChange(
            Way.ADDED, "network", "dropped-calls", "", place._replace(file="slo/network.yaml"), after=DROPPED.today
        ),
    )


BLOCKED = gate(Outcome.FAIL, CHECKOUT, LOW, DROPPED, RATINGS, changes=_weakened())
OVERRIDDEN = gate(
    Outcome.OVERRIDDEN,
    CHECKOUT,
    DROPPED,
    override=Override(
        Change.FEATURE,
        "ana",
        AT,
        way="label",
        reason="hotfix for CVE-2026-1234",
        expires=AT + DAY,
        approver="li",
        url="https://github.com/acme/shop/pull/7#event-1",
    ),
)
_BETTER = CHECKOUT._replace(budget=budget("1313", "1236000"))


def _before(report: GateReport) -> str:
    return remembered(report, LAST_COMMIT)


COMMENTS: Mapping[str, Pictured] = {
    "comment-blocked": Pictured(
        BLOCKED, _before(gate(Outcome.FAIL, _BETTER, LOW._replace(budget=budget("39000", "1000000", "0.95"))))
    ),
    "comment-low": Pictured(gate(Outcome.WARN, LOW, DROPPED, RATINGS)),
    "comment-unknown": Pictured(gate(Outcome.UNKNOWN, unknown(), DROPPED)),
    "comment-resolved": Pictured(gate(Outcome.PASS, DROPPED, RATINGS), _before(gate(Outcome.FAIL, CHECKOUT))),
    "comment-overridden": Pictured(OVERRIDDEN, _before(gate(Outcome.FAIL, CHECKOUT))),
    "comment-indonesian": Pictured(
        BLOCKED._replace(language=Language.INDONESIAN), _before(gate(Outcome.FAIL, _BETTER))
    ),
}
SUMMARIES: Mapping[str, Pictured] = {"summary-blocked": Pictured(BLOCKED)}
PAGES: Mapping[str, Pictured] = {
    "report": Pictured(BLOCKED),
    "report-dark": Pictured(BLOCKED),
    "report-indonesian": Pictured(BLOCKED._replace(language=Language.INDONESIAN)),
}
