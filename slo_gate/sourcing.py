"""The sources of a run: those of its configuration, or the snapshot that is replayed; and what they answered, recorded."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from slo_gate import __version__, files
from slo_gate.ahead import Ahead
from slo_gate.config import Config
from slo_gate.core.errors import ConfigError, SloGateError
from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.ports import Source, SourceContext
from slo_gate.engine.choosing import Sources
from slo_gate.engine.gating import Taken
from slo_gate.engine.run import Run
from slo_gate.request import Request
from slo_gate.running import fixed
from slo_gate.sources import SOURCES

if TYPE_CHECKING:
    from slo_gate.core.snapshot import Snapshot


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
    request: Request, config: Config, snapshot: "Snapshot | None", ahead: Mapping[str, Source | NoData] = {}
) -> Sources:
    """The sources of the configuration, some of them open already; as a snapshot tells of them where there is one."""

    def connect(name: str) -> Source | NoData:
        if snapshot:
            from slo_gate.sources.file_source import replayed  # noqa: PLC0415 - few runs are replays

            return replayed(snapshot, name)
        return ahead.get(name) or _connected(name, request, config)

    types = {name: settings.text("type") for name, settings in config.sources.items()}
    return Sources(types, connect, config.default_source, SOURCES)


def opened(request: Request) -> "Snapshot":
    """The snapshot that is replayed. Raises ConfigError, and InvalidFileError."""
    from slo_gate.snapshot.opening import MAX_BYTES, open_snapshot  # noqa: PLC0415 - few runs are replays

    file = files.named(request.replay, request.folder)
    try:
        return open_snapshot(files.read(file, MAX_BYTES), file.name)
    except files.UnreadableError as error:
        raise ConfigError(f"the snapshot {file.name} is not read: {error}", "check the path") from None


def replaying(run: Run, snapshot: "Snapshot", request: Request) -> Run:
    """The run at the snapshot's instant, with the notes of the run that recorded it, unless another instant is asked for."""
    if request.at or snapshot.at is None:
        return run
    notes = (*run.notes, *fixed(snapshot.at)) if snapshot.at_given and not run.at else run.notes
    return run._replace(at=snapshot.at, notes=notes)


def recording(taken: Taken, run: Run) -> str:
    from slo_gate.engine.recording import recorded  # noqa: PLC0415 - few runs are recorded
    from slo_gate.snapshot.writing import write  # noqa: PLC0415 - as above

    return write(recorded(taken, run, f"slo-gate {__version__}"))
