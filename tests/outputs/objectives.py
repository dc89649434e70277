"""Fixed objectives, one of each verdict, as the engine would judge them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from slo_gate.core.budget import Budget
from slo_gate.core.composite import Composite
from slo_gate.core.duration import Duration
from slo_gate.core.excluded import Excluded
from slo_gate.core.exclusion import Exclusion
from slo_gate.core.finding import Location
from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.node import Span
from slo_gate.core.report import ObjectiveReport
from slo_gate.core.slo import BudgetingMethod, Kind, Objective, Op, Query, Ratio, Slo, Threshold
from slo_gate.core.verdict import Because, Held, Verdict
from slo_gate.core.window import Bounds, Calendar, TimeWindow

AT = datetime(2026, 11, 24, 4, 31, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ROLLING = TimeWindow(Duration(30, "d"))
BERLIN_MONTH = TimeWindow(
    Duration(1, "M"),
    Calendar(datetime(2026, 1, 1), ZoneInfo("Europe/Berlin"), "Europe/Berlin"),  # noqa: DTZ001 - local
)
MONTH_BOUNDS = Bounds(datetime(2026, 10, 31, 23, tzinfo=UTC), AT, datetime(2026, 11, 30, 23, tzinfo=UTC))
POLICY_RULE = Location(".slo-gate.yaml", Span(12, 5, 12, 9))


def slo(
    name: str,
    target: str = "0.999",
    *,
    service: str = "web",
    kind: Kind = Kind.AVAILABILITY,
    window: TimeWindow = ROLLING,
    method: BudgetingMethod = BudgetingMethod.OCCURRENCES,
    line: int = 31,
    file: str = "slo/checkout.yaml",
) -> Slo:
    place = Location(file, Span(line, 15, line, 15 + len(target)))
    total = Query("prom", f'http_requests_total{{service="{service}"}}', place)
    ratio = Ratio(total=total, good=Query("prom", total.text, place))
    indicator = Threshold(total, Op.LTE, Decimal("0.3")) if kind is Kind.PERFORMANCE else ratio
    return Slo(name, service, kind, window, method, (Objective("main", Decimal(target), indicator, place),), place)


def budget(bad: str, total: str, target: str = "0.999", basis: str = "events") -> Budget:
    lost, events = Decimal(bad), Decimal(total)
    allowed = events * (1 - Decimal(target))
    consumed = lost / allowed if allowed else Decimal("Infinity")
    return Budget(basis, 1 - lost / events, events - lost, events, allowed, consumed)


def failing() -> ObjectiveReport:
    spent = budget("1389.4", "1236000")
    return ObjectiveReport(
        slo=slo("checkout-availability"),
        objective=slo("checkout-availability").objectives[0],
        verdict=Verdict.FAIL,
        reasons=(
            Because(
                "a spent budget stops feature work",
                "remaining_at_most",
                Verdict.FAIL,
                {"remaining": spent.remaining, "threshold": Decimal(0)},
            ),
            Because(
                "fast burn",
                "burn_rate",
                Verdict.FAIL,
                {
                    "long": HOUR,
                    "short": timedelta(minutes=5),
                    "long_rate": Decimal("16.24"),
                    "short_rate": Decimal("15.1"),
                    "threshold": Decimal("14.4"),
                },
                POLICY_RULE,
            ),
        ),
        bounds=ROLLING.at(AT),
        budget=spent,
        burn_rates={timedelta(minutes=5): Decimal("15.1"), HOUR: Decimal("16.24"), 6 * HOUR: Decimal("0.512")},
        recovers_at=AT + 9 * DAY,
        time_left=timedelta(minutes=-5, seconds=-21),
        coverage=Decimal("0.99713"),
        newest_sample=AT - timedelta(seconds=42),
        queries=('sum(increase(http_requests_total{code!~"5.."}[1d]))', "sum(increase(http_requests_total[1d]))"),
        history=tuple(Decimal(share) / 10 for share in (10, 9, 9, 8, 8, 7, 3, 1, 0, -1)),
    )


def warning() -> ObjectiveReport:
    low = budget("43", "1000", "0.95")
    promise = slo("search-latency", "0.95", kind=Kind.PERFORMANCE, file="slo/search.yaml", line=18, window=BERLIN_MONTH)
    return ObjectiveReport(
        slo=promise,
        objective=promise.objectives[0],
        verdict=Verdict.WARN,
        reasons=(
            Because(
                "the budget is getting low",
                "remaining_at_most",
                Verdict.WARN,
                {"remaining": low.remaining, "threshold": Decimal("0.25")},
                POLICY_RULE,
            ),
        ),
        bounds=MONTH_BOUNDS,
        budget=Budget(
            "events, projected to the whole window",
            low.sli,
            low.good,
            low.total,
            low.allowed_bad,
            low.consumed,
            to_date=Decimal("-0.02"),
            empty_slices=0,
        ),
        burn_rates={HOUR: None, 6 * HOUR: Decimal("1.1")},
        exhausts_at=AT + 3 * DAY,
        recovers_at=MONTH_BOUNDS.end,
        coverage=Decimal(1),
        newest_sample=AT,
        warnings=("the series was reset twice",),
    )


def unknown(verdict: Verdict = Verdict.UNKNOWN) -> ObjectiveReport:
    promise = slo("tickets", "0.95", service="desk", kind=Kind.SATISFACTION, file="slo/desk.yaml", line=9)
    return ObjectiveReport(
        slo=promise,
        objective=promise.objectives[0],
        verdict=verdict,
        reasons=(Because("on_unknown", "unknown", verdict),),
        bounds=ROLLING.at(AT),
        no_data=NoData(Reason.SOURCE_UNREACHABLE, "`prom` did not answer: connection refused, 3 attempts"),
    )


def silent() -> ObjectiveReport:
    promise = slo("night-job", "0.9", service="batch", file="slo/batch.yaml")
    return ObjectiveReport(
        slo=promise,
        objective=promise.objectives[0],
        verdict=Verdict.WARN,
        reasons=(Because("on_no_traffic", "no_traffic", Verdict.WARN),),
        bounds=ROLLING.at(AT),
        coverage=Decimal(1),
        newest_sample=AT,
    )


def passing(name: str = "cart-availability", labels: tuple[tuple[str, str], ...] = ()) -> ObjectiveReport:
    full = budget("358", "1236000")
    return ObjectiveReport(
        slo=slo(name),
        objective=slo(name).objectives[0],
        verdict=Verdict.PASS,
        reasons=(Because("", "within", Verdict.PASS, {"remaining": full.remaining}),),
        bounds=ROLLING.at(AT),
        budget=full,
        burn_rates={HOUR: Decimal("0.2"), 6 * HOUR: Decimal("0.3")},
        coverage=Decimal(1),
        newest_sample=AT,
        series=labels,
    )


TOGETHER = Composite((Decimal(1), Decimal("2.5")), Decimal("0.86"))


def excluded() -> ObjectiveReport:
    """A budget of three series' sum, whose window lacks a night of maintenance."""
    night = Exclusion(
        "database move", AT - 3 * DAY, AT - 3 * DAY + 4 * HOUR, AT + 30 * DAY, ticket="OPS-7", location=POLICY_RULE
    )
    bounds = ROLLING.at(AT)._replace(excluded=Excluded.of([(night.start, night.end)]))
    return warning()._replace(
        bounds=bounds, slo=slo("search-latency", "0.95"), exclusions=(night,), summed=3, composite=TOGETHER
    )


