"""What the command line and the action share: the configuration and the SLO files of a request, read."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from slo_gate import config as configuration
from slo_gate import documents, files
from slo_gate.config import Config
from slo_gate.core.errors import ConfigError
from slo_gate.core.finding import Finding, Location, Severity, Skipped
from slo_gate.core.node import START
from slo_gate.core.ports import Parsed, Surroundings
from slo_gate.core.validation import Validation
from slo_gate.core.validation_report import ValidationReport
from slo_gate.engine.glance import may_hold_slos
from slo_gate.engine.validation import Reading, validate, without_others
from slo_gate.formats import FORMATS
from slo_gate.mending import mend
from slo_gate.request import CONFIG_VARIABLE, Request
from slo_gate.rules import RULES
from slo_gate.sharing_out import shared_out

UNREADABLE = "SLO006"


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
    return _check(_parsed_files(_files(request, config), request), _surroundings(request, config))


def validated(request: Request, config: Config) -> ValidationReport:
    """Of the whole set; or of each file by itself, forgotten before the next is read, where the request is partial."""
    surroundings = _surroundings(request, config)
    found = _files(request, config)
    if not request.partial:
        return _validated(found, request, surroundings)

    def each(some: Sequence[files.Candidate]) -> ValidationReport:
        return ValidationReport.of_parts(_validated([file], request, surroundings) for file in some)

    alone = request.fix or request.diff
    return each(found) if alone else ValidationReport.of_parts(shared_out(each, found))


def _validated(some: Sequence[files.Candidate], request: Request, surroundings: Surroundings) -> ValidationReport:
    if not (request.fix or request.diff):
        return _check(_parsed_files(some, request), surroundings).report
    loaded = {file: _mendable(*_load(file, request)) for file in some}
    return mend(loaded, lambda parsed: _check(parsed, surroundings).report, request.folder, write=request.fix)


def _mendable(parsed: Parsed, data: bytes) -> tuple[Parsed, bytes]:
    """Without what has nothing to mend, which may be most of a repository."""
    left = without_others(parsed, FORMATS)
    return left, data if left.documents else b""


def _parsed_files(some: Sequence[files.Candidate], request: Request) -> Iterator[Parsed]:
    """One after the other: a repository may have more files than memory has room for their trees."""
    return (_load(file, request)[0] for file in some)


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


def _load(file: files.Candidate, request: Request) -> tuple[Parsed, bytes]:
    """A file's documents and its bytes, none where it is not read."""
    try:
        data = files.read(file, documents.MAX_BYTES, request.tree)
    except files.UnreadableError as error:
        message = f"the file is not read: {error}"
        hint = "name a regular file that can be read"
        finding = Finding(UNREADABLE, Severity.ERROR, Location(file.name, START), message, hint)
        return Parsed(file.name, (), (finding,)), b""
    return _parsed(file, data, asked_for=file.named and not request.partial), data


def _parsed(file: files.Candidate, data: bytes, *, asked_for: bool) -> Parsed:
    """A file's documents. One that nobody asked for, as hooks hand over whatever a commit touches, must look like ours before
    it is called broken, or one of our templates."""
    if not (file.named or len(data) > documents.MAX_BYTES or may_hold_slos(data, FORMATS)):
        return Parsed(file.name, (), (), named=False)
    parsed = documents.parse(data, file.name)
    if not file.named:
        parsed = parsed._replace(named=False)
    is_plain = bool(parsed.documents) and not parsed.findings
    if asked_for or is_plain or _ours(data) or (parsed.template and _promises(data)):
        return parsed
    if parsed.documents:
        return parsed._replace(foreign=True)
    if parsed.findings:
        reason = f"no SLO file, and {parsed.findings[0].message}"
        return Parsed(file.name, (), (), Skipped(file.name, reason))
    return parsed._replace(template=False)


def _ours(data: bytes) -> bool:
    return any(re.search(one.SIGN.encode(), data) for one in FORMATS)


def _promises(data: bytes) -> bool:
    """Whether a template that is no YAML has an object of a kind that SLOs have, whatever its `apiVersion` will be."""
    kinds = "|".join({one.PROMISE for one in FORMATS})
    return (
        re.search(rf"""(?m)^[ \t-]*["']?kind["']?:[ \t]*["']?({kinds})["']?[ \t\r]*(#.*)?$""".encode(), data)
        is not None
    )
