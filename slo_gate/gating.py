"""A request to gate, answered: the files are read, the sources wired, and the engine is asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from slo_gate.config import Config, InvalidConfigError
from slo_gate.core.finding import Finding
from slo_gate.core.policy import Context, Policy
from slo_gate.core.ports import Source, SourceContext
from slo_gate.core.report import GateReport, PolicyOrigin
from slo_gate.core.verdict import Outcome
from slo_gate.engine.gating import Run, concerned, gate, refused, waved_through
from slo_gate.engine.measuring import Sources
from slo_gate.engine.validation import Reading
from slo_gate.request import Request
from slo_gate.shell import load_config, read_set
from slo_gate.sources import SOURCES


def run_gate(request: Request) -> GateReport:
    """Raises SloGateError where the run cannot go on."""
    try:
        config = load_config(request)
    except InvalidConfigError as error:
        return refused(_run(request, Config(file=error.file)), error.findings)
    run = _run(request, config)
    report = waved_through(run)
    if report:
        return report
    reading = read_set(request, config)
    findings = reading.report.findings
    if refusing := _refusing(reading):
        return refused(run, refusing)
    run = replace(run, notes=(*run.notes, *_skipped(reading)))
    return gate(concerned(reading.slos, request.services), _sources(request, config), run, findings)


def _refusing(reading: Reading) -> tuple[Finding, ...]:
    """The findings of files that no budget can be judged by: a promise that cannot be read is not left out in silence."""
    findings = reading.report.findings
    if not reading.broken and not any(finding.is_error for finding in findings):
        return ()
    told = {(one.rule, one.location, one.message): one for one in (*findings, *reading.broken)}
    return tuple(told.values())


def _skipped(reading: Reading) -> tuple[str, ...]:
    return tuple(f"skipped {one.file}: {one.reason}" for one in reading.report.skipped)


def check_files(request: Request, outcome: Outcome, *notes: str) -> GateReport:
    """The report of a run that validates and does not measure: `outcome` where no file has an error.

    Raises SloGateError.
    """
    try:
        config = load_config(request)
    except InvalidConfigError as error:
        return refused(_run(request, Config(file=error.file)), error.findings)
    run = _run(request, config)
    reading = read_set(request, config)
    findings = reading.report.findings
    if any(finding.is_error for finding in findings):
        return refused(run, findings)
    return replace(refused(run, findings), outcome=outcome, notes=(*run.notes, *_skipped(reading), *notes))


def unusable(request: Request, *notes: str) -> GateReport:
    """The report of a run that stopped before anything was judged."""
    return GateReport(Outcome.INVALID, None, request.environment, PolicyOrigin(), notes=notes)


def _run(request: Request, config: Config) -> Run:
    at = request.at or config.at
    policy = config.policy or Policy()
    if request.on_unknown:
        policy = replace(policy, on_unknown=request.on_unknown)
    return Run(
        policy=policy,
        origin=PolicyOrigin(config.file),
        context=Context(request.environment, request.change),
        now=datetime.now(UTC),
        at=at,
        advisory=request.advisory or config.shadow,
        actor=request.actor,
        notes=tuple(_notes(config, at)),
    )


def _notes(config: Config, at: datetime | None) -> Iterator[str]:
    if config.file is None:
        yield "no configuration was found: built-in rules, and no sources"
    if at:
        yield f"judged at a fixed instant, {at:%Y-%m-%d %H:%M:%S} UTC, and not at the present one"


def _sources(request: Request, config: Config) -> Sources:
    context = SourceContext(config.folder, request.environ)

    def connect(name: str) -> Source:
        settings = config.sources[name]
        return SOURCES[settings.text("type")].connect(name, settings, context)

    answers = {name: SOURCES[settings.text("type")].ANSWERS for name, settings in config.sources.items()}
    return Sources(answers, connect, config.default_source)
