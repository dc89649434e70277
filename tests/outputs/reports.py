"""Fixed reports of the gate."""

from slo_gate.core.change import Change
from slo_gate.core.finding import Severity
from slo_gate.core.language import Language
from slo_gate.core.override import Allowed, Overriding
from slo_gate.core.report import GateReport, ObjectiveReport, Override, PolicyOrigin
from slo_gate.core.verdict import Because, Outcome, Verdict
from tests.outputs.changed import changes
from tests.outputs.objectives import (
    AT,
    DAY,
    POLICY_RULE,
    excluded,
    exempt,
    failing,
    of_many_conditions,
    passing,
    silent,
    too_few,
    unknown,
    warning,
)
from tests.outputs.validations import finding

FROZEN = Because("year end", "freeze", Verdict.FAIL, {"name": "year end", "until": AT + 9 * DAY}, POLICY_RULE)
UNPROMISED = Because("require_slo", "require_slo", Verdict.FAIL, {"service": "basket"})


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


def spoken(report: GateReport, language: Language) -> GateReport:
    return report._replace(language=language)
