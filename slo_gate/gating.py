"""A request to gate, answered: the files are read, the sources wired, and the engine is asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from slo_gate import __version__, files
from slo_gate.ahead import Ahead
from slo_gate.collecting import uncollected
from slo_gate.config import Config, InvalidConfigError
from slo_gate.core.errors import ConfigError, InvalidFileError, NothingMatchedError, SloGateError, UsageError
from slo_gate.core.finding import Finding
from slo_gate.core.language import Language
from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.plan import PlanReport
from slo_gate.core.policy import Context, Policy
from slo_gate.core.ports import Source, SourceContext
from slo_gate.core.report import GateReport, PolicyOrigin
from slo_gate.core.snapshot import Snapshot
from slo_gate.core.spelling import closest
from slo_gate.core.verdict import Outcome
from slo_gate.engine.choosing import Sources
from slo_gate.engine.concerning import Asked, concerned
from slo_gate.engine.gating import Run, Taken, gate, judge, refused, take, waved_through
from slo_gate.engine.planning import plan
from slo_gate.engine.validation import Reading, levelled
from slo_gate.request import Request
from slo_gate.shell import load_config, read_set
from slo_gate.sources import SOURCES

Keep = Callable[[str], None]
"""What takes the text of a snapshot."""


def run_gate(request: Request, keep: Keep | None = None) -> GateReport:
    """`keep` is given what the run measured, if it measures. Raises SloGateError where the run cannot go on."""
    if request.compares:
        from slo_gate.gating_changes import run_changes  # noqa: PLC0415 - few runs compare

        return run_changes(request, keep)
    try:
        config = load_config(request)
    except InvalidConfigError as error:
        return refused(run_of(request, Config(file=error.file)), error.findings)
    run = run_of(request, config)
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
        run = replace(run, notes=(*run.notes, *skipped(reading), *found.notes), reasons=found.reasons)
        taken = take(found.slos, sources_of(request, config, snapshot, ahead), run)
    except InvalidFileError as error:
        return refused(run, error.findings)
    if keep:
        keep(recording(taken, run))
    return with_levels(judge(taken, run, findings), config)


def with_levels(report: GateReport, config: Config) -> GateReport:
    """With the findings as severe as the configuration has them."""
    return replace(report, findings=tuple(levelled(report.findings, config.validation)))


def opened(request: Request) -> Snapshot:
    """The snapshot that is replayed. Raises ConfigError, and InvalidFileError."""
    from slo_gate.snapshot.opening import MAX_BYTES, open_snapshot  # noqa: PLC0415 - few runs are replays

    file = files.named(request.replay, request.folder)
    try:
        return open_snapshot(files.read(file, MAX_BYTES), file.name)
    except files.UnreadableError as error:
        raise ConfigError(f"the snapshot {file.name} is not read: {error}", "check the path") from None


def replaying(run: Run, snapshot: Snapshot, request: Request) -> Run:
    """The run at the snapshot's instant, with the notes of the run that recorded it, unless another instant is asked for."""
    if request.at or snapshot.at is None:
        return run
    notes = (*run.notes, *_fixed(snapshot.at)) if snapshot.at_given and not run.at else run.notes
    return replace(run, at=snapshot.at, notes=notes)


def recording(taken: Taken, run: Run) -> str:
    from slo_gate.engine.recording import recorded  # noqa: PLC0415 - few runs are recorded
    from slo_gate.snapshot.writing import write  # noqa: PLC0415 - as above

    return write(recorded(taken, run, f"slo-gate {__version__}"))


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


def plan_gate(request: Request) -> PlanReport:
    """What `run_gate` would ask. Raises SloGateError where there is nothing to plan."""
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


def refusing(reading: Reading) -> tuple[Finding, ...]:
    """The findings of files that no budget can be judged by: a promise that cannot be read is not left out in silence."""
    findings = reading.report.findings
    if not reading.broken and not any(finding.is_error for finding in findings):
        return ()
    told = {(one.rule, one.location, one.message): one for one in (*findings, *reading.broken)}
    return tuple(told.values())


def skipped(reading: Reading) -> tuple[str, ...]:
    return tuple(f"skipped {one.file}: {one.reason}" for one in reading.report.skipped)


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
    return replace(refused(run, findings), outcome=outcome, notes=(*run.notes, *skipped(reading), *notes))


def unusable(request: Request, *notes: str) -> GateReport:
    """The report of a run that stopped before anything was judged."""
    language = request.language or Language.ENGLISH
    return GateReport(Outcome.INVALID, None, request.environment, PolicyOrigin(), notes=notes, language=language)


def run_of(request: Request, config: Config) -> Run:
    at = request.at or config.at
    policy = config.policy or Policy()
    if request.on_unknown:
        policy = replace(policy, on_unknown=request.on_unknown)
    return Run(
        policy=policy,
        origin=PolicyOrigin(config.file),
        context=Context(request.environment, request.change, request.changed or None),
        now=datetime.now(UTC),
        at=at,
        advisory=request.advisory or request.shadow or config.shadow,
        actor=request.actor,
        notes=tuple(_notes(config, at)),
        exclusions=config.exclusions,
        language=request.language or config.language,
        exemptions=config.exemptions,
        freezes=config.freezes,
        services=request.services,
    )


def asked_of(request: Request, config: Config) -> Asked:
    return Asked(request.services, request.changed, config.scope, config.require_slo)


def _notes(config: Config, at: datetime | None) -> Iterator[str]:
    if config.file is None:
        yield "no configuration was found: built-in rules, and no sources"
    if at:
        yield from _fixed(at)


def _fixed(at: datetime) -> Iterator[str]:
    yield f"judged at a fixed instant, {at:%Y-%m-%d %H:%M:%S} UTC, and not at the present one"


def ahead_of(request: Request, config: Config) -> Mapping[str, Source | NoData]:
    """The source that almost every SLO is measured by, asked for the time before the files are read: the only one, or the
    default. What is wrong with its settings is told where it is needed, and a run that stops before has asked no more.
    """
    name = next(iter(config.sources)) if len(config.sources) == 1 else config.default_source
    if not name or not SOURCES[config.sources[name].text("type")].HAS_CLOCK:
        return {}
    try:
        source = _connected(name, request, config)
    except SloGateError:
        return {}
    return {} if isinstance(source, NoData) else {name: Ahead(source)}


def _connected(name: str, request: Request, config: Config) -> Source | NoData:
    settings = config.sources[name]
    if "command" in settings.entries and not request.trusted:
        return NoData(Reason.NOT_ASKED, "its source runs a program, and the files of this change are not trusted")
    return SOURCES[settings.text("type")].connect(name, settings, SourceContext(config.folder, request.environ))


def sources_of(
    request: Request, config: Config, snapshot: Snapshot | None, ahead: Mapping[str, Source | NoData] = {}
) -> Sources:
    """The sources of the configuration, some of them open already; as a snapshot tells of them where there is one."""

    def connect(name: str) -> Source | NoData:
        if snapshot:
            from slo_gate.sources.file_source import replayed  # noqa: PLC0415 - few runs are replays

            return replayed(snapshot, name)
        return ahead.get(name) or _connected(name, request, config)

    types = {name: settings.text("type") for name, settings in config.sources.items()}
    return Sources(types, connect, config.default_source, SOURCES)
