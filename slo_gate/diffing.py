"""What a change does to the promises, and by the sources that are trusted, what it would do to the budgets today."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from slo_gate.collecting import uncollected
from slo_gate.comparing import Base, base_of, compared, file_changes, read_sides, trusted_config
from slo_gate.config import Config, InvalidConfigError
from slo_gate.core.change_report import ChangeReport
from slo_gate.core.errors import RevisionError, SloGateError
from slo_gate.core.language import Language
from slo_gate.core.promise_change import PromiseChange
from slo_gate.core.report import PolicyOrigin
from slo_gate.core.verdict import Outcome
from slo_gate.engine.comparing import Compared, weakened_first
from slo_gate.engine.concerning import Asked
from slo_gate.engine.gating import take_promises
from slo_gate.engine.stricter import tried
from slo_gate.gating_changes import head_config_errors, planned_for, unreadable
from slo_gate.request import Request
from slo_gate.running import refusing, run_of
from slo_gate.sourcing import sources_of
from slo_gate.weakening import weakenings


def run_diff(request: Request, *, offline: bool) -> ChangeReport:
    """Raises SloGateError where there is nothing to compare, or the base cannot be read."""
    base = base_of(request)
    config = trusted_config(base)
    report = _compared(request, base, config, offline=offline)
    return replace(report, language=request.language or config.language)


def _compared(request: Request, base: Base, config: Config, *, offline: bool) -> ChangeReport:
    origin = base.origin(config.file)
    if wrong := head_config_errors(request):
        return ChangeReport(Outcome.INVALID, origin, findings=wrong.findings)
    with uncollected():
        sides = read_sides(request, base, config)
        if broken := refusing(sides.after):
            return ChangeReport(Outcome.INVALID, origin, findings=broken)
        found = compared(sides, config, Asked(request.services), sources_of(request, config, None))
        pairs = [one for one in found.promises if one.change]
        at, promised = (None, _changes(pairs)) if offline else _measured(request, config, pairs)
        changes = weakened_first([*promised, *file_changes(request, base, config, sides)])
    findings = weakenings(changes, request, config)
    outcome = Outcome.FAIL if any(finding.is_error for finding in findings) else Outcome.PASS
    return ChangeReport(outcome, origin, at, changes, findings, tuple(unreadable(sides.before, base)))


def stopped(request: Request, error: SloGateError) -> ChangeReport:
    """The report of a run that has compared nothing."""
    findings = error.findings if isinstance(error, InvalidConfigError) else ()
    outcome = Outcome.UNKNOWN if isinstance(error, RevisionError) else Outcome.INVALID
    origin = PolicyOrigin(ref=request.base or None)
    language = request.language or Language.ENGLISH
    return ChangeReport(outcome, origin, findings=findings, notes=(error.message,), language=language)


def _changes(pairs: Sequence[Compared]) -> list[PromiseChange]:
    return [one.change for one in pairs if one.change]


def _measured(
    request: Request, config: Config, pairs: Sequence[Compared]
) -> tuple[datetime | None, list[PromiseChange]]:
    """The changes with what both versions make of one instant; without that, where no source is configured."""
    if not pairs or not config.sources:
        return None, _changes(pairs)
    run = run_of(request, config)
    planned = planned_for(request, config, pairs)
    taken = take_promises([one for trial in planned for one in trial.asked], sources_of(request, config, None), run)
    return taken.at, [one.change for one in tried(planned, taken, run) if one.change]
