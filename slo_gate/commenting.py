"""A report that another run wrote, posted as the comment of the pull request that the run was about.

A run for a fork may not write, so it leaves its report, and a run that may posts it. It takes nothing on trust: the report
is read strictly and rendered by our own code, and which pull request it belongs to is GitHub's word, by the commit.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from slo_gate import files
from slo_gate.core.errors import UsageError
from slo_gate.core.language import Language
from slo_gate.core.report import GateReport
from slo_gate.core.verdict import Outcome
from slo_gate.github import event_file
from slo_gate.github.api import Api
from slo_gate.github.comment import Published
from slo_gate.github.errors import ApiError
from slo_gate.github.event import Event
from slo_gate.github.marker import key_of
from slo_gate.github.mode import Mode
from slo_gate.github.pull_request import find
from slo_gate.outputs.links import Links
from slo_gate.outputs.report_reading import MAX_BYTES, read_report
from slo_gate.outputs.style import Style
from slo_gate.publishing import connect, publish_comment

NOT_WRITTEN = 3
"""The exit status where the comment that was asked for could not be written."""


def read_report_file(path: str, folder: Path) -> GateReport:
    """Raises UsageError."""
    try:
        data = files.read(files.named(path, folder), MAX_BYTES)
    except files.UnreadableError as error:
        raise UsageError(f"the report {path[:200]} is not read: {error}", "check the path") from None
    return read_report(data)


class Posted(NamedTuple):
    """`outcome` is that of the report."""

    outcome: Outcome
    published: Published

    @property
    def exit_code(self) -> int:
        """A commit that has no pull request any more is no failure, nor is a comment that nobody wants."""
        return NOT_WRITTEN if self.published.note.startswith("no comment was written") else 0


class Commenting(NamedTuple):
    """What is known of a comment before there is a report: the run's event and token, when to write, where and how.

    `language` is that of the comment; None for the report's own.
    """

    event: Event
    token: str
    mode: Mode
    style: Style
    key: str
    language: Language | None = None

    def post(self, path: str, folder: Path) -> Posted:
        """Brings the comment of the event's pull request up to date with the report in a file. Raises SloGateError."""
        report = read_report_file(path, folder)
        report = report._replace(language=self.language or report.language)
        return Posted(report.outcome, self._post(connect(self.event, self.token), report))

    def _post(self, api: Api | None, report: GateReport) -> Published:
        if api is None:
            return Published(note="no comment was written: no token was given")
        event = self.event
        try:
            pull = find(api, event)
        except ApiError as error:
            return Published(note=f"no comment was written: {error.failure.of_reading('pull-requests: write')}")
        if pull is None:
            return Published(note="there is no open pull request with the commit of the report: nothing to comment on")
        # This run is our own, and may write, whatever the one that it follows was.
        about = replace(event, pull_request=pull.number, head_sha=pull.head_sha, fork=False)
        links = Links(event.server_url, event.repository, pull.head_sha, event.run_url)
        return publish_comment(api, about, report, self.mode, self.style._replace(links=links), self.key)


def post_from(environ: Mapping[str, str], path: str, style: Style, language: Language | None) -> Posted:
    """As a person posts a report, or a step that is no action: with the variables of a workflow. Raises SloGateError."""
    token, key = environ.get("GITHUB_TOKEN", "").strip(), key_of("", "", "", "")
    return Commenting(event_file.read(environ), token, Mode.ALWAYS, style, key, language).post(path, Path())
