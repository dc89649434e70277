"""The inputs and outputs of the action: their names and meanings, and how the runner hands inputs over."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar, overload

from slo_gate.core.errors import UsageError
from slo_gate.core.printable import printable


class Input(NamedTuple):
    name: str
    description: str
    default: str = ""


class Output(NamedTuple):
    name: str
    description: str


INPUTS = (
    Input(
        "command",
        "`validate`, `gate`, `comment` (posts the report that a run for a fork left in `report-file`), or `auto`: validate and "
        "summarise on pull requests, gate elsewhere.",
        "auto",
    ),
    Input("files", "SLO files, folders or globs, one a line. Empty takes those of the config."),
    Input("config", "The config file. Empty looks for `.slo-gate.yaml` and `.github/slo-gate.yaml`."),
    Input("service", "Gate only these services, one a line. Empty gates all."),
    Input("environment", "The environment that is deployed to, for rules that match on it."),
    Input("change", "What is deployed: `feature`, `fix`, `security` or `rollback`. Rules may let repairs pass."),
    Input(
        "base",
        "The branch or commit that a change is judged by. Empty takes that of the pull request, or of the merge group.",
    ),
    Input(
        "comment",
        "When to comment on a pull request: `auto` (on trouble, and to keep a comment current), `always`, "
        "`on-failure`, `changes` (where the pull request changes a promise) or `never`.",
        "auto",
    ),
    Input("fail-on", "What fails the step: `fail`, or `warn` for warnings as well. Empty is `fail`."),
    Input(
        "on-unknown",
        "What to do where a budget cannot be measured: `fail`, `warn` or `pass`. Empty takes the config's.",
    ),
    Input(
        "override-reason",
        "Why somebody who started the run by hand lets the change through, where the config's `overrides` has `input: true`.",
    ),
    Input(
        "commit-status",
        "The name of a commit status to write, for runs whose check is not shown on the commit. Empty writes none.",
    ),
    Input("shadow", "`true` reports and never fails the step."),
    Input(
        "lang",
        "The language of the summary, the comment and the log: `en` or `id` (Indonesian). Empty takes the config's.",
    ),
    Input(
        "report-file",
        "Where to write the JSON report, inside the workspace, or to read it with `command: comment`. Empty writes none.",
    ),
    Input("sarif-file", "Where to write the findings as SARIF, inside the workspace. Empty writes none."),
    Input(
        "record-file",
        "Where to write what the sources answered, inside the workspace, for `slo-gate gate --replay`. Empty writes none.",
    ),
    Input(
        "github-token",
        "The token that reads and writes the comment. It is sent to GitHub's API alone.",
        "${{ github.token }}",
    ),
)

OUTPUTS = (
    Output("outcome", "`pass`, `warn`, `fail`, `unknown`, `invalid`, `overridden` or `skipped`."),
    Output("blocked", "`true` where the step fails, else `false`."),
    Output("summary", "The result in one line."),
    Output(
        "min-budget-remaining",
        "The smallest share of an error budget that is left, in percent. Empty where none was measured.",
    ),
    Output("exhausted", "The SLOs whose budget is spent, as a JSON list."),
    Output(
        "recovers-at",
        "When the last blocking budget is expected back, in RFC 3339. Empty where that is not known.",
    ),
    Output("override-by", "Who let the change through without a measurement. Empty where nobody did."),
    Output("override-reason", "Why they did, in their words, without characters that a shell reads."),
    Output("report-file", "The JSON report, where one was asked for."),
    Output("comment-url", "The comment on the pull request, where there is one."),
    Output("comment-file", "The comment's text, where it could not be posted."),
)

Choice = TypeVar("Choice", bound=str)


class Inputs:
    """The values that the runner gives: `INPUT_` and the name in capitals, its hyphens kept."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str) -> str:
        return self._environ.get(f"INPUT_{name.upper()}", "").strip()

    def lines(self, name: str) -> tuple[str, ...]:
        return tuple(line for text in self.text(name).splitlines() if (line := text.strip()))

    @overload
    def choice(self, name: str, options: Iterable[Choice], default: Choice) -> Choice: ...

    @overload
    def choice(self, name: str, options: Iterable[Choice], default: None) -> Choice | None: ...

    def choice(self, name: str, options: Iterable[Choice], default: Choice | None) -> Choice | None:
        """One of some words; `default` where the input is empty. Raises UsageError."""
        known = {str(option): option for option in options}
        text = self.text(name)
        if not text:
            return default
        if text not in known:
            raise UsageError(f"the input {name} is {printable(text, 60)!r}", f"it must be one of {', '.join(known)}")
        return known[text]

    def flag(self, name: str) -> bool:
        """Raises UsageError."""
        return self.choice(name, ("true", "false"), "false") == "true"
