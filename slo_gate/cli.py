"""`slo-gate`: what each command does. Options become a request, a report becomes text and an exit status."""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from slo_gate.core.change import Change
from slo_gate.core.dialect import Dialect
from slo_gate.core.errors import SloGateError, UsageError
from slo_gate.core.language import Language
from slo_gate.core.printable import printable
from slo_gate.core.validation_report import ValidationReport
from slo_gate.crash import BUG, describe
from slo_gate.options import parser
from slo_gate.outputs import CHANGE_OUTPUTS, GATE_OUTPUTS, PLAN_OUTPUTS, TEST_OUTPUTS, VALIDATION_OUTPUTS, diff
from slo_gate.outputs.style import Output, Style
from slo_gate.request import Request
from slo_gate.rulebook import RULEBOOK, find, is_rule
from slo_gate.terminal import show, style_for, write_file
from slo_gate.termination import catch_termination

if TYPE_CHECKING:
    from slo_gate.core.change_report import ChangeReport
    from slo_gate.core.report import GateReport

INTERRUPTED = 130


class Answer(Protocol):
    """A report of either command."""

    @property
    def exit_code(self) -> int: ...


Report = TypeVar("Report", bound=Answer)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command. The exit status is that of DESIGN's table, whatever the output format."""
    catch_termination()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is None:  # the shell's `>&-`
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it stays open for the run
    try:
        options = parser().parse_args(argv)
        code = _COMMANDS[options.command](options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a bug must say so, and never with what it held
        sys.stderr.write(describe(error))
        return BUG
    return code


def _validate(options: argparse.Namespace) -> int:
    from slo_gate.validating import run_validation  # noqa: PLC0415 - no other command validates alone

    dialect = Dialect(options.dialect) if options.dialect else None
    request = _request(options)._replace(partial=options.per_file, dialect=dialect, fix=options.fix, diff=options.diff)
    invalid = ValidationReport(0, 0, 0, (), (), invalid=True)

    def work() -> ValidationReport:
        report = run_validation(request)
        _show_repairs(report, options)
        return report

    return _answer(options, VALIDATION_OUTPUTS, work, lambda _error: invalid)


def _show_repairs(report: ValidationReport, options: argparse.Namespace) -> None:
    """What the report itself does not show: the diff, on the stream that the report does not go to, and failures."""
    if options.diff:
        stream = sys.stdout if options.format == "text" else sys.stderr
        show(diff.render(report.repaired, style_for(stream, os.environ, Path())), stream)
    for left in report.unwritten:
        sys.stderr.write(f"slo-gate: {printable(left.file)} was not written: {printable(left.reason)}\n")


def _gate(options: argparse.Namespace) -> int:
    from slo_gate.changed import changed_paths  # noqa: PLC0415 - as below
    from slo_gate.config.reading import read_instant  # noqa: PLC0415 - as below
    from slo_gate.gating import run_gate, unusable  # noqa: PLC0415 - no other command measures

    request = _request(options)._replace(
        services=tuple(options.service),
        environment=options.environment,
        change=Change(options.change),
        shadow=options.shadow,
        strict=options.fail_on == "warn",
        actor=os.environ.get("GITHUB_ACTOR") or os.environ.get("USER", ""),
        replay=options.replay,
        language=_language(options),
        base=options.base,
    )

    def asked() -> Request:
        at = read_instant(options.at) if options.at else None
        return request._replace(at=at, changed=changed_paths(options.changed, options.changed_from))

    if options.explain_plan:
        return _explain_plan(options, asked)
    kept: list[str] = []

    def work() -> "GateReport":
        return run_gate(asked(), kept.append if options.record else None)

    if options.replay:
        sys.stderr.write(
            f"slo-gate: a replay: the answers are those of {printable(options.replay)}, and no source is asked\n"
        )
    code = _answer(options, GATE_OUTPUTS, work, lambda error: unusable(request, error.message))
    if options.record:
        _record(options.record, kept)
    return code


def _record(path: str, kept: Sequence[str]) -> None:
    problem = write_file(path, kept[0]) if kept else "nothing was measured"
    if problem:
        sys.stderr.write(f"slo-gate: {printable(path)} was not written: {problem}\n")


def _explain_plan(options: argparse.Namespace, asked: Callable[[], Request]) -> int:
    from slo_gate.gating import plan_gate  # noqa: PLC0415 - as above

    try:
        if options.format not in PLAN_OUTPUTS or options.output:
            raise UsageError(f"--explain-plan is printed as {' or '.join(PLAN_OUTPUTS)}, and writes no report", "")
        if options.base:
            raise UsageError("--explain-plan shows what is asked of the files as they are", "leave out --base")
        report = plan_gate(asked())
    except SloGateError as error:
        return _stopped(error)
    show(PLAN_OUTPUTS[options.format].render(report, style_for(sys.stdout, os.environ, Path())))
    return 0


def _diff(options: argparse.Namespace) -> int:
    from slo_gate.config.reading import read_instant  # noqa: PLC0415 - as above
    from slo_gate.diffing import run_diff, stopped  # noqa: PLC0415 - no other command compares alone

    request = _request(options)._replace(base=options.base, language=_language(options))

    def work() -> "ChangeReport":
        at = read_instant(options.at) if options.at else None
        return run_diff(request._replace(at=at), offline=options.offline)

    return _answer(options, CHANGE_OUTPUTS, work, lambda error: stopped(request, error))


def _request(options: argparse.Namespace) -> Request:
    return Request(paths=tuple(options.paths), config=options.config, environ=os.environ)


def _language(options: argparse.Namespace) -> Language | None:
    return Language(options.lang) if options.lang else None


def _answer(
    options: argparse.Namespace,
    outputs: Mapping[str, Output[Report]],
    work: Callable[[], Report],
    stopped: Callable[[SloGateError], Report],
) -> int:
    """Does the work, prints its report and writes the files that were asked for. A run that stopped has a report too."""
    try:
        wanted = [_wanted(text, outputs) for text in options.output]
    except UsageError as error:
        return _stopped(error)
    stream = sys.stderr if options.diff and options.format == "text" else sys.stdout
    style = style_for(stream, os.environ, Path())
    try:
        report = work()
    except SloGateError as error:
        sys.stderr.write(_complaint(error))
        report = stopped(error)
        shown = options.format != "text"
    else:
        shown = True
    for output, path in wanted:
        problem = write_file(path, output.render(report, style._replace(colour=False, unicode=True)))
        if problem:
            sys.stderr.write(f"slo-gate: {printable(path)} was not written: {problem}\n")
    if shown:
        show(outputs[options.format].render(report, style), stream)
    return report.exit_code


def _wanted(text: str, outputs: Mapping[str, Output[Report]]) -> tuple[Output[Report], str]:
    """The output and the file of `FORMAT=FILE`. Raises UsageError."""
    name, _, path = text.partition("=")
    if name not in outputs or not path:
        raise UsageError(f"--output {text[:80]!r} is not FORMAT=FILE", f"FORMAT is one of {', '.join(outputs)}")
    return outputs[name], path


def _stopped(error: SloGateError) -> int:
    sys.stderr.write(_complaint(error))
    return error.exit_code


def _complaint(error: SloGateError) -> str:
    hint = f"slo-gate: {printable(error.hint)}\n" if error.hint else ""
    return f"slo-gate: {printable(error.message)}\n{hint}"


def _explain(options: argparse.Namespace) -> int:
    from slo_gate.outputs.explanation import explain, listing  # noqa: PLC0415 - no other command explains

    style = style_for(sys.stdout, os.environ, Path())
    if not options.what:
        show(listing(RULEBOOK, style))
        return 0
    try:
        if is_rule(options.what):
            rule = find(options.what)
            show(explain(rule, RULEBOOK[rule], style))
        else:
            show(_explained(options, style))
    except SloGateError as error:
        return _stopped(error)
    return 0


def _explained(options: argparse.Namespace, style: Style) -> str:
    from slo_gate.config.reading import read_instant  # noqa: PLC0415 - only an SLO is measured
    from slo_gate.gating import explain_slo  # noqa: PLC0415 - as above
    from slo_gate.outputs import slo_explanation  # noqa: PLC0415 - as above

    request = _request(options)._replace(at=read_instant(options.at) if options.at else None)
    return slo_explanation.render(explain_slo(request, options.what), style)


def _comment(options: argparse.Namespace) -> int:
    from slo_gate.commenting import post_from  # noqa: PLC0415 - no other command talks to GitHub

    style = style_for(sys.stdout, os.environ, Path())
    try:
        posted = post_from(os.environ, options.report, style, _language(options))
    except SloGateError as error:
        return _stopped(error)
    if posted.published.note:
        sys.stderr.write(f"slo-gate: {printable(posted.published.note)}\n")
    if posted.published.url:
        show(f"{posted.published.url}\n")
    return posted.exit_code


def _test(options: argparse.Namespace) -> int:
    from slo_gate.core.policy_test import PolicyTestReport  # noqa: PLC0415 - as below
    from slo_gate.testing import run_policy_tests  # noqa: PLC0415 - no other command tests a policy

    def work() -> PolicyTestReport:
        return run_policy_tests(_request(options), require_coverage=options.require_coverage)

    return _answer(options, TEST_OUTPUTS, work, lambda _error: PolicyTestReport(invalid=True))


def _schema(options: argparse.Namespace) -> int:
    from slo_gate.published import schemas  # noqa: PLC0415 - nothing else needs every schema built

    known = schemas()
    if not options.name:
        show("".join(f"{name}\n" for name in sorted(known)))
        return 0
    if options.name not in known:
        sys.stderr.write(_complaint(UsageError(f"there is no schema {options.name!r}", "`slo-gate schema` lists them")))
        return UsageError.exit_code
    show(json.dumps(known[options.name], indent=2) + "\n")
    return 0


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "validate": _validate,
    "gate": _gate,
    "diff": _diff,
    "explain": _explain,
    "comment": _comment,
    "test": _test,
    "schema": _schema,
}


if __name__ == "__main__":
    sys.exit(main())
