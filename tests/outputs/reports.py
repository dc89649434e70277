"""Fixed reports: one objective of each verdict, as the engine would judge it, and names that mean harm."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from slo_gate.core.budget import Budget
from slo_gate.core.change import Change
from slo_gate.core.change_report import ChangeReport
from slo_gate.core.composite import Composite
from slo_gate.core.duration import Duration
from slo_gate.core.excluded import Excluded
from slo_gate.core.exclusion import Exclusion
from slo_gate.core.finding import Edit, Finding, Location, Severity, Skipped
from slo_gate.core.language import Language
from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.node import Span
from slo_gate.core.override import Allowed, Overriding
from slo_gate.core.page import Page
from slo_gate.core.promise_change import Aspect, PromiseChange, Way
from slo_gate.core.repair import Repaired
from slo_gate.core.report import GateReport, ObjectiveReport, Override, PolicyOrigin
from slo_gate.core.slo import BudgetingMethod, Kind, Objective, Op, Query, Ratio, Slo, Threshold
from slo_gate.core.validation_report import ValidationReport
from slo_gate.core.verdict import Because, Held, Outcome, Verdict
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
    return replace(
        warning(), bounds=bounds, slo=slo("search-latency", "0.95"), exclusions=(night,), summed=3, composite=TOGETHER
    )


def too_few() -> ObjectiveReport:
    """A spent budget that the policy does not fail: one more good day could have spared it."""
    failed = failing()
    spent = budget("2", "40", "0.95")
    few = {"remaining": spent.remaining, "events": Decimal(40), "needed_events": Decimal(200)}
    because = failed.reasons[0]
    because = because._replace(verdict=Verdict.WARN, evidence={**because.evidence, **few})
    promise = slo("refunds", "0.95", service="desk")
    return replace(
        failed, slo=promise, objective=promise.objectives[0], verdict=Verdict.WARN, reasons=(because,), budget=spent
    )


def exempt() -> ObjectiveReport:
    """A spent budget of which somebody has said for how long it stops nobody."""
    failed = failing()
    said = {"until": AT + 60 * DAY, "owner": "payments", "ticket": "OPS-12", "reason": "vendor migration"}
    because = Because("exemptions", "exempt", Verdict.WARN, {**said, "verdict": Verdict.FAIL}, POLICY_RULE)
    return replace(failed, verdict=Verdict.WARN, reasons=(because, *failed.reasons))


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
    return replace(low, reasons=reasons)


FROZEN = Because("year end", "freeze", Verdict.FAIL, {"name": "year end", "until": AT + 9 * DAY}, POLICY_RULE)
UNPROMISED = Because("require_slo", "require_slo", Verdict.FAIL, {"service": "basket"})


def finding(severity: Severity = Severity.ERROR, rule: str = "SLO104", line: int = 18) -> Finding:
    return Finding(
        rule,
        severity,
        Location("slo/search.yaml", Span(line, 15, line, 19)),
        "`target` is 99.9; OpenSLO wants a fraction between 0 and 1",
        "write `0.999`",
    )


def gate(outcome: Outcome, *objectives: ObjectiveReport, **changes: object) -> GateReport:
    fields: dict[str, object] = {
        "environment": "production",
        "policy": PolicyOrigin(".slo-gate.yaml", "main", "9d1c0fe2"),
    } | changes
    return GateReport(outcome, AT, objectives=objectives, **fields)  # type: ignore[arg-type]


def override() -> Override:
    return Override(Change.ROLLBACK, "ana", AT)


def allowed() -> Override:
    """An override by somebody who may."""
    return Override(
        Change.FEATURE,
        "ana",
        AT,
        way="label",
        reason="hotfix for a CVE",
        expires=AT + DAY,
        approver="li",
        url="https://github.com/acme/shop/pull/7#event-1",
    )


def weakened() -> PromiseChange:
    """A target that lets five times as much be bad."""
    aspect = Aspect(
        "target", {"before": Decimal("0.999"), "after": Decimal("0.995"), "factor": Decimal(5)}, weakens=True
    )
    lenient = slo("checkout-availability", "0.995")
    after = replace(
        failing(),
        slo=lenient,
        objective=lenient.objectives[0],
        verdict=Verdict.PASS,
        budget=budget("1389.4", "1236000", "0.995"),
    )
    return PromiseChange(
        Way.CHANGED,
        "web",
        "checkout-availability",
        "",
        lenient.location,
        (aspect,),
        weakens=True,
        before=failing().today,
        after=after.today,
    )


def changes() -> tuple[PromiseChange, ...]:
    place = Location("slo/search.yaml", Span(18, 15, 18, 19))
    window = Aspect("window", {"before": "30d", "after": "7d"})
    query = Aspect("query", {"part": "part", "before": "a", "after": "b"}, weakens=True)
    return (
        weakened(),
        PromiseChange(Way.REMOVED, "web", "login-latency", "", place, weakens=True, before=warning().today),
        PromiseChange(Way.CHANGED, "web", "search-latency", "main", place, (window, query), after=unknown().today),
        PromiseChange(Way.ADDED, "web", "cart-availability", "", place, after=passing().today),
    )


CHANGE_REPORTS = {
    "weakened": ChangeReport(
        Outcome.FAIL, PolicyOrigin(".slo-gate.yaml", "main", "9d1c0fe2" + "0" * 32), AT, changes(), (), ("a note",)
    ),
    "none": ChangeReport(Outcome.PASS, PolicyOrigin(".slo-gate.yaml", "main", "9d1c0fe2" + "0" * 32)),
}

GATE_REPORTS = {
    "fail": gate(
        Outcome.FAIL,
        failing(),
        unknown(),
        warning(),
        silent(),
        passing(),
        findings=(finding(Severity.WARNING),),
        overriding=Overriding(label="slo-gate:override", input=True, allowed=Allowed(users=frozenset({"ana"}))),
    ),
    "warn": gate(Outcome.WARN, warning(), unknown(Verdict.WARN), passing("a"), passing("b")),
    "pass": gate(Outcome.PASS, passing("a"), passing("b", (("region", "eu"), ("zone", "1")))),
    "excluded": gate(Outcome.WARN, excluded(), notes=("2026-11-21 does not count in 1 budget: database move",)),
    "exempt": gate(Outcome.WARN, exempt(), of_many_conditions()),
    "frozen": gate(Outcome.FAIL, passing(), reasons=(FROZEN, UNPROMISED)),
    "unconcerned": gate(
        Outcome.PASS,
        notes=("2 changed files concern no service",),
        reasons=(Because("scope", "unconcerned", Verdict.PASS, {"files": 2}),),
    ),
    "few": gate(Outcome.WARN, too_few()),
    "unknown": gate(Outcome.UNKNOWN, unknown(), passing()),
    "forgiven": gate(Outcome.PASS, unknown(Verdict.PASS), passing()),
    "advisory": gate(Outcome.FAIL, failing(), passing(), advisory=True, notes=("no comment: the token may not write",)),
    "overridden": gate(Outcome.OVERRIDDEN, override=override(), environment=""),
    "skipped": gate(Outcome.SKIPPED, notes=("no credentials: pull requests of forks have no secrets",)),
    "changed": gate(Outcome.FAIL, failing(), passing(), changes=changes(), advisory=True),
    "let-through": gate(Outcome.OVERRIDDEN, failing(), passing(), override=allowed()),
    "invalid": gate(Outcome.INVALID, findings=(finding(), finding(Severity.NOTICE, "SLO110", 20))),
}


MANY = gate(
    Outcome.FAIL,
    *(failing() for _ in range(5)),
    *(unknown() for _ in range(4)),
    *(passing(f"slo-{number}") for number in range(400)),
    findings=tuple(finding(line=number + 1) for number in range(300)),
)
"""More than a comment can show."""

MENDED = Repaired("slo/checkout.yaml", "kind: slo\nop: LTE\n", "kind: SLO\nop: lte\n", 2)
FIX = Edit(Span(18, 15, 18, 19), "0.999")

VALIDATION_REPORTS = {
    "clean": ValidationReport(2, 2, 3, (), (), names=("slo/checkout.yaml", "slo/search.yaml")),
    "findings": ValidationReport(
        3,
        4,
        5,
        (Skipped("chart/slo.yaml", "a Helm template: render it first"),),
        (finding(), finding(Severity.WARNING, "SLO203", 9), finding(Severity.NOTICE, "SLO301", 2)),
        suppressed=2,
        names=("chart/slo.yaml", "slo/checkout.yaml", "slo/search.yaml"),
    ),
    "fixable": ValidationReport(1, 1, 1, (), (finding()._replace(fix=FIX), finding(Severity.WARNING, "SLO203", 9))),
    "fixed": ValidationReport(
        3,
        3,
        3,
        (),
        (finding(Severity.WARNING, "SLO203", 9),),
        repaired=(MENDED, MENDED._replace(file="slo/search.yaml", repairs=1)),
    ),
    "unwritten": ValidationReport(
        1, 1, 1, (), (finding()._replace(fix=FIX),), unwritten=(Skipped("slo/checkout.yaml", "it is read-only"),)
    ),
}
PAGES = {
    "SLO104": Page("A value is one that is allowed", "Choices follow the format.", "op: below", "op: lt"),
    "SLO203": Page(
        "Every object is used",
        "What nobody refers to is never measured.",
        "kind: SLI\nmetadata: {name: web}",
        "indicatorRef: web",
        (Severity.WARNING,),
        on=False,
    ),
}
"""Two rules, as the rulebook may have them; a report may name rules that it has not."""

SOURCE = {
    2: "kind: SLO",
    9: "    duration: 4w",
    18: "    - target: 99.9 # of requests",
    20: "日本語: x",
}


def source_line(_file: str, line: int) -> str | None:
    return SOURCE.get(line)


def spoken(report: GateReport, language: Language) -> GateReport:
    return replace(report, language=language)
