"""The outputs of the action. No name from a file is in the free text: workflows paste outputs into shells."""

import json
import re
from datetime import datetime

from slo_gate.core.report import GateReport
from slo_gate.core.verdict import Verdict
from slo_gate.outputs.headline import counts, situation
from slo_gate.outputs.json_values import instant
from slo_gate.outputs.languages import speaking
from slo_gate.outputs.numbers import plain, remaining_percent


def action_outputs(report: GateReport) -> dict[str, str]:
    """Output name to text; empty where there is nothing to say."""
    return {
        "outcome": str(report.outcome),
        "blocked": str(report.blocked).lower(),
        "summary": _summary(report),
        "min-budget-remaining": _least_remaining(report),
        "exhausted": json.dumps(_exhausted(report)),
        "recovers-at": instant(_recovery(report)) or "",
        "override-by": _harmless(report.override.actor) if report.override else "",
        "override-reason": _harmless(report.override.reason) if report.override else "",
    }


def _harmless(text: str) -> str:
    """One line of letters of any script, and no sign that a shell, or a workflow's expression, might take for more than text.

    Brackets are in the names of GitHub's apps.
    """
    return re.sub(r"[^\w .,:;#/@+\[\]-]", "_", text)[:200]


def _summary(report: GateReport) -> str:
    """One line, such as `1 of 4 error budgets is spent (1 fail, 3 pass)`."""
    words = speaking(report.language)
    numbers = counts(report, words)
    return plain(situation(report, words) + (f" ({numbers})" if numbers else ""))


def _least_remaining(report: GateReport) -> str:
    """In percent, rounded down to one decimal, such as `-12.4`."""
    shares = [objective.budget.remaining for objective in report.objectives if objective.budget]
    return str(remaining_percent(min(shares))) if shares else ""


def _exhausted(report: GateReport) -> list[str]:
    names = (objective.slo.name for objective in report.objectives if objective.budget and objective.budget.exhausted)
    return list(dict.fromkeys(names))


def _recovery(report: GateReport) -> datetime | None:
    """When the last of what fails is over, freezes too; None where one of them is not known to be."""
    dates: list[object] = [objective.recovers_at for objective in report.with_verdict(Verdict.FAIL)]
    dates += [because.evidence.get("until") for because in report.reasons if because.verdict is Verdict.FAIL]
    known = [date for date in dates if isinstance(date, datetime)]
    return max(known, default=None) if len(known) == len(dates) else None
