"""The container action: INPUT_ variables become a request, a report becomes log, outputs, summary, file and comment.

Outputs, summary and report are written in every case, before the exit; none of them ever changes the verdict.
"""

import gc

if __name__ == "__main__":
    gc.disable()  # as `slo_gate.__main__` does: importing is a good part of the work

from slo_gate.leaving import leaving_with  # isort: skip - before all that registers what is to be done at the end
import io
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from slo_gate.action_inputs import INPUTS, OUTPUTS, Inputs
from slo_gate.action_run import ActionRun
from slo_gate.core.errors import SloGateError, UsageError
from slo_gate.core.language import Language
from slo_gate.core.printable import printable
from slo_gate.core.report import GateReport
from slo_gate.core.verdict import Outcome
from slo_gate.crash import BUG, describe
from slo_gate.gating import unusable
from slo_gate.github import event_file
from slo_gate.github.commands import commands_stopped, masks
from slo_gate.github.event import Event
from slo_gate.github.mode import Mode
from slo_gate.github.step_files import write_outputs, write_summary
from slo_gate.outputs import github, json_v1, markdown, text, validation_sarif
from slo_gate.outputs.action_outputs import action_outputs
from slo_gate.outputs.links import Links
from slo_gate.outputs.style import Style
from slo_gate.request import Request
from slo_gate.terminal import show, style_for, write_file
from slo_gate.termination import INTERRUPTED, catch_termination

if TYPE_CHECKING:
    from slo_gate.github.api import Api

__all__ = ["INPUTS", "OUTPUTS", "main"]

COMMENT_FILE = "slo-gate-comment.md"
_PRIVATE = ("ACTIONS_", "INPUT_")


def main(environ: Mapping[str, str] | None = None) -> int:
    """Runs the action. The exit status is that of the command line."""
    environ = os.environ if environ is None else environ
    catch_termination()
    show(masks([Inputs(environ).text("github-token")]))
    try:
        return _Action(environ).run()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a bug must say so, and never with what it held
        show(describe(error), sys.stderr)
        write_outputs({"outcome": "unknown", "blocked": "true", "summary": "slo-gate has a bug"}, environ)
        return BUG


