"""The run in one sentence, and its counts."""

from slo_gate.core.report import GateReport, ObjectiveReport, PolicyOrigin
from slo_gate.core.verdict import Outcome, Verdict, worst
from slo_gate.outputs.wording import Quote, Wording, is_spent, standing

_WORST_FIRST = sorted(Verdict, key=lambda verdict: -verdict.rank)


def headline(report: GateReport, words: Wording) -> str:
    """`Deploy to production is blocked: 1 of 4 error budgets is spent`."""
    sentence = situation(report, words)
    if not report.blocked:
        return sentence
    sentence = _lower(sentence)
    if report.environment:
        return words.say("blocked.environment", environment=words.quote(report.environment), headline=sentence)
    return words.say("blocked", headline=sentence)


def situation(report: GateReport, words: Wording) -> str:
    """The headline without what it blocks: nothing in it was written by others."""
    if report.outcome is Outcome.INVALID:
        return words.say("headline.invalid")
    if report.outcome in {Outcome.SKIPPED, Outcome.OVERRIDDEN}:
        return _unjudged(report, words)
    if report.reasons and str(report.reasons[0].verdict) == str(report.outcome):
        return words.say(f"headline.{report.reasons[0].code}")
    if report.outcome is Outcome.PASS:
        return _within(report, words)
    verdict = Verdict(report.outcome)
    if not report.with_verdict(verdict) or (report.weakened and report.advisory):
        return _beside_budgets(report, words)
    return _troubled(report, verdict, words)


def _let_through(report: GateReport, words: Wording) -> str:
    """With what an override lets pass, where that was measured."""
    verdict = worst(objective.verdict for objective in report.objectives)
    if verdict is Verdict.PASS:
        return words.say("headline.let_through")
    return words.say("headline.let_through.though", headline=_lower(_troubled(report, verdict, words)))


def _troubled(report: GateReport, verdict: Verdict, words: Wording) -> str:
    affected = report.with_verdict(verdict)
    return words.counted(f"headline.{_trouble(verdict, affected)}", len(affected), total=len(report.objectives))


def _unjudged(report: GateReport, words: Wording) -> str:
    override = report.override if report.outcome is Outcome.OVERRIDDEN else None
    if override is None:
        return words.say("headline.skipped")
    if override.way:
        return _let_through(report, words)
    return words.say("headline.overridden", change=words.say(f"change.{override.change}"))


def _beside_budgets(report: GateReport, words: Wording) -> str:
    """Where it is not the budgets that decide."""
    if report.outcome is Outcome.UNKNOWN:
        return words.say("headline.unread")
    return words.counted("changes.weakened", sum(change.weakens for change in report.changes))


def _within(report: GateReport, words: Wording) -> str:
    known = [objective for objective in report.objectives if standing(objective) is not Verdict.UNKNOWN]
    total = len(report.objectives)
    if not known:
        return words.say("headline.skipped")
    return words.counted("headline.within" if len(known) == total else "headline.within_known", len(known), total=total)


def _trouble(verdict: Verdict, affected: tuple[ObjectiveReport, ...]) -> str:
    if all(standing(objective) is Verdict.UNKNOWN for objective in affected):
        return "unmeasured"
    if verdict is Verdict.WARN:
        return "warned"
    return "spent" if all(is_spent(objective) for objective in affected) else "against"


def counts(report: GateReport, words: Wording) -> str:
    """`1 fail, 2 pass`: what was not measured counts as unknown, whatever the policy makes of it."""
    standings = [standing(objective) for objective in report.objectives]
    present = ((verdict, standings.count(verdict)) for verdict in _WORST_FIRST)
    return ", ".join(words.say(f"count.{verdict}", n=n) for verdict, n in present if n)


def conclusion(report: GateReport, words: Wording) -> str:
    """The last line: `FAIL: 1 fail, 3 pass, exit 1`."""
    counted = counts(report, words)
    outcome = words.say(f"outcome.{report.outcome}").upper()
    code = "conclusion" if counted else "conclusion.bare"
    return words.say(code, outcome=outcome, counts=counted, code=report.exit_code)


def policy_name(origin: PolicyOrigin, words: Wording, quote: Quote) -> str:
    """`policy .slo-gate.yaml at main`, as far as that is known."""
    if not origin.file:
        return words.say("policy.built_in")
    if not origin.ref:
        return words.say("policy", policy=quote(origin.file))
    return words.say("policy.ref", policy=quote(origin.file), ref=quote(origin.ref))


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
