"""What the action does on an event: which files are looked at, whose configuration judges, and what is asked of whom."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from slo_gate.action_inputs import Inputs
from slo_gate.core.change import Change, Leniency
from slo_gate.core.errors import RevisionError, UsageError
from slo_gate.core.language import Language
from slo_gate.core.measurement import Reason
from slo_gate.core.report import GateReport
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.gating import Keep, check_files, run_gate
from slo_gate.github.event import Event, Kind
from slo_gate.request import Request

if TYPE_CHECKING:
    from slo_gate.core.override import Decision, Overriding
    from slo_gate.hosting import GitHubHost

_COMMANDS = ("auto", "validate", "gate", "comment")
_FORK = "budgets were not measured: queries of a change that may come from a fork are not run"
_DEPENDABOT = "budgets were not measured: runs by Dependabot have no secrets of Actions"
_UNTOLD = RevisionError(
    "the event does not tell what the change is based on",
    "give the action a `github-token`, or name the branch in its input `base`",
)
_COMPARED = frozenset({Kind.PULL_REQUEST, Kind.PULL_REQUEST_TARGET, Kind.MERGE_GROUP})
"""Events of a change that is not merged yet: its base judges it."""


class ActionRun:
    """One run, of the inputs, on an event. `environ` is what sources may look into."""

    def __init__(self, event: Event, inputs: Inputs, folder: Path, environ: Mapping[str, str]) -> None:
        self._event = event
        self._inputs = inputs
        self._folder = folder
        self._environ = environ
        self._host = _Host(event, inputs.text("github-token"), folder, inputs.text("override-reason"))

    def report(self, keep: Keep | None) -> GateReport:
        """Raises SloGateError."""
        command = self._inputs.choice("command", _COMMANDS, "auto")
        request = self._request(advisory=command == "auto" and self._event.kind.is_pull_request)
        report = check_files(request, Outcome.PASS) if command == "validate" else self._gated(request, keep)
        return report._replace(notes=(*report.notes, *self._host.notes))

    def _gated(self, request: Request, keep: Keep | None) -> GateReport:
        event = self._event
        if event.fork and not event.kind.is_pull_request:
            raise UsageError(_FORK, "gate on an event of the repository itself, such as a push or a deployment")
        report = run_gate(self._compared(request), keep)
        if event.dependabot and event.kind.is_pull_request and _lacks_nothing_but_credentials(report):
            return report._replace(outcome=Outcome.SKIPPED, notes=(*report.notes, _DEPENDABOT))
        return report

    def _compared(self, request: Request) -> Request:
        """With the base of a change that is not merged. Raises UsageError."""
        named = self._inputs.text("base")
        if self._event.kind not in _COMPARED and not named:
            return request
        request = self._with_head(request)
        github = self._host.github
        if github is None:
            return self._by_git(request, named or self._event.base_sha)
        try:
            bases = github.bases(named, self._head())
        except RevisionError as error:
            return self._by_git(request, named or self._event.base_sha, error)
        return request._replace(revision=bases.trusted, branch_point=bases.branch_point)

    def _by_git(self, request: Request, base: str, error: RevisionError = _UNTOLD) -> Request:
        """Where GitHub does not tell the base, it is read from the clone, if it is there: else nothing is known."""
        from slo_gate.git import branch_point, open_revision  # noqa: PLC0415 - only where it is needed

        try:
            revision = open_revision(base, self._folder) if base else None
            point = branch_point(revision) if revision else None
        except RevisionError as missing:
            return request._replace(unread=missing if error is _UNTOLD else error)
        return request._replace(revision=revision, branch_point=point, unread=None if revision else error)

    def _with_head(self, request: Request) -> Request:
        """With the files of the head, where those that are checked out are the base's; what may be a fork's is not trusted."""
        event = self._event
        request = request._replace(trusted=not event.fork)
        if event.kind is Kind.PULL_REQUEST_TARGET:
            if self._host.github is None:
                hint = "give it `github-token`: it reads them through the API, so that nobody needs to check them out"
                raise UsageError("without a token the action cannot read the files of this pull request", hint)
            from slo_gate.files.committed import Committed  # noqa: PLC0415 - few runs read commits

            return request._replace(tree=Committed(self._host.github.head()))
        return request._replace(unmeasured=_FORK) if event.fork else request

    def _head(self) -> str:
        """The commit whose files are looked at."""
        event = self._event
        if event.kind is Kind.PULL_REQUEST_TARGET:
            return event.head_sha
        from slo_gate.hosting import checked_out  # noqa: PLC0415 - only with a token

        return checked_out(self._folder) or event.sha

    def _request(self, *, advisory: bool) -> Request:
        inputs, event = self._inputs, self._event
        return Request(
            paths=inputs.lines("files"),
            config=inputs.text("config"),
            services=inputs.lines("service"),
            environment=inputs.text("environment") or event.environment,
            change=inputs.choice("change", tuple(Change), Change.FEATURE),
            on_unknown=inputs.choice("on-unknown", tuple(Leniency), None),
            advisory=advisory,
            shadow=inputs.flag("shadow"),
            strict=inputs.choice("fail-on", (Verdict.FAIL, Verdict.WARN), Verdict.FAIL) is Verdict.WARN,
            actor=event.triggering_actor or event.actor,
            folder=self._folder,
            language=inputs.choice("lang", tuple(Language), None),
            environ=self._environ,
            host=self._host,
        )


class _Host:
    """GitHub, where it is asked anything: few runs need to, and what asks is slow to import."""

    def __init__(self, event: Event, token: str, folder: Path, typed: str) -> None:
        self._event = event
        self._token = token
        self._folder = folder
        self._typed = typed

    @cached_property
    def github(self) -> "GitHubHost | None":
        """None without a token."""
        if not self._token:
            return None
        from slo_gate.hosting import GitHubHost  # noqa: PLC0415 - see above
        from slo_gate.publishing import connect  # noqa: PLC0415 - see above

        api = connect(self._event, self._token)
        return GitHubHost(api, self._event, self._folder, self._typed) if api else None

    @property
    def notes(self) -> tuple[str, ...]:
        found = self.__dict__.get("github")
        return tuple(dict.fromkeys(found.notes)) if found else ()

    def changed(self) -> tuple[str, ...] | None:
        return self.github.changed() if self.github else None

    def override(self, settings: "Overriding", now: datetime) -> "Decision":
        if self.github:
            return self.github.override(settings, now)
        from slo_gate.core.override import Decision  # noqa: PLC0415 - few configurations allow any

        return Decision(None, ("no override was looked up: no token was given",))


def _lacks_nothing_but_credentials(report: GateReport) -> bool:
    """Whether the run is invalid for want of secrets alone, and nothing that was measured fails."""
    wrong = {one.no_data.reason for one in report.objectives if one.no_data and one.no_data.invalid}
    return wrong == {Reason.MISSING_CREDENTIALS} and not report.with_verdict(Verdict.FAIL)
