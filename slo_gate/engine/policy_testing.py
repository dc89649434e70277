"""Policy tests, tried on the policy itself: nothing of what it says is said here."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from slo_gate.core.budget import Budget
from slo_gate.core.conditions import CONDITIONS
from slo_gate.core.conditions.subject import Subject
from slo_gate.core.finding import Finding, Severity
from slo_gate.core.measurement import NoData
from slo_gate.core.policy import Context, Policy
from slo_gate.core.policy_test import DISAGREES, Given, PolicyTest, RuleName, Tried
from slo_gate.core.report import ObjectiveReport
from slo_gate.core.slo import Slo
from slo_gate.core.spelling import closest
from slo_gate.core.verdict import Because, worst
from slo_gate.engine.concerning import Asked, concerned
from slo_gate.engine.easing import eased
from slo_gate.engine.gating import outcome_of, waved_through
from slo_gate.engine.judging import Judge
from slo_gate.engine.run import Run


def try_policy(tests: Sequence[PolicyTest], run: Run, asked: Asked) -> tuple[Tried, ...]:
    """Each test in a run of its own, whose environment, change, instant and files are the test's."""
    known = {*(rule.name for rule in run.policy.rules), *(freeze.name for freeze in run.freezes)}
    return tuple(_compared(_tried(test, _run_of(test, run), asked), known) for test in tests)


def unreached(policy: Policy, results: Iterable[Tried]) -> tuple[RuleName, ...]:
    """The rules that spoke in no test, in the policy's order."""
    reached = {name for result in results for name in result.reached}
    names = (RuleName(rule.name, rule.location) for rule in policy.rules)
    return tuple(name for name in names if name not in reached)


def _run_of(test: PolicyTest, run: Run) -> Run:
    context = Context(test.environment, test.change, test.paths)
    if test.at is None:
        return run._replace(context=context, freezes=(), exemptions=())
    holding = tuple(one for one in run.exemptions if one.expires > test.at)
    return run._replace(context=context, at=test.at, exemptions=holding)


def _tried(test: PolicyTest, run: Run, asked: Asked) -> Tried:
    waved = waved_through(run._replace(services=(test.slo.service,)))
    if waved:
        return Tried(test, None, waved.outcome, waved.reasons)
    found = concerned((test.slo,), asked._replace(changed=test.paths))
    of_the_run = (*found.reasons, *run.frozen((test.slo.service,)))
    if not found.slos:
        return Tried(test, None, outcome_of((), of_the_run), of_the_run)
    subject = _subject(test.slo, test.given, run.policy)
    judge = Judge(run.policy, run.context, ())
    reasons = judge.reasons(test.slo, subject)
    report = ObjectiveReport(
        test.slo, test.slo.objectives[0], worst(one.verdict for one in reasons), reasons, no_data=subject.no_data
    )
    report = eased(report, run.policy, run.exemptions, run.context)
    spoken = run.policy.spoken(test.slo, subject, run.context)
    return Tried(
        test,
        report.verdict,
        outcome_of((report,), of_the_run),
        (*of_the_run, *report.reasons),
        frozenset(RuleName(because.rule, because.location) for because, _ in spoken),
    )


def _subject(slo: Slo, given: Given, policy: Policy) -> Subject:
    length = slo.window.duration.nominal
    no_data = NoData(given.unknown, "as the test has it") if given.unknown else policy.too_short(given.coverage)
    if no_data or given.no_traffic:
        return Subject(None, length, {}, coverage=given.coverage, no_data=no_data)
    left = _budget(slo, given)
    rates = {lookback: given.burn_rates.get(lookback, Decimal(0)) for lookback in policy.lookbacks()}
    lasts = timedelta(0) if left.exhausted else given.exhausts_in
    return Subject(left, length, rates, lasts, given.coverage)


def _budget(slo: Slo, given: Given) -> Budget:
    allowed = None if given.total is None else given.total * slo.objectives[0].error_budget
    return Budget("as the test has it", None, None, given.total, allowed, 1 - given.remaining)


def _compared(result: Tried, known: Collection[str]) -> Tried:
    differing = list(_differences(result, known))
    if not differing:
        return result
    test = result.test
    message = f"the policy test {test.name!r}: {', and '.join(differing)}"
    return result._replace(
        finding=Finding(DISAGREES, Severity.ERROR, test.expected.location, message, _because(result.reasons))
    )


def _differences(result: Tried, known: Collection[str]) -> Iterator[str]:
    expected = result.test.expected
    if expected.verdict and result.verdict is not expected.verdict:
        found = f"is {result.verdict}" if result.verdict else f"is not asked for: the run is {result.outcome}"
        yield f"the verdict {found}, where {expected.verdict} is expected"
    if expected.outcome and result.outcome is not expected.outcome:
        yield f"the outcome is {result.outcome}, where {expected.outcome} is expected"
    if expected.rule and expected.rule not in {because.rule for because in result.reasons}:
        yield f"the rule {expected.rule!r} does not speak{_meant(expected.rule, known)}"


def _meant(name: str, known: Collection[str]) -> str:
    """The rule that was meant, where none has the name."""
    close = "" if name in known else closest(name, known)
    return f"; did you mean {close!r}?" if close else ""


def _because(reasons: Sequence[Because]) -> str:
    said = [f"{_speaker(one)} says {one.verdict}" for one in reasons if one.code != "within"]
    return "\n".join(said) or "no rule speaks"


def _speaker(because: Because) -> str:
    """A rule and where it stands, or the setting of the policy that speaks where no rule does."""
    rule = because.location or (because.code in CONDITIONS and not because.rule.startswith("on_"))
    return str(RuleName(because.rule, because.location)) if rule else f"the setting {because.rule}"
