"""What the command line and the action share: the configuration and the SLO files of a request, read."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from slo_gate import config as configuration
from slo_gate import documents, files
from slo_gate.config import Config
from slo_gate.core.errors import ConfigError
from slo_gate.core.ports import Parsed, Surroundings
from slo_gate.core.validation import Validation
from slo_gate.core.validation_report import ValidationReport
from slo_gate.engine.validation import Reading, validate, validate_each
from slo_gate.formats import FORMATS
from slo_gate.loading import loaded, loaded_together, mendable
from slo_gate.mending import mend
from slo_gate.request import CONFIG_VARIABLE, Request
from slo_gate.rules import RULES
from slo_gate.sharing_out import shared_out


def load_config(request: Request) -> Config:
    """Raises ConfigError."""
    file = config_file(request)
    if file is None:
        return Config(folder=request.folder)
    from slo_gate.sources import SOURCES  # noqa: PLC0415 - whose settings are the configuration's

    return configuration.read(parsed_config(request, file), _base(file.path), SOURCES)


def config_file(request: Request) -> files.Candidate | None:
    """The file that the configuration is read from, which need not be there where it is named; None without one."""
    path = request.config or request.environ.get(CONFIG_VARIABLE, "") or _found(request)
    return files.named(path, request.folder) if path else None


def parsed_config(request: Request, file: files.Candidate) -> Parsed:
    """Raises ConfigError where it cannot be read."""
    try:
        data = files.read(file, documents.MAX_BYTES, request.tree)
    except files.UnreadableError as error:
        raise ConfigError(f"the configuration {file.name} is not read: {error}", "check the path") from None
    return documents.parse(data, file.name)


def _found(request: Request) -> str:
    return next((name for name in configuration.NAMES if request.tree.exists(request.folder / name)), "")


def _base(path: Path) -> Path:
    """Where the configuration's paths start: its folder, or the repository's where it is in `.github`."""
    return path.parent.parent if path.parent.name == ".github" else path.parent


def read_set(request: Request, config: Config) -> Reading:
    return _check(loaded(_files(request, config), request), _surroundings(request, config))


def validated(request: Request, config: Config) -> ValidationReport:
    """Of the whole set; or of each file by itself, forgotten before many more are read, where the request is partial."""
    surroundings = _surroundings(request, config)
    found = _files(request, config)
    if request.fix or request.diff:
        sets = [[file] for file in found] if request.partial else [found]
        return ValidationReport.of_parts(_mended(some, request, surroundings) for some in sets)
    if not request.partial:
        return _check(loaded(found, request), surroundings).report

    def each(some: Sequence[files.Candidate]) -> ValidationReport:
        return ValidationReport.of_parts(_each_validated(some, request, surroundings))

    return ValidationReport.of_parts(shared_out(each, found))


def _mended(some: Sequence[files.Candidate], request: Request, surroundings: Surroundings) -> ValidationReport:
    found = {file: mendable(file, request) for file in some}
    return mend(found, lambda parsed: _check(parsed, surroundings).report, request.folder, write=request.fix)


def _each_validated(
    some: Iterable[files.Candidate], request: Request, surroundings: Surroundings
) -> Iterator[ValidationReport]:
    """Of each file by itself."""
    for parsed in loaded_together(some, request):
        readings = validate_each(parsed, FORMATS, RULES, surroundings)
        yield from (reading.report for reading in readings)


def _check(parsed: Iterable[Parsed], surroundings: Surroundings) -> Reading:
    return validate(parsed, FORMATS, RULES, surroundings)


def _surroundings(request: Request, config: Config) -> Surroundings:
    validation = validation_of(request, config)
    if request.dialect:
        paths = tuple(settings._replace(dialect=None) for settings in validation.paths)
        validation = validation._replace(dialect=request.dialect, paths=paths)
    sources = frozenset(config.sources)
    exemptions = () if request.partial or request.paths else config.exemptions
    return Surroundings(config.default_window, sources, request.partial, validation, _globs(config), exemptions)


def validation_of(request: Request, config: Config) -> Validation:
    """What the configuration asks of files, as the names of files start in the request's folder."""
    return config.validation._replace(base=_relative(config.folder, request.folder))


def _globs(config: Config) -> frozenset[str]:
    """By which the configuration's rules and exemptions name SLOs and services."""
    matches = [rule.match for rule in config.policy.rules] if config.policy else []
    matches += [one.match for one in config.exemptions]
    return frozenset(glob for match in matches for glob in (*match.services, *match.slos)) | {
        *config.validation.events_per_day
    }


def _relative(folder: Path, to: Path) -> str:
    """A folder as the names of files start with it; empty where it is where they start."""
    name = os.path.relpath(folder, to)
    return "" if name == "." else name


def _files(request: Request, config: Config) -> Sequence[files.Candidate]:
    return files.find(patterns(request, config), request.folder, request.tree)


def patterns(request: Request, config: Config) -> Sequence[str]:
    """The paths, folders and globs of the SLO files, from the request's folder."""
    if request.paths:
        return request.paths
    if config.slos:
        base = os.path.relpath(config.folder, request.folder)
        return [os.path.join(base, pattern) for pattern in config.slos]  # noqa: PTH118
    return ["."]
