"""What the command line and the action share: files read, adapters wired to the use cases."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from slo_gate import config as configuration
from slo_gate import documents, files
from slo_gate.config import Config, InvalidConfigError
from slo_gate.core.dialect import Dialect
from slo_gate.core.errors import ConfigError, NothingMatchedError
from slo_gate.core.finding import Finding, Location, Severity, Skipped
from slo_gate.core.node import START
from slo_gate.core.policy import Change, Context, Leniency
from slo_gate.core.ports import Parsed, Source, SourceContext, Surroundings
from slo_gate.core.report import GateReport, PolicyOrigin, ValidationReport
from slo_gate.core.verdict import Outcome
from slo_gate.engine.gating import Run, concerned, gate, refused, waved_through
from slo_gate.engine.measuring import Sources
from slo_gate.engine.validation import Reading, validate
from slo_gate.formats import FORMATS
from slo_gate.mending import mend
from slo_gate.rules import RULES
from slo_gate.sources import SOURCES

UNREADABLE = "SLO006"
CONFIG_VARIABLE = "SLO_GATE_CONFIG"


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for, on the command line or through the action's inputs. Empty where nothing was said."""

    paths: tuple[str, ...] = ()
    config: str = ""
    services: tuple[str, ...] = ()
    environment: str = ""
    change: Change = Change.FEATURE
    at: datetime | None = None
    on_unknown: Leniency | None = None
    advisory: bool = False
    partial: bool = False
    dialect: Dialect | None = None
    fix: bool = False
    diff: bool = False
    actor: str = ""
    folder: Path = Path()
    environ: Mapping[str, str] = field(default_factory=dict)


def run_validation(request: Request) -> ValidationReport:
    """Raises SloGateError where there is nothing to validate. A wrong configuration is a report of its own."""
    try:
        config = load_config(request)
    except InvalidConfigError as error:
        return ValidationReport(1, 1, 0, (), error.findings, invalid=True)
    report = _mended(request, config) if request.fix or request.diff else _read(request, config).report
    if not (report.objects or report.findings or request.partial):
        listed = "; ".join(f"{skipped.file}: {skipped.reason}" for skipped in report.skipped[:3])
        raise NothingMatchedError("no SLO object in the files that were read", listed)
    return report


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
    reading = _read(request, config)
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
    reading = _read(request, config)
    findings = reading.report.findings
    if any(finding.is_error for finding in findings):
        return refused(run, findings)
    return replace(refused(run, findings), outcome=outcome, notes=(*run.notes, *_skipped(reading), *notes))


def unusable(request: Request, *notes: str) -> GateReport:
    """The report of a run that stopped before anything was judged."""
    return GateReport(Outcome.INVALID, None, request.environment, PolicyOrigin(), notes=notes)


def load_config(request: Request) -> Config:
    """Raises ConfigError."""
    path = request.config or request.environ.get(CONFIG_VARIABLE, "") or _found(request.folder)
    if not path:
        return Config(folder=request.folder)
    file = files.named(path, request.folder)
    try:
        data = files.read(file, documents.MAX_BYTES)
    except files.UnreadableError as error:
        raise ConfigError(f"the configuration {file.name} is not read: {error}", "check the path") from None
    return configuration.read(documents.parse(data, file.name), _base(file.path), SOURCES)


def _found(folder: Path) -> str:
    return next((name for name in configuration.NAMES if os.path.lexists(folder / name)), "")


def _base(path: Path) -> Path:
    """Where the configuration's paths start: its folder, or the repository's where it is in `.github`."""
    return path.parent.parent if path.parent.name == ".github" else path.parent


def _read(request: Request, config: Config) -> Reading:
    return _check([_load(file)[0] for file in _files(request, config)], request, config)


def _mended(request: Request, config: Config) -> ValidationReport:
    loaded = {file: _load(file) for file in _files(request, config)}
    return mend(loaded, lambda parsed: _check(parsed, request, config).report, request.folder, write=request.fix)


def _check(parsed: Sequence[Parsed], request: Request, config: Config) -> Reading:
    validation = config.validation._replace(base=_relative(config.folder, request.folder))
    if request.dialect:
        paths = tuple(settings._replace(dialect=None) for settings in validation.paths)
        validation = validation._replace(dialect=request.dialect, paths=paths)
    surroundings = Surroundings(
        config.default_window, frozenset(config.sources), request.partial, validation, _globs(config)
    )
    return validate(parsed, FORMATS, RULES, surroundings)


def _globs(config: Config) -> frozenset[str]:
    """By which the configuration's rules name SLOs and services."""
    matches = [rule.match for rule in config.policy.rules]
    return frozenset(glob for match in matches for glob in (*match.services, *match.slos)) | {
        *config.validation.events_per_day
    }


def _relative(folder: Path, to: Path) -> str:
    """A folder as the names of files start with it; empty where it is where they start."""
    name = os.path.relpath(folder, to)
    return "" if name == "." else name


def _files(request: Request, config: Config) -> Sequence[files.Candidate]:
    if request.paths:
        return files.find(request.paths, request.folder)
    if config.slos:
        base = os.path.relpath(config.folder, request.folder)
        return files.find([os.path.join(base, pattern) for pattern in config.slos], request.folder)  # noqa: PTH118
    return files.find(["."], request.folder)


def _load(file: files.Candidate) -> tuple[Parsed, bytes]:
    """A file's documents and its bytes, none where it is not read."""
    try:
        data = files.read(file, documents.MAX_BYTES)
    except files.UnreadableError as error:
        message = f"the file is not read: {error}"
        hint = "name a regular file that can be read"
        finding = Finding(UNREADABLE, Severity.ERROR, Location(file.name, START), message, hint)
        return Parsed(file.name, (), (finding,)), b""
    return _parsed(file, data), data


def _parsed(file: files.Candidate, data: bytes) -> Parsed:
    """A file's documents. One that somebody only came across must look like ours before it is called broken, or one of
    our templates."""
    parsed = documents.parse(data, file.name)._replace(named=file.named)
    if parsed.documents or file.named or _ours(data):
        return parsed
    if parsed.findings:
        reason = f"no SLO file, and {parsed.findings[0].message}"
        return Parsed(file.name, (), (), Skipped(file.name, reason))
    return parsed._replace(template=False)


def _ours(data: bytes) -> bool:
    return any(re.search(one.SIGN.encode(), data) for one in FORMATS)


def _run(request: Request, config: Config) -> Run:
    at = request.at or config.at
    policy = config.policy
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

    return Sources({name: settings.text("type") for name, settings in config.sources.items()}, connect)
