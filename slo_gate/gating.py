"""A request to gate, answered: the files are read, the sources wired, and the engine is asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from slo_gate import __version__, files
from slo_gate.ahead import Ahead
from slo_gate.collecting import uncollected
from slo_gate.config import Config, InvalidConfigError
from slo_gate.core.errors import ConfigError, InvalidFileError, NothingMatchedError, SloGateError, UsageError
from slo_gate.core.finding import Finding
from slo_gate.core.measurement import NoData
from slo_gate.core.policy import Context, Policy
from slo_gate.core.ports import Source, SourceContext
from slo_gate.core.report import GateReport, PolicyOrigin
from slo_gate.core.spelling import closest
from slo_gate.core.verdict import Outcome
from slo_gate.engine.choosing import Sources
from slo_gate.engine.gating import Run, Taken, concerned, gate, judge, refused, take, waved_through
from slo_gate.engine.validation import Reading
from slo_gate.request import Request
from slo_gate.shell import load_config, read_set
from slo_gate.sources import SOURCES

if TYPE_CHECKING:
    from slo_gate.core.plan import PlanReport
    from slo_gate.core.snapshot import Snapshot

Keep = Callable[[str], None]
"""What takes the text of a snapshot."""


def run_gate(request: Request, keep: Keep | None = None) -> GateReport:
    """`keep` is given what the run measured, if it measures. Raises SloGateError where the run cannot go on."""
    try:
        config = load_config(request)
    except InvalidConfigError as error:
        return refused(_run(request, Config(file=error.file)), error.findings)
    run = _run(request, config)
    report = waved_through(run)
    if report:
        return report
    with uncollected():
        return _judged(request, config, run, keep)


def _judged(request: Request, config: Config, run: Run, keep: Keep | None) -> GateReport:
    ahead = {} if request.replay or run.at else _ahead(request, config)
    reading = read_set(request, config)
    findings = reading.report.findings
    if refusing := _refusing(reading):
        return refused(run, refusing)
    slos = concerned(reading.slos, request.services)
    try:
        snapshot = _opened(request) if request.replay else None
        run = _replaying(run, snapshot, request) if snapshot else run
        run = replace(run, notes=(*run.notes, *_skipped(reading)))
        taken = take(slos, _sources(request, config, snapshot, ahead), run)
    except InvalidFileError as error:
        return refused(run, error.findings)
    if keep:
        keep(_recorded(taken, run))
    return judge(taken, run, findings)


def _opened(request: Request) -> "Snapshot":
    """The snapshot that is replayed. Raises ConfigError, and InvalidFileError."""
    from slo_gate.snapshot.opening import MAX_BYTES, open_snapshot  # noqa: PLC0415 - few runs are replays

    file = files.named(request.replay, request.folder)
    try:
        return open_snapshot(files.read(file, MAX_BYTES), file.name)
    except files.UnreadableError as error:
        raise ConfigError(f"the snapshot {file.name} is not read: {error}", "check the path") from None


def _replaying(run: Run, snapshot: "Snapshot", request: Request) -> Run:
    """The run at the snapshot's instant, with the notes of the run that recorded it, unless another instant is asked for."""
    if request.at or snapshot.at is None:
        return run
    notes = (*run.notes, *_fixed(snapshot.at)) if snapshot.at_given and not run.at else run.notes
    return replace(run, at=snapshot.at, notes=notes)


def _recorded(taken: Taken, run: Run) -> str:
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
    return gate(named, _sources(request, config, None), _run(request, config))


def plan_gate(request: Request) -> "PlanReport":
    """What `run_gate` would ask. Raises SloGateError where there is nothing to plan."""
    from slo_gate.engine.planning import plan  # noqa: PLC0415 - few runs only plan

    config, reading = _readable(request)
    sources = _sources(request, config, None)
    return plan(concerned(reading.slos, request.services), sources, _run(request, config))


def _readable(request: Request) -> tuple[Config, Reading]:
    """The configuration and the SLO files, where neither has an error. Raises SloGateError."""
    try:
        config = load_config(request)
    except InvalidConfigError as error:
        raise _unusable_findings(error.findings) from None
    reading = read_set(request, config)
    if refusing := _refusing(reading):
        raise _unusable_findings(refusing)
    return config, reading


def _unusable_findings(findings: Sequence[Finding]) -> UsageError:
    first = findings[0]
    place = f"{first.location.file}:{first.location.span.line}"
    more = f", and {len(findings) - 1} more" if len(findings) > 1 else ""
    return UsageError(
        f"there are errors, the first in {place}: {first.message}{more}", "`slo-gate validate` shows them"
    )


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
        exclusions=config.exclusions,
    )


def _notes(config: Config, at: datetime | None) -> Iterator[str]:
    if config.file is None:
        yield "no configuration was found: built-in rules, and no sources"
    if at:
        yield from _fixed(at)


def _fixed(at: datetime) -> Iterator[str]:
    yield f"judged at a fixed instant, {at:%Y-%m-%d %H:%M:%S} UTC, and not at the present one"


def _ahead(request: Request, config: Config) -> Mapping[str, Source]:
    """The source that almost every SLO is measured by, asked for the time before the files are read: the only one, or the
    default. What is wrong with its settings is told where it is needed, and a run that stops before has asked no more.
    """
    name = next(iter(config.sources)) if len(config.sources) == 1 else config.default_source
    if not name or not SOURCES[config.sources[name].text("type")].HAS_CLOCK:
        return {}
    try:
        return {name: Ahead(_connected(name, request, config))}
    except SloGateError:
        return {}


def _connected(name: str, request: Request, config: Config) -> Source:
    settings = config.sources[name]
    return SOURCES[settings.text("type")].connect(name, settings, SourceContext(config.folder, request.environ))


def _sources(
    request: Request, config: Config, snapshot: "Snapshot | None", ahead: Mapping[str, Source] = {}
) -> Sources:
    """The sources of the configuration, some of them open already; as a snapshot tells of them where there is one."""

    def connect(name: str) -> Source | NoData:
        if snapshot:
            from slo_gate.sources.file_source import replayed  # noqa: PLC0415 - few runs are replays

            return replayed(snapshot, name)
        return ahead.get(name) or _connected(name, request, config)

    types = {name: settings.text("type") for name, settings in config.sources.items()}
    return Sources(types, connect, config.default_source, SOURCES)
