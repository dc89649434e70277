"""What makes a verdict milder than the rules have it, with what they say kept beside it."""

from collections.abc import Sequence

from slo_gate.core.exemption import Exemption
from slo_gate.core.policy import TIER, Context, Policy, in_lenient_tier
from slo_gate.core.report import ObjectiveReport
from slo_gate.core.slo import Slo
from slo_gate.core.verdict import Because, Verdict

Decided = tuple[Verdict, tuple[Because, ...]]


def eased(
    report: ObjectiveReport, policy: Policy, exemptions: Sequence[Exemption], context: Context
) -> ObjectiveReport:
    """What is wrong with what was asked is never forgiven."""
    if report.no_data and report.no_data.invalid:
        return report
    verdict, reasons = ease(report.slo, report.verdict, report.reasons, policy, exemptions, context)
    return report if reasons is report.reasons else report._replace(verdict=verdict, reasons=reasons)


def ease(
    slo: Slo,
    verdict: Verdict,
    reasons: tuple[Because, ...],
    policy: Policy,
    exemptions: Sequence[Exemption],
    context: Context,
) -> Decided:
    """The verdict that counts, and its reasons: first what eases it, then what it would have been, and why."""
    exempt = (one.because(verdict) for one in exemptions if one.eases(slo, verdict, context))
    because = next(exempt, None) or _lenient_tier(slo, verdict, policy)
    return (because.verdict, (because, *reasons)) if because else (verdict, reasons)


def _lenient_tier(slo: Slo, verdict: Verdict, policy: Policy) -> Because | None:
    if verdict.rank <= Verdict.WARN.rank or not in_lenient_tier(slo, policy.lenient_tiers):
        return None
    return Because("defaults.tiers", "tier", Verdict.WARN, {"tier": ", ".join(slo.labels[TIER]), "verdict": verdict})