class _Action:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._inputs = Inputs(environ)
        self._folder = Path()
        self._event: Event | None = None
        self._kept: list[str] = []

    def run(self) -> int:
        try:
            self._event = event_file.read(self._environ)
            mode = self._inputs.choice("comment", tuple(Mode), Mode.AUTO)
            if self._inputs.text("command") == "comment":
                return self._post(self._event, mode)
            report = self._judged(self._event)
        except SloGateError as error:
            mode = Mode.NEVER
            hint = [error.hint] if error.hint else []
            report = unusable(Request(), error.message, *hint)
        self._print(report)
        self._hand_over(report, mode)
        return report.exit_code

    def _judged(self, event: Event) -> GateReport:
        """Raises SloGateError."""
        keep = self._kept.append if self._inputs.text("record-file") else None
        environ = {name: value for name, value in self._environ.items() if not name.startswith(_PRIVATE)}
        return ActionRun(event, self._inputs, self._folder, environ).report(keep)

    def _post(self, event: Event, mode: Mode) -> int:
        """Posts the report of another run. Raises SloGateError."""
        from slo_gate.commenting import Commenting  # noqa: PLC0415 - as below
        from slo_gate.publishing import comment_key  # noqa: PLC0415 - as below

        path, token = self._inputs.text("report-file"), self._inputs.text("github-token")
        if not path:
            raise UsageError(
                "`command: comment` has no report", "set `report-file` to the JSON report of the other run"
            )
        language = self._inputs.choice("lang", tuple(Language), None)
        commenting = Commenting(event, token, mode, self._style(), comment_key(self._inputs), language)
        posted = commenting.post(path, self._folder)
        outputs = {output.name: "" for output in OUTPUTS} | {"outcome": str(posted.outcome), "report-file": path}
        outputs |= {"blocked": str(posted.exit_code != 0).lower(), "comment-url": posted.published.url}
        for note in filter(None, (posted.published.note, write_outputs(outputs, self._environ))):
            show(f"slo-gate: {printable(note)}\n")
        return posted.exit_code

    def _style(self) -> Style:
        event = self._event
        links = Links(event.server_url, event.repository, event.head_sha, event.run_url) if event else None
        return style_for(sys.stdout, self._environ, self._folder)._replace(links=links, colour=False, unicode=True)

    def _print(self, report: GateReport) -> None:
        style, log = self._style(), io.StringIO()
        with commands_stopped(log):
            log.write(text.render(report, style))
        show(log.getvalue() + github.render(report, style))

    def _hand_over(self, report: GateReport, mode: Mode) -> None:
        outputs = {output.name: "" for output in OUTPUTS} | action_outputs(report)
        notes = [write_summary(markdown.render(report, self._style()), self._environ)]
        notes += self._report_file(report, outputs)
        notes += self._sarif_file(report)
        notes += self._record_file()
        notes += self._publish(report, mode, outputs)
        notes.append(write_outputs(outputs, self._environ))
        for note in filter(None, notes):
            show(f"slo-gate: {printable(note)}\n")

    def _report_file(self, report: GateReport, outputs: dict[str, str]) -> Iterator[str]:
        path = self._inputs.text("report-file")
        if not path:
            return
        problem = self._write(path, json_v1.render(report, self._style()))
        if problem:
            yield f"{path} was not written: {problem}"
        else:
            outputs["report-file"] = path

    def _record_file(self) -> Iterator[str]:
        path = self._inputs.text("record-file")
        problem = self._write(path, self._kept[0]) if self._kept and path else "nothing was measured"
        if path and problem:
            yield f"{path} was not written: {problem}"

    def _sarif_file(self, report: GateReport) -> Iterator[str]:
        """Where no file was looked at, none is written: code scanning would take every alert for mended."""
        path = self._inputs.text("sarif-file")
        if not path:
            return
        if not _looked_at_files(report):
            problem: str | None = "no SLO file was looked at"
        else:
            problem = self._write(path, validation_sarif.render_findings(report.findings, self._style()))
        if problem:
            yield f"{path} was not written: {problem}"

    def _write(self, path: str, content: str) -> str | None:
        """Writes a file inside the workspace, through no link; why not, where it was not."""
        workspace = self._folder.resolve()
        target = (workspace / path).resolve()
        if not target.is_relative_to(workspace) or (workspace / path).is_symlink():
            return "it leads out of the workspace"
        return write_file(str(target), content)

    def _publish(self, report: GateReport, mode: Mode, outputs: dict[str, str]) -> Iterator[str]:
        """Tells GitHub what it was asked to be told."""
        event, status = self._event, self._inputs.text("commit-status")
        comments = event is not None and event.pull_request is not None and mode is not Mode.NEVER
        if event is None or not (comments or status):
            return
        # Few runs talk to GitHub, and requests is slow to import.
        from slo_gate.publishing import connect, publish_commit_status  # noqa: PLC0415

        api = connect(event, self._inputs.text("github-token"))
        if comments:
            yield from self._comment(api, event, report, mode, outputs)
        if status:
            yield publish_commit_status(api, event, report, status)

    def _comment(
        self, api: "Api | None", event: Event, report: GateReport, mode: Mode, outputs: dict[str, str]
    ) -> Iterator[str]:
        """Publishes the comment; where it cannot be posted, its text is left in a file."""
        from slo_gate.publishing import comment_key, publish_comment  # noqa: PLC0415 - as above

        published = publish_comment(api, event, report, mode, self._style(), comment_key(self._inputs))
        outputs["comment-url"] = published.url
        if published.note:
            yield published.note
        if published.note and not published.url:
            body = markdown.render_comment(report, self._style())
            if self._write(COMMENT_FILE, body) is None:
                outputs["comment-file"] = COMMENT_FILE


def _looked_at_files(report: GateReport) -> bool:
    """Not where a repair was waved through, nor where the run stopped before."""
    return report.outcome is not Outcome.OVERRIDDEN and (bool(report.findings) or report.outcome is not Outcome.INVALID)


if __name__ == "__main__":
    sys.exit(leaving_with(main()))
