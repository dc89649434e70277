"""A request to gate, answered: the files are read, the sources wired, and the engine is asked."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from slo_gate.collecting import uncollected
from slo_gate.config import Config, InvalidConfigError
from slo_gate.core.errors import InvalidFileError, NothingMatchedError, UsageError
from slo_gate.core.finding import Finding
from slo_gate.core.language import Language
from slo_gate.core.report import GateReport, PolicyOrigin
from slo_gate.core.spelling import closest
from slo_gate.core.verdict import Outcome
from slo_gate.engine.concerning import concerned
from slo_gate.engine.gating import gate, judge, refused, take, waved_through
from slo_gate.engine.run import Run
from slo_gate.engine.validation import Reading
from slo_gate.request import Request
from slo_gate.running import asked_of, informed, overridden, refusing, run_of, skipped, with_levels
from slo_gate.shell import load_config, read_set
from slo_gate.sourcing import ahead_of, opened, recording, replaying, sources_of

if TYPE_CHECKING:
    from slo_gate.core.plan import PlanReport

Keep = Callable[[str], None]
"""What takes the text of a snapshot."""


def run_gate(request: Request, keep: Keep | None = None) -> GateReport:
    """`keep` is given what the run measured, if it measures. Raises SloGateError where the run cannot go on."""
    return _gated(request, keep)._replace(strict=request.strict)


def _gated(request: Request, keep: Keep | None) -> GateReport:
    if request.compares:
        from slo_gate.gating_changes import run_changes  # noqa: PLC0415 - few runs compare

        return run_changes(request, keep)
    try:
        config = load_config(request)
    except InvalidConfigError as error:
        return refused(run_of(request, Config(file=error.file)), error.findings)
    request = informed(request, config)
    run = overridden(run_of(request, config), request, config)
    report = waved_through(run)
    if report:
        return report
    with uncollected():
        return _judged(request, config, run, keep)


def _judged(request: Request, config: Config, run: Run, keep: Keep | None) -> GateReport:
    ahead = {} if request.replay or run.at else ahead_of(request, config)
    reading = read_set(request, config)
    findings = reading.report.findings
    if wrong := refusing(reading):
        return refused(run, wrong)
    found = concerned(reading.slos, asked_of(request, config))
    try:
        snapshot = opened(request) if request.replay else None
        run = replaying(run, snapshot, request) if snapshot else run
        run = run._replace(notes=(*run.notes, *skipped(reading), *found.notes), reasons=found.reasons)
        taken = take(found.slos, sources_of(request, config, snapshot, ahead), run)
    except InvalidFileError as error:
        return refused(run, error.findings)
    if keep:
        keep(recording(taken, run))
    return with_levels(judge(taken, run, findings), config)


def explain_slo(request: Request, name: str) -> GateReport:
    """One SLO by its name, or its service and its name, measured and judged. Raises SloGateError."""
    config, reading = _readable(request)
    named = [slo for slo in reading.slos if name in {slo.name, f"{slo.service}/{slo.name}"}]
    if not named:
        known = sorted({slo.name for slo in reading.slos})
        close = closest(name, known)
        hint = f"did you mean {close}?" if close else f"SLOs are: {', '.join(known)[:500] or 'none'}"
        raise NothingMatchedError(f"no SLO is named {name[:80]!r}, and no rule", hint)
    return gate(named, sources_of(request, config, None), run_of(request, config))


def plan_gate(request: Request) -> "PlanReport":
    """What `run_gate` would ask. Raises SloGateError where there is nothing to plan."""
    from slo_gate.engine.planning import plan  # noqa: PLC0415 - few runs only plan

    config, reading = _readable(request)
    sources = sources_of(request, config, None)
    return plan(concerned(reading.slos, asked_of(request, config)).slos, sources, run_of(request, config))


def _readable(request: Request) -> tuple[Config, Reading]:
    """The configuration and the SLO files, where neither has an error. Raises SloGateError."""
    try:
        config = load_config(request)
    except InvalidConfigError as error:
        raise _unusable_findings(error.findings) from None
    reading = read_set(request, config)
    if wrong := refusing(reading):
        raise _unusable_findings(wrong)
    return config, reading


def _unusable_findings(findings: Sequence[Finding]) -> UsageError:
    first = findings[0]
    place = f"{first.location.file}:{first.location.span.line}"
    more = f", and {len(findings) - 1} more" if len(findings) > 1 else ""
    return UsageError(
        f"there are errors, the first in {place}: {first.message}{more}", "`slo-gate validate` shows them"
    )


def check_files(request: Request, outcome: Outcome, *notes: str) -> GateReport:
    """The report of a run that validates and does not measure: `outcome` where no file has an error.

    Raises SloGateError.
    """
    try:
        config = load_config(request)
    except InvalidConfigError as error:
        return refused(run_of(request, Config(file=error.file)), error.findings)
    run = run_of(request, config)
    reading = read_set(request, config)
    findings = reading.report.findings
    if any(finding.is_error for finding in findings):
        return refused(run, findings)
    return refused(run, findings)._replace(outcome=outcome, notes=(*run.notes, *skipped(reading), *notes))


def unusable(request: Request, *notes: str) -> GateReport:
    """The report of a run that stopped before anything was judged."""
    language = request.language or Language.ENGLISH
    return GateReport(Outcome.INVALID, None, request.environment, PolicyOrigin(), notes=notes, language=language)