def too_few() -> ObjectiveReport:
    """A spent budget that the policy does not fail: one more good day could have spared it."""
    failed = failing()
    spent = budget("2", "40", "0.95")
    few = {"remaining": spent.remaining, "events": Decimal(40), "needed_events": Decimal(200)}
    because = failed.reasons[0]
    because = because._replace(verdict=Verdict.WARN, evidence={**because.evidence, **few})
    promise = slo("refunds", "0.95", service="desk")
    return failed._replace(
        slo=promise, objective=promise.objectives[0], verdict=Verdict.WARN, reasons=(because,), budget=spent
    )


def exempt() -> ObjectiveReport:
    """A spent budget of which somebody has said for how long it stops nobody."""
    failed = failing()
    said = {"until": AT + 60 * DAY, "owner": "payments", "ticket": "OPS-12", "reason": "vendor migration"}
    because = Because("exemptions", "exempt", Verdict.WARN, {**said, "verdict": Verdict.FAIL}, POLICY_RULE)
    return failed._replace(verdict=Verdict.WARN, reasons=(because, *failed.reasons))


def of_many_conditions() -> ObjectiveReport:
    """What rules of several conditions say, and of those that the other reports lack."""
    low = warning()
    assert low.budget
    left = {"remaining": low.budget.remaining, "lasts": 3 * DAY, "threshold": 4 * DAY}
    consumed = Held("consumed_at_least", {"consumed": low.budget.consumed, "threshold": Decimal("0.8")})
    covered = {"coverage": Decimal("0.8123"), "threshold": Decimal("0.9")}
    reasons = (
        Because("soon spent", "exhausts_within", Verdict.WARN, left, POLICY_RULE, (consumed,)),
        Because("half blind", "coverage_below", Verdict.WARN, covered, POLICY_RULE),
    )
    return low._replace(reasons=reasons)
