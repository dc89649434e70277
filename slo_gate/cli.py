"""`slo-gate`: validate, gate, explain, schema. Arguments become a request, a report becomes text and an exit status."""

import argparse
import io
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from slo_gate import __version__
from slo_gate.core.change import Change
from slo_gate.core.dialect import Dialect
from slo_gate.core.errors import SloGateError, UsageError
from slo_gate.core.printable import printable
from slo_gate.core.validation_report import ValidationReport
from slo_gate.crash import BUG, describe
from slo_gate.outputs import GATE_OUTPUTS, VALIDATION_OUTPUTS, diff
from slo_gate.outputs.style import Output
from slo_gate.request import CONFIG_VARIABLE, Request
from slo_gate.rulebook import RULEBOOK, find
from slo_gate.terminal import show, style_for, write_file

if TYPE_CHECKING:
    from slo_gate.core.report import GateReport

INTERRUPTED, TERMINATED = 130, 143
_EXITS = "exit status: 0 pass, warn, overridden; 1 fail; 2 invalid; 3 unknown; 4 a bug of slo-gate"


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
        options = _parser().parse_args(argv)
        run: Callable[[argparse.Namespace], int] = options.run
        code = run(options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a bug must say so, and never with what it held
        sys.stderr.write(describe(error))
        return BUG
    return code


def catch_termination() -> None:
    """SIGTERM ends the run in order, also as the first process of a container, which would ignore it."""
    signal.signal(signal.SIGTERM, _terminated)


def _terminated(_signal: int, _frame: object) -> None:
    raise SystemExit(TERMINATED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="slo-gate", description="Validates SLO files and gates deploys on their error budgets.", epilog=_EXITS
    )
    parser.add_argument("--version", action="version", version=f"slo-gate {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_validate(commands.add_parser("validate", help="check SLO files, offline", epilog=_EXITS))
    _add_gate(commands.add_parser("gate", help="ask for the error budgets that are left, and judge", epilog=_EXITS))
    rule = commands.add_parser("explain", help="explain a rule of validate, or list them all")
    rule.add_argument("rule", nargs="?", metavar="RULE", help="such as SLO110")
    rule.set_defaults(run=_explain)
    schema = commands.add_parser("schema", help="print a JSON Schema, or list their names")
    schema.add_argument("name", nargs="?", metavar="NAME", help="such as config.v1.json")
    schema.set_defaults(run=_schema)
    return parser


def _add_common(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="a file, a folder or a glob; the config's `slos` where none is given"
    )
    parser.add_argument(
        "--config", default="", metavar="FILE", help=f"the configuration; {CONFIG_VARIABLE} or .slo-gate.yaml otherwise"
    )
    parser.add_argument("--format", choices=formats, default="text", help="what is printed (default: text)")
    parser.add_argument(
        "--output", action="append", default=[], metavar="FORMAT=FILE", help="also write a report to a file; may repeat"
    )


def _add_validate(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, list(VALIDATION_OUTPUTS))
    parser.add_argument(
        "--per-file",
        action="store_true",
        help="judge each file by itself, as a hook must: no reference that leaves it, no name that another file has too",
    )
    parser.add_argument(
        "--dialect",
        choices=[str(dialect) for dialect in Dialect],
        help="whose reading of OpenSLO the files follow; the config's otherwise, or the specification's text",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="repair in place what can be meant in one way only, keeping all else of a file as it is; what is left is told",
    )
    parser.add_argument(
        "--diff",
        action="store_true",
        help="print what --fix changes as a unified diff, and write nothing without --fix; text reports then go to stderr "
        "(with another --format, the diff does); exit status 1 where there is something to fix",
    )
    parser.set_defaults(run=_validate)


def _add_gate(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, list(GATE_OUTPUTS))
    parser.add_argument("--at", metavar="RFC3339", help="judge at this instant instead of now")
    parser.add_argument("--service", action="append", default=[], metavar="NAME", help="only this service; may repeat")
    parser.add_argument(
        "--environment", default="", metavar="NAME", help="where the change goes, for rules that match it"
    )
    parser.add_argument(
        "--change",
        choices=[str(change) for change in Change],
        default=str(Change.FEATURE),
        help="what the change is for; a repair passes without asking any source (default: feature)",
    )
    parser.add_argument("--shadow", action="store_true", help="report, and block nothing")
    parser.set_defaults(run=_gate, diff=False)


def _validate(options: argparse.Namespace) -> int:
    from slo_gate.validating import run_validation  # noqa: PLC0415 - no other command validates alone

    dialect = Dialect(options.dialect) if options.dialect else None
    request = replace(_request(options), partial=options.per_file, dialect=dialect, fix=options.fix, diff=options.diff)
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
    from slo_gate.config.reading import read_instant  # noqa: PLC0415 - as below
    from slo_gate.gating import run_gate, unusable  # noqa: PLC0415 - no other command measures

    request = replace(
        _request(options),
        services=tuple(options.service),
        environment=options.environment,
        change=Change(options.change),
        advisory=options.shadow,
        actor=os.environ.get("GITHUB_ACTOR") or os.environ.get("USER", ""),
    )

    def work() -> "GateReport":
        return run_gate(replace(request, at=read_instant(options.at) if options.at else None))

    return _answer(options, GATE_OUTPUTS, work, lambda error: unusable(request, error.message))


def _request(options: argparse.Namespace) -> Request:
    return Request(paths=tuple(options.paths), config=options.config, environ=os.environ)


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
        sys.stderr.write(_complaint(error))
        return error.exit_code
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
        problem = write_file(path, output.render(report, replace(style, colour=False, unicode=True)))
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


def _complaint(error: SloGateError) -> str:
    hint = f"slo-gate: {printable(error.hint)}\n" if error.hint else ""
    return f"slo-gate: {printable(error.message)}\n{hint}"


def _explain(options: argparse.Namespace) -> int:
    from slo_gate.outputs.explanation import explain, listing  # noqa: PLC0415 - no other command explains

    style = style_for(sys.stdout, os.environ, Path())
    if not options.rule:
        show(listing(RULEBOOK, style))
        return 0
    try:
        rule = find(options.rule)
    except UsageError as error:
        sys.stderr.write(_complaint(error))
        return error.exit_code
    show(explain(rule, RULEBOOK[rule], style))
    return 0


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


if __name__ == "__main__":
    sys.exit(main())
