"""Answers questions from a snapshot: of a file, of what a command prints, or of a run that was recorded."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from slo_gate import files
from slo_gate.core.errors import ConfigError, InvalidFileError, UsageError
from slo_gate.core.measurement import NoData, Reading, Reason, Request
from slo_gate.core.plan import Planned
from slo_gate.core.snapshot import Snapshot
from slo_gate.snapshot.answering import answers
from slo_gate.snapshot.opening import MAX_BYTES, open_snapshot
from slo_gate.sources.file_command import Command, FailedError
from slo_gate.sources.inside import inside


class _Snapshots:
    """What all sources of snapshots have in common: they ask nobody, and have no clock."""

    def now(self) -> datetime | None:
        return None

    def plan(self, requests: Sequence[Request]) -> Sequence[Planned]:  # noqa: ARG002 - nobody is asked
        return ()


class FileSource(_Snapshots):
    """Where numbers must be `dated`, those whose age nobody knows may be older than `stale_after` allows."""

    def __init__(self, snapshot: Snapshot, stale_after: timedelta | None, *, dated: bool = False) -> None:
        self._snapshot = snapshot
        self._dated = dated
        self.stale_after = stale_after

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        found = answers(self._snapshot, requests, self._snapshot.at)
        return {request: self._of_known_age(reading) for request, reading in found.items()}

    def _of_known_age(self, reading: Reading) -> Reading:
        if not self._dated or isinstance(reading, NoData) or all(one.newest for one in reading):
            return reading
        return NoData(Reason.STALE_DATA, "the snapshot does not say how old its numbers are: give it an `at`")


class CommandSource(_Snapshots):
    """Runs the command once, for all that is asked."""

    def __init__(self, name: str, command: Command, stale_after: timedelta | None) -> None:
        self._name = name
        self._command = command
        self.stale_after = stale_after

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        """What the command prints counts until it was asked, where it does not say until when."""
        asked = datetime.now(UTC).replace(microsecond=0)
        try:
            snapshot = open_snapshot(self._command.output(MAX_BYTES), f"the output of sources.{self._name}.command")
        except FailedError as error:
            return dict.fromkeys(requests, NoData(error.reason, error.detail))
        except InvalidFileError as error:
            return dict.fromkeys(requests, NoData(Reason.WRONG_RESULT_TYPE, _told(error)))
        return answers(snapshot, requests, snapshot.at or asked)


def _told(error: InvalidFileError) -> str:
    """The first finding, as one sentence, and how many there are."""
    first, *others = error.findings
    more = f" (and {len(others)} more)" if others else ""
    hint = f": {first.help}" if first.help else ""
    return f"{first.location}: {first.message}{hint}{more}"


def of_path(name: str, path: str, folder: Path, stale_after: timedelta | None) -> FileSource:
    """Raises ConfigError for a file that is not there or outside the folder, InvalidFileError for one that is no snapshot."""
    setting = f"sources.{name}.path"
    try:
        file = files.named(str(folder / path), Path())
        inside(folder, path, setting)
        data = files.read(file, MAX_BYTES)
    except (OSError, RuntimeError, ValueError, UsageError, files.UnreadableError) as error:
        why = str(error) if isinstance(error, files.UnreadableError) else "it is no path of a file"
        raise ConfigError(f"{setting} is not read: {why}", "paths start in the configuration's folder") from None
    return FileSource(open_snapshot(data, file.name), stale_after, dated=stale_after is not None)


def replayed(snapshot: Snapshot, name: str) -> FileSource | NoData:
    """A source as a run found it that recorded a snapshot; one that it did not ask is answered for all the same."""
    state = snapshot.sources.get(name)
    if state and state.closed:
        return state.closed
    return FileSource(snapshot, state.stale_after if state else None)
